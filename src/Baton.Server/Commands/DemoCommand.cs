using System.CommandLine;
using System.CommandLine.Parsing;
using Baton.Server.Demo;
using Baton.Server.Scoring;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Commands;

/// <summary><c>baton demo data</c>: a believable year of leads, events and deals.</summary>
internal static class DemoCommand
{
    private const int MostLeads = 1_000_000;
    private const int MostEvents = 10_000_000;

    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    private static readonly Option<int> Leads = NumberOption.Of("--leads", "How many leads.", 1, MostLeads, 1_000);
    private static readonly Option<int> Events = NumberOption.Of("--events", "How many events.", 0, MostEvents, 20_000);
    private static readonly Option<long> Seed = NumberOption.Of("--seed", "Another seed, another market; the same seed, the same bytes.", long.MinValue, long.MaxValue, 1L);
    private static readonly Option<LocalDate> Until = new("--until")
    {
        Description = "The year of the data ends before this day, as days are in Berlin.",
        HelpName = "date",
        DefaultValueFactory = _ => new LocalDate(2026, 7, 1),
        CustomParser = DateOf,
    };

    private static readonly Option<string> Out = new("--out", "-o") { Description = "The folder for leads.csv, events.ndjson and deals.csv.", HelpName = "folder", Required = true };
    private static readonly Option<EventFormat> Format = new("--format", "-f") { Description = "How the events are written: ndjson, csv or both. CSV has no room for what identify and group calls say of leads.", HelpName = "format" };

    public static Command Build()
    {
        Format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "ndjson", "csv", "both");
        var data = new Command("data", "Write demo data: a packaging machine maker's leads, what they did in a year, and the deals that came of it.")
        {
            Leads, Events, Seed, Until, Out, Format,
        };
        data.Validators.Add(command => command.RefuseEmpty(Out));
        data.SetAction((options, cancel) => Task.FromResult(Run(options, cancel)));
        return new Command("demo", "Data to try Baton with.") { data };
    }

    private static int Run(ParseResult options, CancellationToken cancel)
    {
        var order = new DemoOptions(options.GetValue(Leads), options.GetValue(Events), options.GetValue(Seed))
        {
            Format = options.GetValue(Format),
            Until = Berlin.AtStartOfDay(options.GetValue(Until)).ToInstant(),
        };
        var folder = options.GetRequiredValue(Out);
        var files = order.Format == EventFormat.Both ? 2 : 1;
        new ProgressDisplay(Terminal.ForProgress()).Run("Writing demo data", order.Events * files, done =>
        {
            var before = 0L;
            DemoData.Write(order, folder, new StepProgress(total => { done((int)(total - before)); before = total; }), cancel);
        });
        Terminal.Say($"{ScoreText.Many(order.Leads, "lead")}, {ScoreText.Many(order.Events, "event")} and their deals are in {folder}.");
        return ExitCode.Done;
    }

    private static LocalDate DateOf(ArgumentResult argument)
    {
        if (LocalDatePattern.Iso.Parse(argument.Tokens[0].Value) is { Success: true, Value: { Year: >= 1971 and <= 2200 } date })
        {
            return date;
        }

        argument.AddError($"--until takes a day from 1971 to 2200, such as 2026-06-30, not {argument.Tokens[0].Value}.");
        return default;
    }

    /// <summary>Tells each step at once, on the thread that takes it.</summary>
    private sealed class StepProgress(Action<long> step) : IProgress<long>
    {
        public void Report(long value) => step(value);
    }
}

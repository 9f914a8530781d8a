using System.CommandLine;
using System.Security.Cryptography;
using Baton.Server.Imports;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Scoring;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Server.Commands;

/// <summary><c>baton import leads|events|deals</c>: brings files into the database.</summary>
internal static class ImportCommand
{
    private const string Name = "import";

    private static readonly Argument<string> File = new("file") { Description = "CSV, for events also NDJSON in Segment's shape; plain or gzip." };
    private static readonly Option<bool> Preview = new("--preview") { Description = "Only show how the file would be read.", Arity = ArgumentArity.Zero };
    private static readonly Option<string?> Rejected = new("--rejected") { Description = "Write the rows that were skipped to this CSV file, each with its line and the reason.", HelpName = "file" };
    private static readonly Option<string?> AsOf = new("--as-of")
    {
        Description = "As of when the file is true: a date such as 2026-06-30 (that day's end, UTC) or a time such as 2026-06-30T12:00Z, not in the future. What is known as of later stays. Now, if absent.",
        HelpName = "time",
    };

    /// <summary>Events have times of their own: the option is there to be refused in words.</summary>
    private static readonly Option<string?> AsOfNothing = new("--as-of") { Hidden = true };
    private static readonly ColumnOptions Columns = new("The column that is the id: of leads, the lead's; of deals, the deal's.");

    /// <summary>A batch that is being written is written to its end, so that the next command can go on at once.</summary>
    public static TimeSpan TimeToTidyUp => TimeSpan.FromSeconds(5);

    /// <summary>True where this is the command that the user named.</summary>
    public static bool IsMeant(ParseResult command) => command.CommandResult.Command.Parents.Any(parent => parent.Name == Name);

    /// <summary>What there is of it, for a user who stopped it.</summary>
    public static string WhatIsKept(ParseResult command) => command.GetValue(Preview)
        ? "Nothing was changed."
        : "What was imported until now is kept. The same command goes on from there.";

    public static Command Build() => new(Name, "Bring leads, events and deals into the database.")
    {
        Of(ImportKind.Leads, "Import leads: who they are. Those who are known already are brought up to date."),
        Of(ImportKind.Events, "Import events: what leads did."),
        Of(ImportKind.Deals, "Import deals: what came of leads."),
    };

    private static Command Of(ImportKind kind, string description)
    {
        var command = new Command(kind.Name(), description) { File, DataOption.Data, Preview, AsOfOf(kind), Columns.Id, Columns.Map, Rejected };
        command.Validators.Add(options => options.RefuseEmpty(File, Rejected));
        command.Validators.Add(options => options.RefuseSame(Rejected, File));
        command.Validators.Add(Columns.Check);
        command.Validators.Add(options =>
        {
            foreach (var problem in options.Said(AsOfOf(kind)).Select(text => ImportTime.ProblemOf(kind, text, SystemClock.Instance.GetCurrentInstant())).OfType<string>())
            {
                options.AddError(problem);
            }
        });
        command.SetAction((options, cancel) => RunAsync(kind, options, cancel));
        return command;
    }

    private static Option<string?> AsOfOf(ImportKind kind) => kind == ImportKind.Events ? AsOfNothing : AsOf;

    private static async Task<int> RunAsync(ImportKind kind, ParseResult options, CancellationToken cancel)
    {
        using var output = Console.OpenStandardOutput();
        if (!OutputFile.TryCreate(options.GetValue(Rejected) ?? "-", output, out var rejected, out var problem))
        {
            Terminal.Complain(problem.ToString());
            return ExitCode.BadInput;
        }

        using (rejected)
        {
            return await Store.UseAsync(options, database => ImportAsync(kind, options, database, rejected, cancel), cancel);
        }
    }

    private static async Task<int> ImportAsync(ImportKind kind, ParseResult options, IDatabase database, OutputFile rejected, CancellationToken cancel)
    {
        using var spooled = options.GetValue(File) == "-" ? SpooledInput.Of(StandardStreams.OpenInput()) : null;
        var (path, name) = spooled is null ? (options.GetRequiredValue(File), options.GetRequiredValue(File)) : (spooled.Path, "standard input");
        var clock = SystemClock.Instance;
        var workspaces = new WorkspaceStore(database, clock);
        var isPreview = options.GetValue(Preview);
        var all = await workspaces.AllAsync(cancel);
        var workspaceId = all.Count > 0 ? all[0].Id : isPreview ? Guid.Empty : (await workspaces.AddAsync("Baton", cancel)).Id;
        var shelf = new PlaybookShelf();
        var runner = new ImportRunner(database, new Door(database, shelf, clock), shelf, clock);
        var now = clock.GetCurrentInstant();
        if (!InputFile.TryOpen(path, Stream.Null, out var input, out var problem))
        {
            Terminal.Complain(problem.ToString());
            return ExitCode.BadInput;
        }

        using (input)
        {
            var choices = Columns.ChoicesOf(options);
            var asOf = ImportTime.Of(options.GetValue(AsOfOf(kind)));
            var import = new Import
            {
                Id = Guid.CreateVersion7(now.ToDateTimeOffset()),
                WorkspaceId = workspaceId,
                Kind = kind,
                FileName = name,
                Bytes = input.Length ?? 0,
                Fingerprint = isPreview ? new byte[SHA256.HashSizeInBytes] : Import.FingerprintOf(kind, choices, await HashOfAsync(path, cancel), asOf),
                Choices = choices,
                State = ImportState.Running,
                Started = now,
                AsOf = asOf,
                StartedBy = "command line",
            };
            var (file, wrong) = await runner.OpenAsync(workspaceId, kind, choices, input, cancel);
            if (file is null)
            {
                Terminal.Complain(wrong!);
                return ExitCode.BadInput;
            }

            if (isPreview)
            {
                new ImportText(Terminal.Output()).Preview(kind, ImportPreview.Of(file, import, isCut: () => false, cancel));
                return ExitCode.Done;
            }

            return await ImportAsync(import, runner, new Waker(database, shelf, clock), database, input, file, rejected, options, cancel);
        }
    }

    private static async Task<int> ImportAsync(
        Import import, ImportRunner runner, Waker waker, IDatabase database, InputFile input, ImportFile file, OutputFile rejected, ParseResult options, CancellationToken cancel)
    {
        if (await BeginAsync(import, runner, cancel) is not { } begun)
        {
            Terminal.Complain($"{import.FileName} is being imported at this moment. Wait until that has ended.");
            return ExitCode.BadInput;
        }

        var progress = new ProgressDisplay(Terminal.ForProgress());
        var done = begun;
        try
        {
            progress.Run($"Importing {import.Kind.Name()}", input, () => done = runner.RunAsync(begun, input, file, cancel).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException)
        {
            await runner.LeaveAsync(begun);
            throw;
        }

        progress.Run("Scoring leads of companies that changed", () => WakeAsync(waker, import.WorkspaceId, cancel).GetAwaiter().GetResult());
        var reasons = new RejectedRows(_ => { });
        var asked = options.GetValue(Rejected);
        var list = asked is null ? null : new RejectedList(rejected.Stream);
        await foreach (var row in RejectedList.AllAsync(database, done, cancel))
        {
            reasons.Reject(row);
            list?.Add(row);
        }

        list?.Finish();
        if (asked is not null)
        {
            rejected.Commit();
        }

        var text = new ImportText(asked == "-" ? Terminal.Error() : Terminal.Output());
        text.Understanding(file.Meanings, file.Notes);
        text.Summary(done, reasons, begun.Line);
        return ExitCode.Done;
    }

    /// <summary>Where an import of the file was killed, it is seen only by its silence that nobody works on it any longer.</summary>
    private static async Task<Import?> BeginAsync(Import import, ImportRunner runner, CancellationToken cancel)
    {
        for (var waited = Duration.Zero; ; waited += Duration.FromSeconds(1))
        {
            if (await runner.BeginAsync(import, cancel) is var begun && (begun is not null || waited > ImportTable.Patience + Duration.FromSeconds(1)))
            {
                return begun;
            }

            if (waited == Duration.Zero)
            {
                Terminal.Complain($"This file was being imported until a moment ago. Whether somebody still does is seen within {ImportTable.Patience.TotalSeconds:0} seconds.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        }
    }

    /// <summary>Leads of companies of whom a later row said more are decided again.</summary>
    private static async Task WakeAsync(Waker waker, Guid workspaceId, CancellationToken cancel)
    {
        while (await waker.WorkAsync(workspaceId, cancel))
        {
        }
    }

    private static async Task<byte[]> HashOfAsync(string path, CancellationToken cancel)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return await SHA256.HashDataAsync(stream, cancel);
    }
}

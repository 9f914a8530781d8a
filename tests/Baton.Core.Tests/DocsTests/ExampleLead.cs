using System.Collections.Immutable;
using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Playbooks;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Tests.DocsTests;

/// <summary>A lead as a row of a table describes it, seen on one day at noon.</summary>
internal static class ExampleLead
{
    public static readonly Instant Today = Instant.FromUtc(2026, 7, 1, 12, 0);

    /// <summary>A lead of whom <c>title: Buyer; employees: 120</c> is known and who did <c>page 0, page 3</c>: events with their age in days.</summary>
    public static Facts From(string attributes, string events)
    {
        var known = attributes.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split(':', 2))
            .Select(pair => KeyValuePair.Create(pair[0].Trim(), Value.Of(pair[1])));
        return new Facts([.. EventsFrom(events)], [new Edit("edit", Today - Duration.FromDays(365), known)], []);
    }

    /// <summary>What <c>budget, timeline, accepted</c> confirms.</summary>
    public static Confirmations ConfirmationsFrom(string words)
    {
        var said = words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Confirmations([.. said.Where(word => word != "accepted").ToImmutableHashSet(StringComparer.Ordinal)], said.Contains("accepted"));
    }

    /// <summary>What <c>budget: 1000 EUR; budget: 200000 EUR (Quote Requested)</c> answers: the first by a person, the second, later, by a form.</summary>
    public static Answers AnswersFrom(string words, Playbook playbook)
    {
        var answers = Answers.None;
        foreach (var (i, pair) in words.Split(';', StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var said = pair.Split(':', 2, StringSplitOptions.TrimEntries);
            var form = said[1].EndsWith(')') ? said[1][(said[1].IndexOf('(', StringComparison.Ordinal) + 1)..^1] : null;
            var written = form is null ? said[1] : said[1][..said[1].IndexOf('(', StringComparison.Ordinal)].Trim();
            var (value, problem) = AnswerReader.Read(playbook.Criteria.Single(criterion => criterion.Name == said[0]), written, Today);
            problem.ShouldBeNull();
            answers = answers.With(new Answer(Guid.Empty, said[0], value, written, Today + Duration.FromMinutes(i), "Ann", form is null ? AnswerSource.Call : AnswerSource.Form, form));
        }

        return answers;
    }

    private static IEnumerable<Event> EventsFrom(string events)
    {
        var number = 0;
        foreach (var written in events.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var space = written.LastIndexOf(' ');
            var occurred = Today - Duration.FromDays(int.Parse(written[(space + 1)..], CultureInfo.InvariantCulture));
            yield return new Event($"event {number++}", written[..space], occurred, occurred, []);
        }
    }
}

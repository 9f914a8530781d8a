using Baton.Core.Documents;
using Baton.Core.Leads;
using Baton.Core.Playbooks;
using Baton.Core.Scoring.Engine;
using Baton.Server.Imports;
using static System.FormattableString;

namespace Baton.Server.Scoring;

/// <summary>What the user should know of how the files were read, one sentence or two each.</summary>
internal static class ScoreNotes
{
    private const int MostShown = 5;

    /// <summary>A file that has an event of its own name for each product has too many to compare.</summary>
    private const int MostNamesLookedAt = 1_000;

    /// <param name="file">The leads.</param>
    /// <param name="input">Where they come from.</param>
    /// <param name="builder">Knows what the playbook asks about.</param>
    /// <param name="playbook">The playbook.</param>
    /// <param name="hints">Attributes that the playbook probably misspells, with what to say where no column has them.</param>
    public static IEnumerable<string> OfLeads(
        LeadFile file, InputFile input, FactTableBuilder builder, Playbook playbook, IEnumerable<(string Attribute, string Text)> hints)
    {
        foreach (var note in (IEnumerable<string>)[.. OfEncoding(input), .. file.Notes])
        {
            yield return note;
        }

        if (file.Columns.Id < 0 && file.Columns.Email < 0)
        {
            yield return "No column is the lead's id, so leads are called by their line. Say which it is with --id.";
        }

        foreach (var (column, count) in file.MissingMarks)
        {
            yield return Invariant($"{column}: {count:N0} × \"unknown\" or the like read as missing.");
        }

        var given = file.Columns.AskedColumns.Select(a => a.Attribute).ToHashSet();
        var absent = builder.Attributes.Where((_, attribute) => !given.Contains(attribute)).ToList();
        if (absent.Count == 0)
        {
            yield break;
        }

        var maps = absent
            .Select(a => (Attribute: a, Column: NearestWord.To(a, file.Columns.Names)))
            .Where(h => h.Column is not null && !AttributeName.IsKnown(h.Column))
            .Select(h => $" If {h.Column} is {h.Attribute}, say --map \"{h.Column}={h.Attribute}\".");
        yield return $"{playbook.Name} asks about {string.Join(", ", absent)}, which no column of {input.Name} has.{string.Concat(maps)}";
        foreach (var (_, text) in hints.Where(hint => absent.Contains(hint.Attribute)))
        {
            yield return text;
        }
    }

    public static IEnumerable<string> OfEvents(EventFile file, InputFile input, FactTableBuilder builder, Playbook playbook)
    {
        foreach (var note in (IEnumerable<string>)[.. OfEncoding(input), .. file.Notes])
        {
            yield return note;
        }

        if (builder.Kinds.UnseenProperties.Order(StringComparer.Ordinal).ToList() is { Count: > 0 } unseen)
        {
            yield return $"{playbook.Name} asks about {string.Join(", ", unseen)} of events, which none of them in {input.Name} has.";
        }

        var seen = builder.Kinds.Names;
        var absent = seen is null ? [] : builder.Kinds.Asked.Where(name => !seen.Contains(name)).Order(StringComparer.Ordinal).ToList();
        if (absent.Count == 0)
        {
            yield break;
        }

        var shown = string.Join(", ", absent.Take(MostShown)) + (absent.Count > MostShown ? Invariant($" and {absent.Count - MostShown} more") : "");
        var hints = absent
            .Select(name => (Name: name, Seen: NearestWord.To(name, seen!.Take(MostNamesLookedAt))))
            .Where(h => h.Seen is not null)
            .Select(h => $" It has {h.Seen}; if that is {h.Name}, let the rule listen to both: event: [{h.Name}, {h.Seen}].");
        yield return $"{playbook.Name} asks about the event{(absent.Count == 1 ? "" : "s")} {shown}, which {input.Name} does not have.{string.Concat(hints)}";
    }

    /// <summary>Values that no rule can read.</summary>
    public static IEnumerable<string> OfValues(IEnumerable<UnreadValue> values) => values.Select(v => Invariant(
        $"{v.Property}: {(v.Leads == 1 ? "1 lead has" : $"{v.Leads:N0} leads have")} a value that is no {v.Expected}, such as \"{v.Example.Shortened()}\", so no rule that compares it holds."));

    /// <summary>Columns that are mapped to something that nothing asks about, perhaps by a slip.</summary>
    /// <param name="choices">What the user said of columns.</param>
    /// <param name="columns">What the columns were understood as.</param>
    /// <param name="asked">The attributes and properties that the playbook asks about.</param>
    public static IEnumerable<string> OfChoices(ColumnChoices choices, IEnumerable<ColumnMeaning> columns, IEnumerable<string> asked)
    {
        var used = columns.Where(c => c.IsUsed).Select(c => c.Column).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return choices.Map
            .Where(map => !used.Contains(map.Key))
            .Select(map => $"--map \"{map.Key}={map.Value}\" changes nothing: no rule asks about {map.Value}{NearestWord.HintOrStop(map.Value, asked)}");
    }

    private static IEnumerable<string> OfEncoding(InputFile input) => input.Description == "UTF-8" ? [] : [$"{input.Name} is {input.Description}."];
}

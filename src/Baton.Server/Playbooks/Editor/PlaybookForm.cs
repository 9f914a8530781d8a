using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Playbooks.Outline;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Playbooks.Editor;

/// <summary>What the editor sends: the text, the fields beside it, and which button. What was changed in fields is written into the text.</summary>
/// <param name="Text">The text with all changes.</param>
/// <param name="Problem">Why a change is not in it, in English; null where all are.</param>
/// <param name="Focus">The field that one goes on in; null where that is left open.</param>
internal sealed record PlaybookForm(string Text, string? Problem, string? Focus)
{
    /// <summary>The most characters of a text, as over the API.</summary>
    public const int Longest = 1 << 20;

    /// <summary>The most fields that are changed at once: each that is more than a value is written into the text and read back.</summary>
    private const int MostChanged = 500;

    public static PlaybookForm Read(IFormCollection form, CancellationToken cancel)
    {
        var text = Lines(form["yaml"].ToString());

        // The fields are those of the text as it was shown; meanwhile somebody may have typed in it, too.
        var shown = form.ContainsKey("shown") ? Lines(form["shown"].ToString()) : text;
        var act = form["act"].ToString();
        if (text.Length > Longest || shown.Length > Longest)
        {
            return new PlaybookForm(text.CutAt(Longest), Words.Of("This text is longer than any playbook may be: 1,048,576 characters. Shorten it."), null);
        }

        // Each field has one name only: others that read as the same, no page sends.
        var before = DraftText.Read(shown);
        var changed = before is null ? [] : Changed(form, before);
        if (changed.Count == 0 && !act.Contains(':', StringComparison.Ordinal))
        {
            return new PlaybookForm(text, null, null);
        }

        if (changed.Count > MostChanged)
        {
            return new PlaybookForm(text, Words.Of("More than 500 fields were changed at once. Change them in the text."), null);
        }

        if ((text == shown ? before : DraftText.Read(text)) is not { } now)
        {
            return new PlaybookForm(text, Words.Of("The fields were not taken over, for the text cannot be read. Mend the text first."), null);
        }

        string? problem = null;
        if (text != shown)
        {
            var free = changed.Where(field => now.Fields.TryGetValue(field.Key, out var one) && one.Value == before!.Fields[field.Key].Value).ToList();
            problem = free.Count < changed.Count || act.Contains(':', StringComparison.Ordinal) ? Words.Of("The text was changed in the same place, and holds. Look at the fields again.") : null;
            (changed, act) = (free, "");
        }

        var (given, taken) = now.Changed(changed, cancel);
        return Done(given, act, taken switch
        {
            FieldsTaken.All => problem,
            FieldsTaken.NotSoMany => Words.Of("Not all of these fields could be changed at once, for the text is long. Change a few at a time, or change them in the text."),
            FieldsTaken.NotOnlyFields => Words.Of("This can be changed only in the text, for more stands there than fields show."),
        });
    }

    /// <summary>The fields that were changed, numbers as a playbook has them.</summary>
    private static List<KeyValuePair<string, string>> Changed(IFormCollection form, DraftText before)
    {
        var changed = new List<KeyValuePair<string, string>>();
        foreach (var field in form.Where(field => FieldName.Of(FieldName.Read(field.Key)) == field.Key))
        {
            var (path, value) = (FieldName.Read(field.Key), field.Value.ToString().Trim());
            if (before.Fields.TryGetValue(path, out var was) && was.CanChange && was.Value.Trim() != value)
            {
                changed.Add(new(path, Value.Of(was.Value).TryGetAmount(out _) ? TypedNumber.Plain(value) : value));
            }
        }

        return changed;
    }

    private static PlaybookForm Done(DraftText draft, string act, string? problem)
    {
        var way = act[(act.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (act.StartsWith("add:", StringComparison.Ordinal))
        {
            return draft.WithAdded(way) is var (text, field) ? new PlaybookForm(text, problem, field) : new PlaybookForm(draft.Text, Words.Of("This can be added only in the text."), null);
        }

        return !act.StartsWith("remove:/", StringComparison.Ordinal) ? new PlaybookForm(draft.Text, problem, null)
            : draft.Without(way) is { } without ? new PlaybookForm(without, problem, null)
            : new PlaybookForm(draft.Text, Words.Of("This can be removed only in the text."), null);
    }

    /// <summary>Browsers send line breaks as two characters.</summary>
    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}

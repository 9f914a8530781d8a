using Baton.Core.Documents;

namespace Baton.Core.Playbooks.Outline;

/// <summary>A playbook's text while somebody works on it, as fields and as text.</summary>
internal sealed class DraftText
{
    /// <summary>The most characters that are read while fields are changed one after the other, each of which has the whole text read again: some seconds.</summary>
    private const int MostRead = 1 << 25;

    private readonly DocumentText _text;
    private readonly Wording _words;

    private DraftText(DocumentText text, Wording words)
    {
        (_text, _words) = (text, words);
        (Outline, Fields) = OutlineReader.Read(text, words);
    }

    public string Text => _text.Text;

    public PlaybookOutline Outline { get; }

    /// <summary>All that can be changed, by name.</summary>
    public IReadOnlyDictionary<string, OutlineField> Fields { get; }

    /// <summary>Reads a text, with mistakes or without; null where it is no YAML in sections.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">The language of what the outline says in words; English where none is given.</param>
    public static DraftText? Read(string text, Wording? words = null) => DocumentText.Read(text) is { Root: MapNode } document ? new DraftText(document, words ?? Wording.English) : null;

    /// <summary>The text after those fields were changed that can be.</summary>
    /// <param name="fields">New values by the names of <see cref="OutlineField"/>s.</param>
    /// <param name="cancel">Gives up between two of them.</param>
    public (DraftText Draft, FieldsTaken Taken) Changed(IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancel = default)
    {
        var values = fields.GroupBy(field => field.Key.Split('?')[0], StringComparer.Ordinal).Select(value => (Way: value.Key, Parts: value.ToDictionary(
            field => field.Key.Contains('?', StringComparison.Ordinal) ? field.Key[(field.Key.IndexOf('?', StringComparison.Ordinal) + 1)..] : "", field => field.Value, StringComparer.Ordinal))).ToList();

        // Most are single values that stand there, and are exchanged all at once; others are written one after the other, and each is read back.
        var single = values.Where(value => value.Parts is { Count: 1 } && value.Parts.GetValueOrDefault("") is { Length: > 0 }).ToDictionary(value => value.Way, value => value.Parts[""], StringComparer.Ordinal);
        var (text, exchanged) = _text.Exchange(single);
        var others = values.Where(value => !exchanged.Contains(value.Way)).ToList();
        var most = Math.Max(1, MostRead / Math.Max(1, Text.Length));
        var taken = others.Count <= most ? FieldsTaken.All : FieldsTaken.NotSoMany;
        foreach (var (way, parts) in others.Take(most))
        {
            cancel.ThrowIfCancellationRequested();
            var changed = OutlineEdit.Apply(text, way, parts);
            (text, taken) = (changed ?? text, changed is null ? FieldsTaken.NotOnlyFields : taken);
        }

        return (text == _text ? this : new DraftText(text, _words), taken);
    }

    /// <summary>The text with something more, as a rule or a stage, and the field where it is named.</summary>
    public (string Text, string? Field)? WithAdded(string way) => OutlineEdit.Add(_text, way) is { } added ? (added.Text, OutlineEdit.Added(added, way)) : null;

    /// <summary>The text without something; null where it can only be removed in the text.</summary>
    public string? Without(string way) => _text.Remove(way)?.Text;
}

/// <summary>Whether what fields say was written into the text.</summary>
internal enum FieldsTaken
{
    /// <summary>All of it.</summary>
    All,

    /// <summary>Not all, for they were many and the text is long.</summary>
    NotSoMany,

    /// <summary>Not all, for one of them can only be changed in the text.</summary>
    NotOnlyFields,
}

using Baton.Core.Documents;

namespace Baton.Core.Playbooks.Outline;

/// <summary>A playbook's text while somebody works on it, as fields and as text.</summary>
internal sealed class DraftText
{
    private readonly DocumentText _text;

    private DraftText(DocumentText text)
    {
        _text = text;
        (Outline, Fields) = OutlineReader.Read(text);
    }

    public string Text => _text.Text;

    public PlaybookOutline Outline { get; }

    /// <summary>All that can be changed, by name.</summary>
    public IReadOnlyDictionary<string, OutlineField> Fields { get; }

    /// <summary>Reads a text, with mistakes or without; null where it is no YAML in sections.</summary>
    public static DraftText? Read(string text) => DocumentText.Read(text) is { Root: MapNode } document ? new DraftText(document) : null;

    /// <summary>The text after fields were changed; null where one of them can only be changed in the text.</summary>
    /// <param name="fields">New values by the names of <see cref="OutlineField"/>s.</param>
    public string? With(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = _text;
        foreach (var value in fields.GroupBy(field => field.Key.Split('?')[0], StringComparer.Ordinal))
        {
            var parts = value.ToDictionary(field => field.Key.Contains('?', StringComparison.Ordinal) ? field.Key[(field.Key.IndexOf('?', StringComparison.Ordinal) + 1)..] : "", field => field.Value, StringComparer.Ordinal);
            if (OutlineEdit.Apply(text, value.Key, parts) is not { } changed)
            {
                return null;
            }

            text = changed;
        }

        return text.Text;
    }

    /// <summary>The text with something more, as a rule or a stage, and the field where it is named.</summary>
    public (string Text, string? Field)? WithAdded(string way) => OutlineEdit.Add(_text, way) is { } added ? (added.Text, OutlineEdit.Added(added, way)) : null;

    /// <summary>The text without something; null where it can only be removed in the text.</summary>
    public string? Without(string way) => _text.Remove(way)?.Text;
}

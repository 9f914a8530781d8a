namespace Baton.Core.Documents;

/// <summary>A piece of a YAML document that knows where it stands. Lines and columns count from 1.</summary>
internal abstract record Node(int Line, int Column)
{
    /// <summary>Where in the text it stands; nowhere for what was put together and not read.</summary>
    public Span Span { get; init; }

    /// <summary>What the piece is, in words for a message.</summary>
    public abstract string Kind { get; }
}

/// <summary>One value. <paramref name="Quoted"/> tells <c>'12'</c>, a text, from <c>12</c>, a number.</summary>
internal sealed record ScalarNode(int Line, int Column, string Text, bool Quoted) : Node(Line, Column)
{
    public override string Kind => IsEmpty ? "nothing" : $"`{Text.Shortened()}`";

    /// <summary>True where it has no label of YAML's in front and is no block of lines, so that another value can take its place.</summary>
    public bool IsPlain { get; init; }

    public bool IsEmpty => !Quoted && Text is "" or "~" or "null";
}

/// <summary>A list, in the order of the text.</summary>
internal sealed record ListNode(int Line, int Column, IReadOnlyList<Node> Items) : Node(Line, Column)
{
    /// <summary>True of <c>[a, b]</c>, false of lines that start with a dash.</summary>
    public bool IsInBrackets { get; init; }

    public override string Kind => "a list";
}

/// <summary>Names with their values, in the order of the text.</summary>
internal sealed record MapNode(int Line, int Column, IReadOnlyList<Entry> Entries) : Node(Line, Column)
{
    // Most have few names. Where somebody wrote thousands, each is asked for by name.
    private readonly Dictionary<string, Entry>? _byName = Entries.Count > 16 ? ByName(Entries) : null;

    /// <summary>True of <c>{ a: 1 }</c>, false of lines.</summary>
    public bool IsInBraces { get; init; }

    public override string Kind => "a section";

    /// <summary>The first entry of this very name; null where there is none.</summary>
    public Entry? EntryOf(string name) => _byName is not null ? _byName.GetValueOrDefault(name) : Entries.FirstOrDefault(entry => entry.Key.Text == name);

    /// <summary>What stands behind this very name; null where it is not there.</summary>
    public Node? ValueOf(string name) => EntryOf(name)?.Value;

    private static Dictionary<string, Entry> ByName(IReadOnlyList<Entry> entries)
    {
        var byName = new Dictionary<string, Entry>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            byName.TryAdd(entry.Key.Text, entry);
        }

        return byName;
    }
}

/// <summary>One name of a <see cref="MapNode"/> with its value.</summary>
internal sealed record Entry(ScalarNode Key, Node Value);

/// <summary>A piece of a text: from one character, counted from 0, to before another.</summary>
internal readonly record struct Span(int Start, int End);

using System.Globalization;
using System.Text;

namespace Baton.Core.Documents;

/// <summary>
/// A YAML text of which single pieces can be exchanged, while every other character stays: comments, order and layout are their author's. Each change is read
/// back and compared: one that would touch anything else is not made.
/// </summary>
internal sealed class DocumentText
{
    private DocumentText(string text, Node root) => (Text, Root) = (text, root);

    public string Text { get; }

    public Node Root { get; }

    private string NewLine => Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>Reads a text; null where it is not YAML that Baton reads.</summary>
    public static DocumentText? Read(string text)
    {
        var mistakes = new Mistakes();
        return DocumentReader.Read(text, mistakes) is { } root ? new DocumentText(text, root) : null;
    }

    /// <summary>What stands at a place; null where nothing does.</summary>
    public Node? At(string way)
    {
        Node? node = Root;
        foreach (var step in Way.Steps(way))
        {
            node = node switch
            {
                MapNode map => map.ValueOf(step),
                ListNode list => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Items.Count ? list.Items[at] : null,
                _ => null,
            };
        }

        return node;
    }

    /// <summary>The single value at a place; null where there is none.</summary>
    public string? ValueAt(string way) => At(way) is ScalarNode { IsEmpty: false } scalar ? scalar.Text : null;

    /// <summary>Gives a single value; where there was none, its name is written as well.</summary>
    /// <param name="way">Where.</param>
    /// <param name="value">Any text.</param>
    /// <param name="order">The names in the order in which they stand in the section, where a name is written.</param>
    public DocumentText? Set(string way, string value, IReadOnlyList<string>? order = null) =>
        Put(way, At(way) is ScalarNode { Quoted: true } ? ScalarText.Quoted(value) : ScalarText.Of(value), order);

    /// <summary>Exchanges single values that stand there, all at once.</summary>
    /// <param name="values">New values, not empty, by the ways to them.</param>
    /// <returns>The text, and the ways to what was exchanged; what is not among them is not that simple.</returns>
    public (DocumentText Text, IReadOnlySet<string> Ways) Exchange(IReadOnlyDictionary<string, string> values)
    {
        var (text, from, ways, exchanged) = (new StringBuilder(Text.Length), 0, new HashSet<string>(StringComparer.Ordinal), new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance));
        foreach (var (way, value, node) in values.Select(value => (value.Key, value.Value, Node: At(value.Key) as ScalarNode))
            .Where(value => value.Node is { IsPlain: true } node && node.Span.Start < node.Span.End).OrderBy(value => value.Node!.Span.Start))
        {
            var yaml = node!.Quoted ? ScalarText.Quoted(value) : ScalarText.Of(value);
            if (Read(yaml)?.Root is { } piece && exchanged.TryAdd(node, piece))
            {
                ways.Add(way);
                text.Append(Text, from, node.Span.Start - from).Append(yaml);
                from = node.Span.End;
            }
        }

        text.Append(Text, from, Text.Length - from);
        return ways.Count > 0 && Read(text.ToString()) is { } read && DocumentChange.Same(Root, read.Root, exchanged) ? (read, ways) : (this, new HashSet<string>());
    }

    /// <summary>Puts a piece of YAML at a place, instead of what stands there.</summary>
    /// <param name="way">Where: a name of a section, or an item of a list that is there.</param>
    /// <param name="yaml">One line; or several, the first empty and the others indented from nothing, for a name that is not there yet.</param>
    /// <param name="order"><inheritdoc cref="Set" path="/param[@name='order']"/></param>
    public DocumentText? Put(string way, string yaml, IReadOnlyList<string>? order = null)
    {
        if (Read(yaml)?.Root is not { } piece)
        {
            return null;
        }

        var (parent, step) = Way.Split(way);
        if (parent.Length > 0 && At(parent) is null or ScalarNode { IsEmpty: true })
        {
            return yaml.StartsWith('\n') ? null : Put(parent, $"{{ {ScalarText.Of(step)}: {yaml} }}");
        }

        var changed = (At(parent), At(way)) switch
        {
            (_, ScalarNode { IsPlain: false }) => null,
            (_, ScalarNode { Span: var (start, end) }) => Text[..start] + (start == end ? " " : "") + yaml + Text[end..],
            (_, ListNode { IsInBrackets: false } or MapNode { IsInBraces: false }) => BlockStart(At(way)!) is { } start && At(way)!.Span.End is var end && !Has('#', start, end) ? Text[..start] + " " + yaml + Text[end..] : null,
            (_, { Span: var (start, end) }) => Text[..start] + yaml + Text[end..],
            (MapNode map, null) => Inserted(map, step, yaml, order ?? []),
            _ => null,
        };
        return Checked(changed, way, piece);
    }

    /// <summary>Removes a name with its value, or an item of a list, with their lines; what is left without any content goes as well.</summary>
    public DocumentText? Remove(string way)
    {
        var (parent, step) = Way.Split(way);
        return (At(parent), At(way)) switch
        {
            (_, null) => this,
            (MapNode { Entries.Count: 1 } or ListNode { Items.Count: 1 }, _) when parent.Length > 0 => Remove(parent),
            (MapNode map, _) => Checked(WithoutEntry(map, step), way, expected: null),
            (ListNode list, _) => Checked(WithoutItem(list, int.Parse(step, CultureInfo.InvariantCulture)), way, expected: null),
            _ => null,
        };
    }

    /// <summary>Adds an item with names and values to the end of a list that is there, in the form of the item before it.</summary>
    /// <param name="way">The list.</param>
    /// <param name="entries">Names with their values, each as YAML on one line.</param>
    public DocumentText? Append(string way, IReadOnlyList<(string Name, string Yaml)> entries)
    {
        var inBraces = $"{{ {string.Join(", ", entries.Select(Line))} }}";
        if (At(way) is not ListNode list)
        {
            return Put(way, $"[{inBraces}]");
        }

        var changed = list switch
        {
            { Items: [] } => Text[..(list.Span.Start + 1)] + inBraces + Text[(list.Span.End - 1)..],
            { IsInBrackets: true, Items: [.., var last] } => Text[..last.Span.End] + ", " + inBraces + Text[last.Span.End..],
            { Items: [.., var last] } when Dash(last) is { } dash => AfterLine(
                last.Span.End,
                Indent(Column(dash)) + "- " + (last is MapNode { IsInBraces: true } ? inBraces : string.Join(NewLine + Indent(Column(dash) + 2), entries.Select(Line)))),
            _ => null,
        };
        return Read(inBraces)?.Root is { } item ? Checked(changed, Way.To(way, list.Items.Count), item) : null;

        static string Line((string Name, string Yaml) entry) => $"{ScalarText.Of(entry.Name)}: {entry.Yaml}";
    }

    private DocumentText? Checked(string? changed, string way, Node? expected) =>
        changed is not null && Read(changed) is { } read && DocumentChange.IsOnly(Root, read.Root, Way.Steps(way), expected) ? read : null;

    private string? Inserted(MapNode map, string name, string yaml, IReadOnlyList<string> order)
    {
        var isBlock = yaml.StartsWith('\n');
        if (map.Entries.Count == 0)
        {
            return isBlock ? null : $"{Text[..(map.Span.Start + 1)]} {ScalarText.Of(name)}: {yaml} {Text[(map.Span.End - 1)..]}";
        }

        var before = order.TakeWhile(known => known != name).ToHashSet(StringComparer.Ordinal);
        var after = map.Entries.LastOrDefault(entry => before.Contains(entry.Key.Text));
        var first = map.Entries[0].Key.Span.Start;
        if (map.IsInBraces)
        {
            return isBlock ? null
                : after is null && order.Contains(name) ? $"{Text[..first]}{ScalarText.Of(name)}: {yaml}, {Text[first..]}"
                : EndOf(after ?? map.Entries[^1]) is var end ? $"{Text[..end]}, {ScalarText.Of(name)}: {yaml}{Text[end..]}" : null;
        }

        var indent = Indent(Column(first));
        var line = $"{indent}{ScalarText.Of(name)}:{(isBlock ? yaml.TrimEnd('\n').Replace("\n", NewLine + indent, StringComparison.Ordinal) : " " + yaml)}";
        return after is null && order.Contains(name) && IsBlank(LineStart(first), first)
            ? Text[..LineStart(first)] + line + NewLine + Text[LineStart(first)..]
            : AfterLine(EndOf(after ?? (order.Contains(name) ? map.Entries[0] : map.Entries[^1])), line);
    }

    private string? WithoutEntry(MapNode map, string name)
    {
        var at = map.Entries.ToList().FindIndex(entry => entry.Key.Text == name);
        var (start, end) = (map.Entries[at].Key.Span.Start, EndOf(map.Entries[at]));
        return map.IsInBraces ? WithoutPiece(start, end, at > 0 ? EndOf(map.Entries[at - 1]) : null, at + 1 < map.Entries.Count ? map.Entries[at + 1].Key.Span.Start : null)
            : IsBlank(LineStart(start), start) ? WithoutLines(start, end)
            : at + 1 < map.Entries.Count && map.Entries[at + 1].Key.Span.Start is var next && !Has('#', end, next) ? Text[..start] + Text[next..]
            : null;
    }

    private string? WithoutItem(ListNode list, int at)
    {
        var (start, end) = list.Items[at].Span;
        return list.IsInBrackets ? WithoutPiece(start, end, at > 0 ? list.Items[at - 1].Span.End : null, at + 1 < list.Items.Count ? list.Items[at + 1].Span.Start : null)
            : Dash(list.Items[at]) is { } dash && IsBlank(LineStart(dash), dash) ? WithoutLines(dash, end)
            : null;
    }

    /// <summary>Without a piece between commas.</summary>
    private string WithoutPiece(int start, int end, int? before, int? next) =>
        before is { } from ? Text[..from] + Text[end..]
        : next is { } to ? Text[..start] + Text[to..]
        : Text[..start] + Text[end..];

    private string WithoutLines(int start, int end)
    {
        var lineEnd = LineEnd(end);
        var next = Text.IndexOf('\n', lineEnd);
        return Text[..LineStart(start)] + (next < 0 ? "" : Text[(next + 1)..]);
    }

    private string AfterLine(int position, string lines)
    {
        var end = LineEnd(position);
        return Text[..end] + NewLine + lines + Text[end..];
    }

    /// <summary>Where a value of lines begins, behind the colon or dash before it; null where something else is between.</summary>
    private int? BlockStart(Node node)
    {
        var start = Behind(node is ListNode { Items: [var first, ..] } ? Dash(first) ?? node.Span.Start : node.Span.Start);
        return start > 0 && Text[start - 1] is ':' or '-' ? start : null;
    }

    /// <summary>Where the dash of an item of lines is.</summary>
    private int? Dash(Node item) => Behind(item.Span.Start) is > 0 and var behind && Text[behind - 1] == '-' ? behind - 1 : null;

    /// <summary>The end of what stands before blanks and line breaks.</summary>
    private int Behind(int position)
    {
        while (position > 0 && Text[position - 1] is ' ' or '\n' or '\r')
        {
            position--;
        }

        return position;
    }

    private bool Has(char c, int start, int end) => Text.AsSpan(start, end - start).Contains(c);

    private bool IsBlank(int start, int end) => Text.AsSpan(start, end - start).IndexOfAnyExcept(' ') < 0;

    private int LineStart(int position) => position == 0 ? 0 : Text.LastIndexOf('\n', position - 1) + 1;

    /// <summary>Where the line ends on which something ended; lines that are a value end with a break of their own.</summary>
    private int LineEnd(int end)
    {
        end = Behind(end);
        var line = Text.IndexOf('\n', end);
        return line < 0 ? Text.Length : line > 0 && Text[line - 1] == '\r' ? line - 1 : line;
    }

    private int Column(int position) => position - LineStart(position);

    private static string Indent(int columns) => new(' ', columns);

    private static int EndOf(Entry entry) => Math.Max(entry.Key.Span.End, entry.Value.Span.End);
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Baton.Core.Documents;

/// <summary>Reads a YAML text into <see cref="Node"/>s, without the parts of YAML that surprise people or blow up machines.</summary>
internal sealed class DocumentReader
{
    /// <summary>The deepest nesting that is read; no sensible condition comes near it.</summary>
    private const int Deepest = 64;

    private readonly Parser _parser;
    private readonly Mistakes _mistakes;

    private DocumentReader(string text, Mistakes mistakes)
    {
        _parser = new Parser(new StringReader(text));
        _mistakes = mistakes;
    }

    /// <summary>The document's root, or null where the text is not YAML that Baton reads; the reason is then in <paramref name="mistakes"/>.</summary>
    public static Node? Read(string text, Mistakes mistakes)
    {
        var reader = new DocumentReader(text, mistakes);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException error)
        {
            if (error.Message.Contains(" tab ", StringComparison.Ordinal) && TabFrom(text, (int)error.Start.Line) is var (line, column))
            {
                mistakes.Add(line, column, "this line is indented with a tab; use spaces");
                return null;
            }

            mistakes.Add((int)error.Start.Line, (int)error.Start.Column, $"this is not valid YAML: {Plain(error.Message)}");
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet's own slips, such as over `{ a:` at the end of a text or over an escape with letters for digits.
            var at = reader._parser.Current?.End ?? Mark.Empty;
            mistakes.Add((int)at.Line, (int)at.Column, "this is not valid YAML: what follows cannot be read; look for a bracket, brace or quote that is not closed");
            return null;
        }
        catch (TooDeepException error)
        {
            mistakes.Add(error.Line, error.Column, $"this is nested more than {Deepest} levels deep; make it flatter");
            return null;
        }
    }

    private Node? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _mistakes.Add(1, 1, "the document is empty");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        if (root is ScalarNode { IsEmpty: true })
        {
            _mistakes.AddUnreadable(root, "the document is empty");
        }

        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _mistakes.Add((int)second.Start.Line, (int)second.Start.Column, "a second document starts here (`---`); keep one document a file");
        }

        return root;
    }

    private Node ReadNode(int depth)
    {
        var start = _parser.Current!.Start;
        var (line, column) = ((int)start.Line, (int)start.Column);
        if (depth > Deepest)
        {
            throw new TooDeepException(line, column);
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            var unread = new ScalarNode(line, column, "", Quoted: false);
            _mistakes.AddUnreadable(unread, $"`*{alias.Value.Value.Shortened()}` is a YAML alias, which Baton does not read; write the value out");
            return unread;
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return new ScalarNode(line, column, scalar.Value, scalar.Style != ScalarStyle.Plain)
            {
                Span = new Span((int)start.Index, (int)scalar.End.Index),
                IsPlain = scalar is { Anchor.IsEmpty: true, Tag.IsEmpty: true, Style: ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted },
            };
        }

        if (_parser.TryConsume<SequenceStart>(out var list))
        {
            var items = new List<Node>();
            SequenceEnd listEnd;
            while (!_parser.TryConsume(out listEnd!))
            {
                items.Add(ReadNode(depth + 1));
            }

            // The parser notices the end of lines only where the next ones begin.
            var inBrackets = list.Style == SequenceStyle.Flow;
            var last = inBrackets ? (int)listEnd.Start.Index + 1 : items.Count > 0 ? items[^1].Span.End : (int)start.Index;
            return new ListNode(line, column, items) { IsInBrackets = inBrackets, Span = new Span((int)start.Index, last) };
        }

        var map = _parser.Consume<MappingStart>();
        var entries = ReadEntries(depth, out var mapEnd, out var lastValue);
        var inBraces = map.Style == MappingStyle.Flow;
        return new MapNode(line, column, entries) { IsInBraces = inBraces, Span = new Span((int)start.Index, inBraces ? mapEnd : lastValue) };
    }

    private List<Entry> ReadEntries(int depth, out int end, out int lastValue)
    {
        lastValue = (int)_parser.Current!.Start.Index;
        var entries = new List<Entry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        MappingEnd mapEnd;
        while (!_parser.TryConsume(out mapEnd!))
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            lastValue = Math.Max(key.Span.End, value.Span.End);
            if (key is not ScalarNode name)
            {
                _mistakes.Add(key, "a name is expected here, before the colon");
            }
            else if (!seen.TryAdd(name.Text.Trim(), name.Line))
            {
                _mistakes.Add(name, $"`{name.Text.Shortened()}` is already there, on line {seen[name.Text.Trim()]}; keep one of them");
            }
            else
            {
                entries.Add(new Entry(name, value));
            }
        }

        end = (int)mapEnd.Start.Index + 1;
        return entries;
    }

    /// <summary>Where the first line, from a line on, is indented with a tab: YamlDotNet points to where the section began, lines before.</summary>
    private static (int Line, int Column)? TabFrom(string text, int from)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var tab = line.IndexOf('\t');
            if (number >= from && tab >= 0 && line[..tab].IsWhiteSpace())
            {
                return (number, tab + 1);
            }
        }

        return null;
    }

    /// <summary>YamlDotNet's message without the position it starts with and the full stop it ends with.</summary>
    private static string Plain(string message)
    {
        var afterPosition = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        var text = afterPosition < 0 ? message : message[(afterPosition + 3)..];
        return text.TrimEnd('.').ReplaceLineEndings(" ");
    }

    private sealed class TooDeepException(int line, int column) : Exception
    {
        public int Line { get; } = line;

        public int Column { get; } = column;
    }
}

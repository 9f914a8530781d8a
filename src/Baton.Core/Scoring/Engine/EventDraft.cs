using System.Text;
using Baton.Core.Conditions;

namespace Baton.Core.Scoring.Engine;

/// <summary>An event while it is read: its name and the properties that some rule asks about. Reused from one event to the next by one thread.</summary>
internal sealed class EventDraft(EventRules rules)
{
    private readonly TextBuffer _text = new();
    private readonly (int Start, int Length)[] _values = new (int, int)[rules.Tests.Properties.Count];
    private int _nameLength;

    public ReadOnlySpan<char> Name => _text.Text[.._nameLength];

    /// <summary>Room to build the key of a kind in.</summary>
    public TextBuffer KeyBuffer { get; } = new();

    public ReadOnlySpan<char> this[int property] => _text.Text.Slice(_values[property].Start, _values[property].Length);

    /// <summary>Starts the next event.</summary>
    public void Begin(ReadOnlySpan<byte> utf8Name)
    {
        Array.Clear(_values);
        _text.Clear();
        _text.AppendTrimmed(utf8Name);
        _nameLength = _text.Text.Length;
    }

    public void Set(int property, ReadOnlySpan<byte> utf8)
    {
        var start = _text.Text.Length;
        _text.AppendTrimmed(utf8);
        _values[property] = (start, _text.Text.Length - start);
    }

    public Value[] Values()
    {
        var values = new Value[_values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Value.Of(this[i].ToString());
        }

        return values;
    }
}

/// <summary>Characters that grow and are reused.</summary>
internal sealed class TextBuffer
{
    private char[] _chars = new char[256];
    private int _length;

    public ReadOnlySpan<char> Text => _chars.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(char c)
    {
        Reserve(1);
        _chars[_length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }

    public void AppendTrimmed(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8.Trim(" \t\r\n"u8);
        Reserve(utf8.Length);
        _length += Encoding.UTF8.GetChars(utf8, _chars.AsSpan(_length));
    }

    private void Reserve(int more)
    {
        if (_length + more > _chars.Length)
        {
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _length + more));
        }
    }
}

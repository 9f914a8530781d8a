using System.Text;
using Baton.Core.Conditions;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// An event while it is read: its name and the properties that some rule asks about, in UTF-8. Reused from one event to the next by one thread.
/// </summary>
internal sealed class EventDraft(EventRules rules)
{
    private readonly (int Start, int Length)[] _values = new (int, int)[rules.Tests.Properties.Count];
    private byte[] _bytes = new byte[256];
    private int _length;
    private (int Start, int Length) _name;

    public ReadOnlySpan<byte> Name => _bytes.AsSpan(_name.Start, _name.Length);

    public ReadOnlySpan<byte> this[int property] => _bytes.AsSpan(_values[property].Start, _values[property].Length);

    /// <summary>Starts the next event.</summary>
    public void Begin()
    {
        Array.Clear(_values);
        (_length, _name) = (0, default);
    }

    public void SetName(ReadOnlySpan<byte> name) => _name = Append(name);

    public void Set(int property, ReadOnlySpan<byte> value) => _values[property] = Append(value);

    public bool Has(int property) => _values[property].Length > 0;

    public Value[] Values() => Array.ConvertAll(_values, v => Value.Of(Encoding.UTF8.GetString(_bytes.AsSpan(v.Start, v.Length))));

    private (int Start, int Length) Append(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        if (_length + text.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + text.Length));
        }

        text.CopyTo(_bytes.AsSpan(_length));
        var start = _length;
        _length += text.Length;
        return (start, text.Length);
    }
}

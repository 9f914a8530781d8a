namespace Baton.Server.Demo;

/// <summary>JSON objects, one a line. Texts are written as they are: nothing in the demo's words needs an escape.</summary>
internal sealed class JsonLines
{
    private bool _started;

    public Utf8Text Text { get; } = new();

    public void Open()
    {
        Text.Append((byte)'{');
        _started = false;
    }

    public void Open(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open();
    }

    public void Close()
    {
        Text.Append((byte)'}');
        _started = true;
    }

    public void EndLine() => Text.Append((byte)'\n');

    /// <summary>Writes a text, or nothing for null.</summary>
    public void Field(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            return;
        }

        Name(name);
        Text.Append((byte)'"');
        Text.Append(value);
        Text.Append((byte)'"');
    }

    /// <summary>Writes a number, or nothing for null.</summary>
    public void Field(ReadOnlySpan<byte> name, long? value)
    {
        if (value is not { } number)
        {
            return;
        }

        Name(name);
        Text.Append(number);
    }

    /// <summary>Writes a number as text, followed by a unit.</summary>
    public void Field(ReadOnlySpan<byte> name, long value, ReadOnlySpan<byte> unit)
    {
        Name(name);
        Text.Append((byte)'"');
        Text.Append(value);
        Text.Append(unit);
        Text.Append((byte)'"');
    }

    public void Field(ReadOnlySpan<byte> name, Guid? value)
    {
        if (value is not { } id)
        {
            return;
        }

        Name(name);
        Text.Append((byte)'"');
        Text.Append(id);
        Text.Append((byte)'"');
    }

    public void InstantField(ReadOnlySpan<byte> name, long moment)
    {
        Name(name);
        Text.Append((byte)'"');
        Text.AppendInstant(moment);
        Text.Append((byte)'"');
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        if (_started)
        {
            Text.Append((byte)',');
        }

        Text.Append((byte)'"');
        Text.Append(name);
        Text.Append("\":"u8);
        _started = true;
    }
}

namespace Baton.Server.Demo;

/// <summary>Rows of comma-separated values as RFC 4180 has them, with LF at their ends.</summary>
internal sealed class CsvLines
{
    private bool _started;

    public Utf8Text Text { get; } = new();

    public void Header(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Cell(name);
        }

        EndRow();
    }

    public void Cell(string? value)
    {
        Separate();
        if (value is null)
        {
            return;
        }

        if (value.AsSpan().ContainsAny(",\"\n"))
        {
            value = $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }

        Text.Append(value);
    }

    public void Cell(long? number)
    {
        Separate();
        if (number is { } value)
        {
            Text.Append(value);
        }
    }

    public void Cell(Guid? id)
    {
        Separate();
        if (id is { } value)
        {
            Text.Append(value);
        }
    }

    public void InstantCell(long moment)
    {
        Separate();
        Text.AppendInstant(moment);
    }

    public void EndRow()
    {
        Text.Append((byte)'\n');
        _started = false;
    }

    private void Separate()
    {
        if (_started)
        {
            Text.Append((byte)',');
        }

        _started = true;
    }
}

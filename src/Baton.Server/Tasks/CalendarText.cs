using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Tasks;

/// <summary>
/// Writes iCalendar (RFC 5545), line by line: lines end with CRLF, none has more than 75 octets, and one that is longer goes on in the next behind a blank, never within
/// a character.
/// </summary>
internal sealed class CalendarText
{
    private const int LongestLine = 75;

    private static readonly InstantPattern Times = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    private readonly StringBuilder _text = new();

    /// <summary>A line as it is: what stands in it has nothing that a line must not have.</summary>
    public CalendarText Line(string name, string value)
    {
        var length = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > LongestLine)
            {
                _text.Append("\r\n ");
                length = 1;
            }

            _text.Append(rune);
            length += rune.Utf8SequenceLength;
        }

        _text.Append("\r\n");
        return this;
    }

    /// <summary>A line with what somebody typed.</summary>
    public CalendarText Words(string name, string value) => Line(name, Escaped(value));

    /// <summary>A line with a moment, in UTC.</summary>
    public CalendarText Time(string name, Instant at) => Line(name, Times.Format(at));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>What is typed, as a TEXT of iCalendar; other characters that control things are left out, for none may stand in it.</summary>
    private static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var letter in value.ReplaceLineEndings("\n"))
        {
            _ = letter switch
            {
                '\\' or ';' or ',' => text.Append('\\').Append(letter),
                '\n' => text.Append("\\n"),
                '\t' => text.Append(letter),
                _ when char.IsControl(letter) => text,
                _ => text.Append(letter),
            };
        }

        return text.ToString();
    }
}

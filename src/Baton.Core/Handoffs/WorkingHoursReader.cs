using System.Globalization;
using Baton.Core.Documents;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>Reads the text form of <see cref="WorkingHours"/>.</summary>
internal sealed class WorkingHoursReader
{
    private const string Example = "`Mon-Fri 09:00-12:30, 13:00-17:00`";

    private static readonly char[] Separators = [',', ';', '\n', '\r'];

    private readonly List<(IsoDayOfWeek Day, OpenHours Hours, string Written)> _read = [];
    private readonly List<string> _mistakes = [];
    private List<IsoDayOfWeek> _days = [];
    private bool _daysHaveHours;

    public static (WorkingHours? Hours, IReadOnlyList<string> Mistakes) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim() is "24x7" or "24/7")
        {
            return (WorkingHours.Always, []);
        }

        var reader = new WorkingHoursReader();
        foreach (var part in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            reader.ReadPart(part.Replace('–', '-').Replace('—', '-'));
        }

        return reader.Whole();
    }

    /// <summary>A part is days, hours, or days with hours behind them.</summary>
    private void ReadPart(string part)
    {
        var digit = part.AsSpan().IndexOfAnyInRange('0', '9');
        var (days, hours) = digit < 0 ? (part, "") : (part[..digit].Trim().TrimEnd(':'), part[digit..]);
        if (days.Length > 0)
        {
            if (_daysHaveHours)
            {
                (_days, _daysHaveHours) = ([], false);
            }

            ReadDays(days);
        }

        if (hours.Length > 0)
        {
            _daysHaveHours = true;
            ReadHours(hours, part);
        }
    }

    private void ReadDays(string written)
    {
        var ends = written.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length > 2)
        {
            _mistakes.Add($"`{written.Shortened()}` is no range of days; write {Example}.");
            return;
        }

        if (DayOf(ends[0]) is { } first && DayOf(ends[^1]) is { } last)
        {
            for (var day = first; ; day = Next(day))
            {
                _days.Add(day);
                if (day == last)
                {
                    return;
                }
            }
        }
    }

    private void ReadHours(string written, string part)
    {
        var ends = written.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length != 2 || MinuteOf(ends[0]) is not { } from || MinuteOf(ends[1]) is not { } to || from == OpenHours.WholeDay)
        {
            _mistakes.Add($"`{written.Shortened()}` are no hours; write them from and to by the 24-hour clock, such as {Example}.");
            return;
        }

        if (from == to)
        {
            _mistakes.Add($"`{written}` ends when it begins; a whole day is `00:00-24:00`.");
            return;
        }

        if (to < from && to > 0 && !written.Contains(':', StringComparison.Ordinal))
        {
            _mistakes.Add($"`{written}` ends before it begins; {MeantBy(from, to)}.");
            return;
        }

        if (_days.Count == 0)
        {
            if (_mistakes.Count == 0)
            {
                _mistakes.Add($"`{written}` belongs to no day; write the days before it, such as {Example}.");
            }

            return;
        }

        foreach (var day in _days)
        {
            if (from < to)
            {
                _read.Add((day, new OpenHours(from, to), part));
                continue;
            }

            _read.Add((day, new OpenHours(from, OpenHours.WholeDay), part));
            if (to > 0)
            {
                _read.Add((Next(day), new OpenHours(0, to), part));
            }
        }
    }

    /// <summary>What to write instead of bare hours such as <c>9-5</c>, which most likely are by the 12-hour clock.</summary>
    private static string MeantBy(int from, int to)
    {
        const int HalfDay = OpenHours.WholeDay / 2;
        var overMidnight = $"`{OpenHours.Clock(from < HalfDay ? from + HalfDay : from)}-{OpenHours.Clock(to)}` for hours over midnight";
        return to <= HalfDay && to + HalfDay > from ? FormattableString.Invariant($"write `{from / 60}-{(to + HalfDay) / 60}`, or {overMidnight}") : $"write {overMidnight}";
    }

    private (WorkingHours? Hours, IReadOnlyList<string> Mistakes) Whole()
    {
        if (_days.Count > 0 && !_daysHaveHours)
        {
            _mistakes.Add($"{WorkingHoursText.Name(_days[^1])} has no hours; write them behind the day, such as {Example}, and leave out days without work.");
        }

        foreach (var day in _read.GroupBy(read => read.Day))
        {
            var inOrder = day.OrderBy(read => read.Hours.From).ThenBy(read => read.Hours.To).ToList();
            foreach (var (one, other) in inOrder.Zip(inOrder.Skip(1)).Where(pair => pair.Second.Hours.From < pair.First.Hours.To))
            {
                _mistakes.Add($"On {WorkingHoursText.Name(day.Key)} {one.Hours} and {other.Hours} overlap; write each time of a day once.");
            }
        }

        if (_read.Count == 0 && _mistakes.Count == 0)
        {
            _mistakes.Add($"There are no working hours; write them such as {Example}, or `24x7`.");
        }

        return _mistakes.Count > 0 ? (null, [.. _mistakes.Distinct(StringComparer.Ordinal)]) : (WorkingHours.Of(_read.Select(read => (read.Day, read.Hours))), []);
    }

    private IsoDayOfWeek? DayOf(string written)
    {
        foreach (var day in WorkingHoursText.Days)
        {
            if (written.Length >= 2 && $"{day}".StartsWith(written, StringComparison.OrdinalIgnoreCase))
            {
                return day;
            }
        }

        var known = WorkingHoursText.Days.SelectMany(day => (string[])[WorkingHoursText.Name(day), $"{day}"]);
        _mistakes.Add($"`{written.Shortened()}` is no day{(NearestWord.To(written, known) is { } meant ? $"; did you mean `{meant}`?" : "; days are Mon, Tue, Wed, Thu, Fri, Sat and Sun.")}");
        return null;
    }

    /// <summary>The minute of <c>9</c>, <c>09</c>, <c>9:30</c>, <c>09:30</c> or <c>24:00</c>.</summary>
    private static int? MinuteOf(string written)
    {
        var parts = written.Split(':');
        return parts.Length <= 2 && Number(parts[0], 1) is { } hour && (parts.Length == 1 ? 0 : Number(parts[1], 2)) is { } minute && minute < 60 && (hour * 60) + minute <= OpenHours.WholeDay
            ? (hour * 60) + minute
            : null;

        static int? Number(string digits, int fewest) =>
            digits.Length >= fewest && digits.Length <= 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static IsoDayOfWeek Next(IsoDayOfWeek day) => day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1;
}

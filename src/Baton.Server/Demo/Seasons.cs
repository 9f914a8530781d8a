using NodaTime;

namespace Baton.Server.Demo;

/// <summary>
/// When people are about: in the office hours of their country, little at weekends, hardly in August and at Christmas, and
/// most of all around the fairs of late March and late September. Moments are Unix milliseconds.
/// </summary>
internal sealed class Seasons
{
    /// <summary>Days of the year of behaviour.</summary>
    public const int Days = 365;

    private const long Second = 1000;
    private const long Hour = 3600 * Second;
    private const long Day = 24 * Hour;

    private static readonly int[] s_weekdays = [100, 112, 115, 105, 78, 12, 14];
    private static readonly Odds s_workingHours = new([1, 0, 0, 0, 0, 2, 8, 32, 80, 110, 112, 95, 55, 78, 105, 100, 82, 50, 24, 16, 16, 14, 8, 3]);
    private static readonly Odds s_weekendHours = new([3, 1, 0, 0, 0, 1, 3, 8, 18, 28, 32, 30, 24, 24, 28, 30, 30, 28, 28, 34, 38, 34, 20, 8]);

    private readonly LocalDate _first;
    private readonly int[] _weights;
    private readonly int[] _weightsUpTo;
    private readonly Fair[] _fairs;
    private readonly long[][] _midnights;

    public Seasons(Instant until)
    {
        Until = until.ToUnixTimeMilliseconds();
        From = Until - Days * Day;
        _first = Instant.FromUnixTimeMilliseconds(From).InUtc().Date;
        LocalDate[] dates = [.. Enumerable.Range(0, Days + 1).Select(_first.PlusDays)];
        _weights = [.. dates.Select(Weight)];
        _weightsUpTo = [.. _weights.Select((_, day) => _weights.Take(day + 1).Sum())];
        _fairs = [.. dates.Select(FairOn)];
        _midnights = [.. Country.All.Select(country => dates.Select(date => Midnight(date, country)).ToArray())];
    }

    /// <summary>The start of the year, inclusive.</summary>
    public long From { get; }

    /// <summary>The end of the year, exclusive.</summary>
    public long Until { get; }

    /// <summary>A moment of the year at which somebody in a country is likely to do something.</summary>
    public long Draw(byte country, ref Dice dice)
    {
        while (true)
        {
            var weight = dice.Below(_weightsUpTo[^1]) + 1;
            var day = Array.BinarySearch(_weightsUpTo, weight);
            var moment = On(day < 0 ? ~day : day, country, ref dice);
            if (moment >= From && moment < Until)
            {
                return moment;
            }
        }
    }

    /// <summary>A likely moment on the day of another or soon after it; −1 where the year ends before.</summary>
    public long Near(long moment, byte country, ref Dice dice)
    {
        for (var day = DayOf(moment); day < Days; day += 1 + dice.Below(6))
        {
            if (dice.Below(125) < _weights[day])
            {
                var near = On(day, country, ref dice);
                return near < Until ? near : -1;
            }
        }

        return -1;
    }

    /// <summary>The fair that runs on the day of a moment.</summary>
    public Fair FairAt(long moment) => _fairs[DayOf(moment)];

    /// <summary>A moment in the hall of a fair, in the afternoon of one of its days.</summary>
    public long At(Fair fair, ref Dice dice)
    {
        var first = Array.IndexOf(_fairs, fair);
        return _midnights[0][first + dice.Below(Math.Min(4, Days - first))] + 9 * Hour + dice.Below((int)(8 * Hour));
    }

    private int DayOf(long moment) => (int)Math.Clamp((moment - _midnights[0][0]) / Day, 0, Days);

    private long On(int day, byte country, ref Dice dice)
    {
        var weekend = (int)_first.PlusDays(day).DayOfWeek >= (int)IsoDayOfWeek.Saturday;
        var hour = (weekend ? s_weekendHours : s_workingHours).Pick(ref dice);
        return _midnights[country][day] + hour * Hour + dice.Below((int)Hour);
    }

    private static long Midnight(LocalDate date, Country country) =>
        country.TimeZone.AtStartOfDay(date).ToInstant().ToUnixTimeMilliseconds();

    private static int Weight(LocalDate date) => s_weekdays[(int)date.DayOfWeek - 1] * Season(date) / 100;

    private static int Season(LocalDate date) => date switch
    {
        { Month: 12, Day: >= 20 } or { Month: 1, Day: <= 6 } => 20,
        { Month: 8 } => 50,
        { Month: 7, Day: > 20 } => 80,
        _ when FairOn(date) != Fair.None => 210,
        { Month: 3 or 9 or 10 or 11 } => 110,
        _ => 95,
    };

    private static Fair FairOn(LocalDate date) => date switch
    {
        { Month: 3, Day: >= 20 } => Fair.Spring,
        { Month: 9, Day: >= 19 } => Fair.Autumn,
        _ => Fair.None,
    };
}

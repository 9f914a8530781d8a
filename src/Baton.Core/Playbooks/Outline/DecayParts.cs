using System.Globalization;
using Baton.Core.Documents;

namespace Baton.Core.Playbooks.Outline;

/// <summary>A decay as fields: its kind, percent, and days.</summary>
internal static class DecayParts
{
    public const string Kind = "decay.kind";
    public const string Percent = "decay.percent";
    public const string Days = "days";
    public const string None = "none";
    public const string HalfLife = "half_life";
    public const string Linear = "percent";

    public static (string Kind, string Percent, string Days) Of(Node? node) => node switch
    {
        MapNode map when TextOf(map, HalfLife) is { } halfLife => (HalfLife, "", DaysOf(halfLife)),
        MapNode map => (Linear, TextOf(map, Linear) ?? "", DaysOf(TextOf(map, "every"))),
        _ => (None, "", ""),
    };

    /// <summary>The decay as it stands in a text; null for none.</summary>
    public static string? Write(string kind, string percent, string days) => kind switch
    {
        HalfLife => $"{{ half_life: {WithUnit(days.Length > 0 ? days : "30")} }}",
        Linear => $"{{ percent: {ScalarText.Of(percent.Length > 0 ? percent : "25")}, every: {WithUnit(days.Length > 0 ? days : "30")} }}",
        _ => null,
    };

    /// <summary>The number of days that a period says, as <c>28</c> for <c>4w</c>; what says none as it is.</summary>
    public static string DaysOf(string? period)
    {
        var text = period.AsSpan().Trim();
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and <= 4 && text[digits..].Trim() switch { "d" or "day" or "days" => 1, "w" or "week" or "weeks" => 7, _ => 0 } is > 0 and var unit
            ? (unit * int.Parse(text[..digits], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)
            : text.ToString();
    }

    /// <summary>A period as it stands in a text: a number alone is days.</summary>
    public static string WithUnit(string days) => ScalarText.Of(Period(days));

    /// <inheritdoc cref="WithUnit"/>
    public static string Period(string days) => days.Length > 0 && days.All(char.IsAsciiDigit) ? days + "d" : days;

    private static string? TextOf(MapNode map, string name) => (map.ValueOf(name) as ScalarNode)?.Text;
}

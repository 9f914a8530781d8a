using System.Text.RegularExpressions;

namespace Baton.Server.Imports;

/// <summary>How a column writes what can be read in two ways.</summary>
internal enum CellStyle
{
    /// <summary>A single point is the decimal sign; of <c>03/04/2026</c> the first number is the month.</summary>
    Usual,

    /// <summary>The comma is the decimal sign and the point groups: <c>1.200</c> is twelve hundred.</summary>
    DecimalComma,

    /// <summary>The day comes first: <c>03/04/2026</c> is in April.</summary>
    DayFirst,
}

/// <summary>Finds a column's style from its first values, and rewrites its values to the usual one.</summary>
internal static class CellStyles
{
    private static readonly Regex DecimalCommaBeyondDoubt = Pattern(@"^[^\d,.]*(\d{1,3}(\.\d{3})+,\d*|\d+,(\d{1,2}|\d{4,})|0,\d+)[^\d,.]*$");
    private static readonly Regex DecimalPointBeyondDoubt = Pattern(@"^[^\d,.]*(\d{1,3}(,\d{3})+\.\d*|\d+\.(\d{1,2}|\d{4,})|0\.\d+)[^\d,.]*$");
    private static readonly Regex Number = Pattern(@"^[^\d,.]*[\d.,\s]*\d[^\d]*$");
    private static readonly Regex SlashDate = Pattern(@"^(\d{1,2})/(\d{1,2})/(\d{4})");

    /// <summary>The style that some value shows beyond doubt and none contradicts.</summary>
    public static CellStyle Of(IEnumerable<string> values)
    {
        var (comma, point, dayFirst, monthFirst) = (false, false, false, false);
        foreach (var value in values)
        {
            comma |= DecimalCommaBeyondDoubt.IsMatch(value);
            point |= DecimalPointBeyondDoubt.IsMatch(value);
            if (SlashDate.Match(value) is { Success: true } date)
            {
                dayFirst |= date.Groups[1].Length == 2 && string.CompareOrdinal(date.Groups[1].Value, "12") > 0;
                monthFirst |= date.Groups[2].Length == 2 && string.CompareOrdinal(date.Groups[2].Value, "12") > 0;
            }
        }

        return comma && !point ? CellStyle.DecimalComma : dayFirst && !monthFirst ? CellStyle.DayFirst : CellStyle.Usual;
    }

    /// <summary>What the user is told of the style; null for the usual one.</summary>
    public static string? Words(this CellStyle style) => style switch
    {
        CellStyle.Usual => null,
        CellStyle.DecimalComma => "decimal comma",
        CellStyle.DayFirst => "day before month",
    };

    /// <summary>The value in the usual style.</summary>
    public static string ToUsual(this CellStyle style, string value) => style switch
    {
        CellStyle.Usual => value,
        CellStyle.DecimalComma => Number.IsMatch(value) ? value.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : value,
        CellStyle.DayFirst => SlashDate.Replace(value, "$3-$2-$1", 1),
    };

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking);
}

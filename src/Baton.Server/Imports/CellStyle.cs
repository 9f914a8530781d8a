using System.Text.RegularExpressions;
using Baton.Core.Conditions;

namespace Baton.Server.Imports;

/// <summary>How a column writes what can be read in two ways.</summary>
internal enum CellStyle
{
    /// <summary>A single point is the decimal sign; of <c>03/04/2026</c> the first number is the month.</summary>
    Usual,

    /// <summary>The comma is the decimal sign and the point groups: <c>1.200</c> is twelve hundred.</summary>
    DecimalComma,

    /// <summary>The point is the decimal sign, as it is where nothing shows otherwise: <c>1.200</c> is a little more than one.</summary>
    DecimalPoint,

    /// <summary>The day comes first: <c>03/04/2026</c> is in April.</summary>
    DayFirst,

    /// <summary>The month comes first, as it does where nothing shows otherwise: <c>03/04/2026</c> is in March.</summary>
    MonthFirst,
}

/// <summary>Finds the styles of a file's columns from their first values, and rewrites values to the usual one.</summary>
internal static partial class CellStyles
{
    /// <summary>A longer text is no number and no date.</summary>
    private const int LongestValue = 64;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>In milliseconds; values are too short to take one.</summary>
    private const int Timeout = 1_000;

    /// <summary>
    /// The style that some value of a column shows beyond doubt and none contradicts. A column whose values can all be read in two ways is
    /// written as the file's other columns are; and a point in a file that semicolons separate, as spreadsheets do where the comma is the decimal
    /// sign, groups.
    /// </summary>
    /// <param name="columns">The first values of each column.</param>
    /// <param name="delimiter">What separates the file's fields.</param>
    public static CellStyle[] Of(IReadOnlyList<IReadOnlyList<string>> columns, char delimiter)
    {
        var seen = columns.Select(Signs.In).ToArray();
        var isComma = seen.Any(s => s.Comma) && !seen.Any(s => s.Point);
        var isDayFirst = seen.Any(s => s.DayFirst) && !seen.Any(s => s.MonthFirst);
        var groupsByPoint = isComma || (delimiter == ';' && !seen.Any(s => s.Point));
        return Array.ConvertAll(seen, s => s switch
        {
            { Comma: true, Point: false } => CellStyle.DecimalComma,
            { DayFirst: true, MonthFirst: false } => CellStyle.DayFirst,
            { DayFirst: true } or { MonthFirst: true } => CellStyle.MonthFirst,
            { Comma: true } or { Point: true } => CellStyle.Usual,
            { OneComma: true } => isComma ? CellStyle.DecimalComma : CellStyle.DecimalPoint,
            { OnePoint: true } => groupsByPoint ? CellStyle.DecimalComma : CellStyle.DecimalPoint,
            { SlashDate: true } => isDayFirst ? CellStyle.DayFirst : CellStyle.MonthFirst,
            _ => CellStyle.Usual,
        });
    }

    /// <summary>What the user is told of the style; null for the usual one.</summary>
    public static string? Words(this CellStyle style) => style switch
    {
        CellStyle.Usual => null,
        CellStyle.DecimalComma => Shell.Words.Of("decimal comma"),
        CellStyle.DecimalPoint => Shell.Words.Of("decimal point: 1.200 is 1.2"),
        CellStyle.DayFirst => Shell.Words.Of("day before month"),
        CellStyle.MonthFirst => Shell.Words.Of("month before day"),
    };

    /// <summary>The value in the usual style.</summary>
    public static string ToUsual(this CellStyle style, string value) => style switch
    {
        CellStyle.Usual or CellStyle.DecimalPoint or CellStyle.MonthFirst => value,
        CellStyle.DecimalComma => FromDecimalComma(value),
        CellStyle.DayFirst => SlashDate.Replace(value, "${year}-${second}-${first}", 1),
    };

    [GeneratedRegex(@"^[^\d,.]*(\d{1,3}(\.\d{3})+,\d*|\d+,(\d{1,2}|\d{4,})|0,\d+|\d{1,3}(\.\d{3}){2,})[^\d,.]*$", Options, Timeout)]
    private static partial Regex DecimalCommaBeyondDoubt { get; }

    [GeneratedRegex(@"^[^\d,.]*(\d{1,3}(,\d{3})+\.\d*|\d+\.(\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(,\d{3}){2,})[^\d,.]*$", Options, Timeout)]
    private static partial Regex DecimalPointBeyondDoubt { get; }

    [GeneratedRegex(@"^[^\d,.]*\d{1,3}\.\d{3}[^\d,.]*$", Options, Timeout)]
    private static partial Regex OnePoint { get; }

    [GeneratedRegex(@"^[^\d,.]*\d{1,3},\d{3}[^\d,.]*$", Options, Timeout)]
    private static partial Regex OneComma { get; }

    /// <summary>Only what is a number is changed: a date, a range or a version in the column stays as it is.</summary>
    private static string FromDecimalComma(string value)
    {
        if (value.Length > LongestValue || !GroupedByPoints.IsMatch(value))
        {
            return value;
        }

        var usual = value.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');
        return Amount.TryParse(usual, out _) ? usual : value;
    }

    [GeneratedRegex(@"^[^\d,.]*(\d{1,3}(\.\d{3})+|[\d\s]*\d)(,\d*)?[^\d,.]*$", Options, Timeout)]
    private static partial Regex GroupedByPoints { get; }

    [GeneratedRegex(@"^(?<first>\d{1,2})/(?<second>\d{1,2})/(?<year>\d{4})", Options, Timeout)]
    private static partial Regex SlashDate { get; }

    /// <summary>What some value of a column shows.</summary>
    /// <param name="Comma">That the comma is the decimal sign: <c>1.200,50</c>.</param>
    /// <param name="Point">That the point is: <c>1,200.50</c>.</param>
    /// <param name="OnePoint">A number that can be read either way: <c>1.200</c>.</param>
    /// <param name="OneComma">A number that can be read either way: <c>1,200</c>.</param>
    /// <param name="SlashDate">A date such as <c>03/04/2026</c>.</param>
    /// <param name="DayFirst">That its day comes first: <c>31/04/2026</c>.</param>
    /// <param name="MonthFirst">That its month does: <c>04/31/2026</c>.</param>
    private readonly record struct Signs(bool Comma, bool Point, bool OnePoint, bool OneComma, bool SlashDate, bool DayFirst, bool MonthFirst)
    {
        public static Signs In(IReadOnlyList<string> values)
        {
            var signs = default(Signs);
            foreach (var value in values.Where(v => v.Length <= LongestValue && v.AsSpan().ContainsAny(',', '.', '/')))
            {
                var date = CellStyles.SlashDate.Match(value);
                signs = new Signs(
                    signs.Comma || DecimalCommaBeyondDoubt.IsMatch(value),
                    signs.Point || DecimalPointBeyondDoubt.IsMatch(value),
                    signs.OnePoint || CellStyles.OnePoint.IsMatch(value),
                    signs.OneComma || CellStyles.OneComma.IsMatch(value),
                    signs.SlashDate || date.Success,
                    signs.DayFirst || IsNoMonth(date.Groups["first"]),
                    signs.MonthFirst || IsNoMonth(date.Groups["second"]));
            }

            return signs;

            static bool IsNoMonth(Group part) => part.Length == 2 && string.CompareOrdinal(part.Value, "12") > 0;
        }
    }
}

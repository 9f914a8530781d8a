using System.Text;

namespace Baton.Server.Imports;

/// <summary>Files that people take for CSV, known by their first bytes.</summary>
internal static class ForeignFormat
{
    private const int LengthLookedAt = 1_024;

    private static readonly string[] MarkupStarts = ["<?xml", "<!doctype html", "<html", "<head", "<meta", "<body", "<table", "<style"];

    private const string SaveAsCsv = "Save it as CSV and try again.";

    /// <summary>What the file is and how to make text of it; null when it is none of these.</summary>
    public static FileProblem? Recognise(string name, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8))
        {
            // Every workbook lists its parts, of which these names are the first.
            return head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("xl/"u8) >= 0
                ? new FileProblem($"{name} is an Excel workbook.", SaveAsCsv)
                : new FileProblem($"{name} is a zip archive.", "Unpack it and name the file in it.");
        }
        if (head is [0xD0, 0xCF, 0x11, 0xE0, ..])
        {
            return new FileProblem($"{name} is an old Excel workbook.", SaveAsCsv);
        }

        if (head is [0x28, 0xB5, 0x2F, 0xFD, ..])
        {
            return Compressed(name, "zstd");
        }

        if (head.StartsWith("BZh"u8))
        {
            return Compressed(name, "bzip2");
        }

        if (head is [0xFD, 0x37, 0x7A, 0x58, 0x5A, ..])
        {
            return Compressed(name, "xz");
        }

        if (head.StartsWith("PAR1"u8))
        {
            return new FileProblem($"{name} is a Parquet file.", "Export it as CSV.");
        }

        if (head.StartsWith("SQLite format 3\0"u8))
        {
            return new FileProblem($"{name} is a SQLite database.", "Export the table as CSV.");
        }

        if (head.StartsWith("{\\rtf"u8))
        {
            return new FileProblem($"{name} is an RTF document.", "Save the table in it as CSV and try again.");
        }

        if (Markup(head) is { } start)
        {
            return start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
                ? start.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.OrdinalIgnoreCase) || start.Contains("Excel.Sheet", StringComparison.OrdinalIgnoreCase)
                    ? new FileProblem($"{name} is an Excel workbook, written as XML.", SaveAsCsv)
                    : new FileProblem($"{name} is an XML file.", "Export it as CSV.")
                : IsCalledWorkbook(name) ? new FileProblem($"{name} is an HTML page that is called an Excel workbook.", "Open it in Excel, save it as CSV and try again.")
                : new FileProblem($"{name} is an HTML page.", SaveAsCsv);
        }

        if (head.StartsWith("%PDF"u8))
        {
            return new FileProblem($"{name} is a PDF.", "Ask for the data as CSV.");
        }

        return null;
    }

    /// <summary>The beginning of a page of HTML or of XML, in whatever encoding its letters are one or two bytes; null for what is neither.</summary>
    private static string? Markup(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, LengthLookedAt)]).Replace("\0", "", StringComparison.Ordinal)
            .TrimStart('\u00EF', '\u00BB', '\u00BF', '\u00FF', '\u00FE', ' ', '\t', '\r', '\n');
        return MarkupStarts.Any(start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase)) ? text : null;
    }

    private static bool IsCalledWorkbook(string name) =>
        Path.GetExtension(name).ToUpperInvariant() is ".XLS" or ".XLSX";

    private static FileProblem Compressed(string name, string with) =>
        new($"{name} is compressed with {with}.", "Unpack it, or compress it with gzip.");
}

using System.Globalization;
using System.Text;
using Baton.Core.Documents;

namespace Baton.Server.Imports;

/// <summary>A record that was not read, to be handed back to the user with the reason.</summary>
/// <param name="Line">The physical line the record begins on, from 1.</param>
/// <param name="Reason">
/// What is wrong, for example "has more fields than the header: 7 instead of 5". What only this record has stands behind the first colon.
/// </param>
/// <param name="Text">The record as it stands in the file, but for its line end; of one longer than a block, how it begins.</param>
public sealed record RejectedRow(long Line, string Reason, string Text)
{
    /// <summary>The length to which <see cref="Start"/> is cut, in UTF-16 characters.</summary>
    public const int TextLength = 200;

    private const string Colon = ": ";

    /// <summary>The part of the reason that other records share: "has more fields than the header".</summary>
    public string Kind => Reason.Split(Colon, 2)[0];

    /// <summary>The part of the reason that is this record's own: "7 instead of 5"; null where there is none.</summary>
    public string? Detail => Reason.Split(Colon, 2) is [_, var detail] ? detail : null;

    /// <summary>Rejects the record <paramref name="record"/>, of which only the beginning needs to be there.</summary>
    internal static RejectedRow Of(long line, string reason, ReadOnlySpan<byte> record) =>
        new(line, reason, Encoding.UTF8.GetString(record.TrimEnd("\r\n"u8)));

    /// <summary>The first 200 characters of <see cref="Text"/>.</summary>
    public string Start => Text.CutAt(TextLength);

    internal static string NeverClosed(long line) =>
        string.Create(CultureInfo.InvariantCulture, $"has a quote that is never closed: the one that opens on line {line}");

    internal static string TooLong(int limit) => string.Create(
        CultureInfo.InvariantCulture, $"is longer than {(limit == Block.Size ? "1 MiB" : $"{limit} bytes")}");

    internal static string StrayQuote(int fields, int columns) =>
        string.Create(CultureInfo.InvariantCulture, $"has a stray quote and so fewer fields than the header: {fields} instead of {columns}");

    internal static string TooManyFields(int fields, int columns) =>
        string.Create(CultureInfo.InvariantCulture, $"has more fields than the header: {fields} instead of {columns}");
}

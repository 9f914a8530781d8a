using System.Text;
using Baton.Core.Documents;

namespace Baton.Server.Imports;

/// <summary>What a row of a CSV file of events says, but for its properties. Texts are UTF-8, valid until the next row; empty where absent.</summary>
internal ref struct EventRow
{
    /// <summary>When it happened, in Unix milliseconds; never after it came in.</summary>
    public long Time;

    /// <summary>What the event is called; empty for a row that says who somebody is.</summary>
    public ReadOnlySpan<byte> Name;

    public ReadOnlySpan<byte> UserId;
    public ReadOnlySpan<byte> Email;
    public ReadOnlySpan<byte> AnonymousId;
    public ReadOnlySpan<byte> MessageId;
    public ReadOnlySpan<byte> UserAgent;

    /// <summary>True for a row of Segment's type <c>identify</c>, <c>group</c> or <c>alias</c>: it is no event.</summary>
    public bool IsIdentity;

    /// <summary>True for a look at a page or screen, which its <see cref="Name"/> says.</summary>
    public bool IsView;

    /// <summary>Reads the row that <paramref name="rows"/> stands on.</summary>
    /// <param name="rows">Rows of <paramref name="sheet"/>.</param>
    /// <param name="sheet">A table.</param>
    /// <param name="now">When the events came in that do not say so, in Unix milliseconds.</param>
    /// <param name="problem">Why the row says nothing, or null.</param>
    public static EventRow Read(scoped ref CsvRows rows, EventSheet sheet, long now, out string? problem)
    {
        var columns = sheet.Columns!;
        var row = default(EventRow);
        problem = null;
        if (!EventTime.TryParse(InUsualStyle(Cell(ref rows, columns.Timestamp), columns.TimestampStyle), out row.Time))
        {
            problem = rows[columns.Timestamp].IsEmpty ? "has no timestamp" : $"has a timestamp that is no date: {rows.Text(columns.Timestamp).Shortened()}";
            return row;
        }

        var receivedAt = InUsualStyle(Cell(ref rows, columns.ReceivedAt), columns.ReceivedAtStyle);
        row.Time = Math.Min(row.Time, !receivedAt.IsEmpty && EventTime.TryParse(receivedAt, out var received) ? received : now);
        var type = Cell(ref rows, columns.Type);
        row.IsIdentity = type.SequenceEqual("identify"u8) || type.SequenceEqual("group"u8) || type.SequenceEqual("alias"u8);
        row.IsView = type.SequenceEqual("page"u8) || type.SequenceEqual("screen"u8);
        row.Name = row.IsView ? type : Cell(ref rows, columns.Event);
        if (row.Name.IsEmpty && !row.IsIdentity)
        {
            if (columns.Event >= 0)
            {
                problem = "does not name the event";
                return row;
            }

            row.Name = type.IsEmpty ? sheet.DefaultName : type;
        }

        row.UserId = Id(ref rows, columns.UserId);
        row.Email = Id(ref rows, columns.Email);
        row.AnonymousId = Id(ref rows, columns.AnonymousId);
        row.MessageId = Cell(ref rows, columns.MessageId);
        row.UserAgent = Cell(ref rows, columns.UserAgent);
        return row;
    }

    /// <summary>A value of a column in the usual style.</summary>
    public static ReadOnlySpan<byte> InUsualStyle(ReadOnlySpan<byte> value, CellStyle style) =>
        style == CellStyle.Usual || value.IsEmpty ? value : Encoding.UTF8.GetBytes(style.ToUsual(Encoding.UTF8.GetString(value).Trim()));

    private static ReadOnlySpan<byte> Id(scoped ref CsvRows rows, int column) => column < 0 ? default : MissingMark.IdOf(rows[column]);

    private static ReadOnlySpan<byte> Cell(scoped ref CsvRows rows, int column) => column < 0 ? default : rows[column].Trim(" \t"u8);
}

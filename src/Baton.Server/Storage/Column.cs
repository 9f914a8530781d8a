using System.Data.Common;
using Npgsql;

namespace Baton.Server.Storage;

/// <summary>A column of a bulk statement.</summary>
/// <param name="name">In both databases.</param>
/// <param name="type">In PostgreSQL.</param>
internal abstract class Column<TRow>(string name, string type)
{
    public string Name => name;

    public string Type => type;

    /// <summary>Gives SQLite the value of one row.</summary>
    public abstract void Bind(SqliteStatement statement, int number, TRow row);

    /// <summary>The values of many rows as an array for PostgreSQL.</summary>
    public abstract NpgsqlParameter ToArray(IReadOnlyList<TRow> rows, Range range);

    /// <summary>Which rows a statement of PostgreSQL returned, by this column, which tells rows apart; of equal rows the first.</summary>
    public abstract void Find(DbDataReader returned, IReadOnlyList<TRow> rows, Range range, List<int> found);
}

/// <inheritdoc/>
/// <param name="value">Where the value of a row comes from.</param>
/// <param name="bind">How SQLite is given it.</param>
/// <param name="equality">When two values are the same.</param>
internal sealed class Column<TRow, TValue>(
    string name, string type, Func<TRow, TValue> value, Action<SqliteStatement, int, TValue> bind, IEqualityComparer<TValue> equality)
    : Column<TRow>(name, type)
{
    public override void Bind(SqliteStatement statement, int number, TRow row) => bind(statement, number, value(row));

    public override NpgsqlParameter ToArray(IReadOnlyList<TRow> rows, Range range)
    {
        var (from, count) = range.GetOffsetAndLength(rows.Count);
        var values = new TValue[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = value(rows[from + i]);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values };
    }

    public override void Find(DbDataReader returned, IReadOnlyList<TRow> rows, Range range, List<int> found)
    {
        var (from, count) = range.GetOffsetAndLength(rows.Count);
        var byValue = new Dictionary<Present, int>(count, new PresentEquality(equality));
        for (var i = from; i < from + count; i++)
        {
            byValue.TryAdd(new Present(value(rows[i])), i);
        }

        var before = found.Count;
        while (returned.Read())
        {
            found.Add(byValue[new Present(returned.GetFieldValue<TValue>(0))]);
        }

        found.Sort(before, found.Count - before, Comparer<int>.Default);
    }

    /// <summary>Keys of a dictionary may not be null, but values may.</summary>
    private readonly record struct Present(TValue Value);

    private sealed class PresentEquality(IEqualityComparer<TValue> inner) : IEqualityComparer<Present>
    {
        public bool Equals(Present x, Present y) => inner.Equals(x.Value, y.Value);

        public int GetHashCode(Present present) => present.Value is null ? 0 : inner.GetHashCode(present.Value);
    }
}

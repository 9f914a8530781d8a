using System.Collections;

namespace Baton.Server.Storage;

/// <summary>Columns of a bulk statement, and where the values of a row come from.</summary>
internal sealed class Columns<TRow>(IEnumerable<Column<TRow>> columns) : IReadOnlyList<Column<TRow>>
{
    private readonly List<Column<TRow>> _columns = [.. columns];

    /// <summary>None yet.</summary>
    public Columns()
        : this([])
    {
    }

    public int Count => _columns.Count;

    public Column<TRow> this[int index] => _columns[index];

    public Columns<TRow> Uuid(string name, Func<TRow, Guid?> value) => Add(name, "uuid", value, static (statement, number, id) => statement.Bind(number, id));

    public Columns<TRow> Bigint(string name, Func<TRow, long?> value) => Add(name, "bigint", value, static (statement, number, n) => statement.Bind(number, n));

    public Columns<TRow> Integer(string name, Func<TRow, int?> value) => Add(name, "integer", value, static (statement, number, n) => statement.Bind(number, n));

    public Columns<TRow> Smallint(string name, Func<TRow, short?> value) => Add(name, "smallint", value, static (statement, number, n) => statement.Bind(number, n));

    public Columns<TRow> Boolean(string name, Func<TRow, bool?> value) =>
        Add(name, "boolean", value, static (statement, number, yes) => statement.Bind(number, yes is { } known ? known ? 1 : 0 : (long?)null));

    public Columns<TRow> Real(string name, Func<TRow, double?> value) => Add(name, "double precision", value, static (statement, number, n) => statement.Bind(number, n));

    public Columns<TRow> Text(string name, Func<TRow, string?> value) => Add(name, "text", value, static (statement, number, text) => statement.Bind(number, text));

    public Columns<TRow> Bytes(string name, Func<TRow, byte[]?> value) =>
        Add(name, "bytea", value, static (statement, number, bytes) => statement.Bind(number, bytes), ByteEquality.Instance);

    public IEnumerator<Column<TRow>> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Columns<TRow> Add<TValue>(
        string name, string type, Func<TRow, TValue> value, Action<SqliteStatement, int, TValue> bind, IEqualityComparer<TValue>? equality = null)
    {
        _columns.Add(new Column<TRow, TValue>(name, type, value, bind, equality ?? EqualityComparer<TValue>.Default));
        return this;
    }

    private sealed class ByteEquality : IEqualityComparer<byte[]?>
    {
        public static readonly ByteEquality Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes)
        {
            var hash = default(HashCode);
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}

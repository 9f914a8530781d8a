using System.Data.Common;

namespace Baton.Server.Storage;

/// <summary>A row that is being read, from either database. It is gone with the next one.</summary>
internal readonly struct Row
{
    private readonly SqliteStatement? _statement;
    private readonly DbDataReader? _reader;

    public Row(SqliteStatement statement) => _statement = statement;

    public Row(DbDataReader reader) => _reader = reader;

    public bool IsNull(int column) => _statement?.IsNull(column) ?? _reader!.IsDBNull(column);

    public Guid Uuid(int column) => _statement?.Uuid(column) ?? _reader!.GetGuid(column);

    public Guid? UuidOrNull(int column) => IsNull(column) ? null : Uuid(column);

    public long Bigint(int column) => _statement?.Integer(column) ?? _reader!.GetInt64(column);

    public long? BigintOrNull(int column) => IsNull(column) ? null : Bigint(column);

    public int Integer(int column) => _statement is { } statement ? (int)statement.Integer(column) : _reader!.GetInt32(column);

    public int? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

    public short Smallint(int column) => _statement is { } statement ? (short)statement.Integer(column) : _reader!.GetInt16(column);

    public short? SmallintOrNull(int column) => IsNull(column) ? null : Smallint(column);

    public bool Boolean(int column) => _statement is { } statement ? statement.Integer(column) != 0 : _reader!.GetBoolean(column);

    public bool? BooleanOrNull(int column) => IsNull(column) ? null : Boolean(column);

    public double Real(int column) => _statement?.Real(column) ?? _reader!.GetDouble(column);

    public double? RealOrNull(int column) => IsNull(column) ? null : Real(column);

    public string Text(int column) => _statement?.Text(column) ?? _reader!.GetString(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Bytes(int column) => _statement?.Bytes(column) ?? _reader!.GetFieldValue<byte[]>(column);

    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Bytes(column);
}

using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Baton.Server.Storage;

/// <summary>
/// Ids in Dapper: <c>uuid</c> in PostgreSQL; in SQLite 16 bytes in the order in which an id is written, so that both databases sort ids alike.
/// Dapper does not ask it about the items of a list (<c>IN @ids</c>): many ids are <see cref="BulkSelect{TKey, TRow}"/>'s.
/// </summary>
internal sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
{
    static GuidHandler()
    {
        SqlMapper.RemoveTypeMap(typeof(Guid));
        SqlMapper.RemoveTypeMap(typeof(Guid?));
        SqlMapper.AddTypeHandler(new GuidHandler());
    }

    /// <summary>Makes Dapper use it, for the whole program.</summary>
    public static void Register() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(GuidHandler).TypeHandle);

    public override void SetValue(IDbDataParameter parameter, Guid value)
    {
        if (parameter is SqliteParameter)
        {
            parameter.DbType = DbType.Binary;
            parameter.Value = value.ToByteArray(bigEndian: true);
        }
        else
        {
            parameter.DbType = DbType.Guid;
            parameter.Value = value;
        }
    }

    public override Guid Parse(object value) => value is byte[] bytes ? new Guid(bytes, bigEndian: true) : (Guid)value;
}

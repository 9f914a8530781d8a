using System.Buffers.Binary;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Baton.Server.Workspaces;

/// <summary>
/// Whose turn it is at a workspace. Those who write to leads hold its row together, and under load there is always one who does: PostgreSQL lets each newcomer
/// join them, so that who wants to change the row waits for ever. Here newcomers wait behind who waits to change it. The row's lock is what keeps things
/// right; this one only keeps them fair. In SQLite there is one writer, and one queue.
/// </summary>
internal static class WorkspaceTurn
{
    /// <summary>Takes part up to the end of the transaction. To be called before anything is locked that others may wait for.</summary>
    public static void Share(DbTransaction transaction, Guid workspaceId) => Take(transaction, workspaceId, "SELECT pg_advisory_xact_lock_shared(@key)");

    /// <summary>Waits for all who take part, and has the workspace to itself up to the end of the transaction.</summary>
    public static void Own(DbTransaction transaction, Guid workspaceId) => Take(transaction, workspaceId, "SELECT pg_advisory_xact_lock(@key)");

    private static void Take(DbTransaction transaction, Guid workspaceId, string sql)
    {
        if (transaction is NpgsqlTransaction)
        {
            transaction.Connection!.Execute(sql, new { key = KeyOf(workspaceId) }, transaction);
        }
    }

    /// <summary>Two workspaces with one key would wait for each other now and then, and nothing else.</summary>
    private static long KeyOf(Guid workspaceId)
    {
        Span<byte> bytes = stackalloc byte[16];
        workspaceId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) ^ BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
    }
}

using System.Diagnostics;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Baton.Bench.Ingest;

/// <summary>
/// The limit that intake is measured against: the same rows appended to the same table, with its key and its indexes, in transactions of as many rows
/// as the requests have calls; no identity, no score, no HTTP. In PostgreSQL by binary COPY over as many connections as Baton writes with.
/// </summary>
internal static class RawAppend
{
    public static async Task<double> RowsPerSecondAsync(IDatabase database, string location, Guid workspaceId, IReadOnlyList<StoredEvent> rows, int batch, TimeSpan time)
    {
        var batches = new Queue<StoredEvent[]>(rows.Chunk(batch));
        var start = Stopwatch.GetTimestamp();
        var written = 0L;
        await Task.WhenAll(Enumerable.Range(0, database.Dialect == Dialect.Sqlite ? 1 : 4).Select(_ => Task.Run(async () =>
        {
            await using var connection = database.Dialect == Dialect.Postgres ? new NpgsqlConnection(location) : null;
            if (connection is not null)
            {
                await connection.OpenAsync();
            }

            while (Stopwatch.GetElapsedTime(start) < time)
            {
                StoredEvent[] next;
                lock (batches)
                {
                    if (!batches.TryDequeue(out next!))
                    {
                        return;
                    }
                }

                if (connection is not null)
                {
                    Copy(connection, workspaceId, next);
                }
                else
                {
                    await database.WriteAsync(transaction => EventTable.Add(transaction, workspaceId, next), CancellationToken.None);
                }

                Interlocked.Add(ref written, next.Length);
            }
        })));
        return written / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Copy(NpgsqlConnection connection, Guid workspaceId, StoredEvent[] rows)
    {
        using var copy = connection.BeginBinaryImport(
            "COPY event (workspace_id, event_id, lead_id, account_id, kind, name, occurred_at, received_at, mark, payload) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            copy.StartRow();
            copy.Write(workspaceId, NpgsqlDbType.Uuid);
            copy.Write(row.Id, NpgsqlDbType.Uuid);
            copy.Write(row.LeadId, NpgsqlDbType.Uuid);
            copy.WriteNull();
            copy.Write((short)row.Kind, NpgsqlDbType.Smallint);
            copy.Write(row.Name, NpgsqlDbType.Text);
            copy.Write(row.Occurred.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            copy.Write(row.Received.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            copy.Write((short)row.Mark, NpgsqlDbType.Smallint);
            copy.Write(row.Payload, NpgsqlDbType.Bytea);
        }

        copy.Complete();
    }
}

using System.Data;
using System.Diagnostics;
using Baton.Server.Telemetry;
using Npgsql;

namespace Baton.Server.Storage;

/// <summary>Writes what waits for PostgreSQL, from one of several threads: a piece of work is a transaction. The server groups commits itself.</summary>
internal sealed class PostgresWriter(NpgsqlDataSource source, string server, WriteQueue queue, int number)
{
    private readonly Backoff _backoff = new(seed: Environment.ProcessId + number);
    private NpgsqlConnection? _connection;

    /// <summary>Works until the queue is closed and empty.</summary>
    public void Run()
    {
        var job = new List<WriteJob>();
        while (queue.Take(1, job))
        {
            Write(job[0]);
        }

        Disconnect();
    }

    private void Write(WriteJob job)
    {
        for (var run = 1; ; run++)
        {
            var wasOpen = _connection is not null;
            var isCommitting = false;
            var began = Stopwatch.GetTimestamp();
            try
            {
                _connection ??= source.OpenConnection();
                using (var transaction = _connection.BeginTransaction(IsolationLevel.ReadCommitted))
                {
                    job.Run(transaction);
                    isCommitting = true;
                    Commit(_connection, transaction);
                }

                Measures.Committed(began);
                job.HandOver();
                return;
            }
            catch (Exception e)
            {
                var isBroken = e is not WriteConflictException && PostgresFailure.Explain(e, server) is not null;
                if (isBroken)
                {
                    // Of those in the pool none is better: they all lead to a server that is gone, or is a standby now.
                    source.Clear();
                }

                if (isBroken || _connection is not { FullState: ConnectionState.Open })
                {
                    Disconnect();
                }

                if (PostgresFailure.IsConflict(e) && run < Backoff.MostRuns || PostgresFailure.IsDuplicate(e) && run < Backoff.MostRunsOnDuplicate)
                {
                    _backoff.Wait(run);
                }
                else if (isBroken && wasOpen && !isCommitting && run < Backoff.MostRuns)
                {
                    // The server was perhaps started again since this connection was last used: a fresh one tells.
                }
                else
                {
                    job.Fail(Explained(e, isCommitting));
                    return;
                }
            }
        }
    }

    /// <summary>
    /// Where work has swallowed the failure of a statement, PostgreSQL answers COMMIT by rolling back, and Npgsql takes that for success. Anything
    /// asked before fails; on the way there both are one message.
    /// </summary>
    private static void Commit(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        using var commit = new NpgsqlBatch(connection, transaction) { BatchCommands = { new("SELECT 1"), new("COMMIT") } };
        commit.ExecuteNonQuery();
    }

    private Exception Explained(Exception failure, bool isCommitting) =>
        PostgresFailure.IsConflict(failure) ? Backoff.GivenUp(failure)
        : isCommitting && PostgresFailure.IsLostConnection(failure) ? PostgresFailure.OutcomeUnknown(failure, server)
        : PostgresFailure.Explain(failure, server) ?? failure;

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }
}

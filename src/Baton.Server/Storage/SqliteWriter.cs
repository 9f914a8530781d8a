using System.Diagnostics;
using Baton.Server.Telemetry;
using Microsoft.Data.Sqlite;

namespace Baton.Server.Storage;

/// <summary>
/// Writes all that waits for a SQLite file, from one thread. What waits together is committed together: flushing the disk is most of what a
/// commit costs, and it costs the same for one piece of work as for sixty.
/// </summary>
internal sealed class SqliteWriter(SqliteFile file, WriteQueue queue, DatabaseOptions options)
{
    private readonly Backoff _backoff = new(seed: 1);
    private readonly SqliteLog _log = new(file, options);
    private SqliteSession? _connection;

    /// <summary>Works until the queue is closed and empty.</summary>
    public void Run()
    {
        var group = new List<WriteJob>();
        while (queue.Take(options.GroupSize, group))
        {
            if (group.Count == 1)
            {
                WriteAlone(group[0]);
            }
            else
            {
                WriteTogether(group);
            }
        }

        Disconnect();
    }

    private SqliteSession Connection => _connection ??= file.OpenToWrite();

    private void WriteTogether(List<WriteJob> group)
    {
        var isOpen = false;
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var transaction = Connection.BeginTransaction();
            isOpen = true;
            group.ForEach(job => RunInSavepoint(job, transaction));
            transaction.Commit();
        }
        catch (Exception e)
        {
            Disconnect();
            if (isOpen && SqliteFailure.Explain(e, file.Path) is null)
            {
                // One of them has left behind what cannot be committed: alone, each is told its own failure.
                group.ForEach(WriteAlone);
            }
            else
            {
                group.ForEach(job => job.Fail(Explained(e)));
            }

            return;
        }

        Measures.Committed(began);
        group.ForEach(job => job.HandOver());
        KeepLogSmall();
    }

    private void RunInSavepoint(WriteJob job, SqliteTransaction transaction)
    {
        for (var run = 1; ; run++)
        {
            Execute("SAVEPOINT job");
            try
            {
                job.Run(transaction);
                Execute("RELEASE job");
                return;
            }
            catch (Exception e) when (SqliteFailure.Explain(e, file.Path) is null)
            {
                Execute("ROLLBACK TO job");
                Execute("RELEASE job");
                if (e is not WriteConflictException || run == Backoff.MostRuns)
                {
                    job.Reject(e is WriteConflictException ? Backoff.GivenUp(e) : e);
                    return;
                }
            }
        }
    }

    private void WriteAlone(WriteJob job)
    {
        for (var run = 1; ; run++)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                using var transaction = Connection.BeginTransaction();
                job.Run(transaction);
                transaction.Commit();
            }
            catch (WriteConflictException) when (run < Backoff.MostRuns)
            {
                _backoff.Wait(run);
                continue;
            }
            catch (Exception e)
            {
                // Should the transaction be in a state of its own, the next one is not concerned.
                if (e is SqliteException)
                {
                    Disconnect();
                }

                job.Fail(e is WriteConflictException ? Backoff.GivenUp(e) : Explained(e));
                return;
            }

            Measures.Committed(began);
            job.HandOver();
            KeepLogSmall();
            return;
        }
    }

    private void KeepLogSmall()
    {
        try
        {
            _log.KeepSmall(Connection);
        }
        catch (SqliteException)
        {
            // What was committed is; the next to write meets the failure and tells of it.
            Disconnect();
        }
    }

    private void Execute(string sql) => Connection.Prepare(sql).Run();

    private Exception Explained(Exception failure) => SqliteFailure.Explain(failure, file.Path) ?? failure;

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }
}

using Dapper;
using Npgsql;

namespace Baton.Server.Storage;

/// <summary>
/// Has PostgreSQL look again at tables that have grown much. A statement is planned once; a plan made for an empty table goes through the whole of it,
/// and is kept until somebody analyzes the table. PostgreSQL does so by itself, but it looks once a minute, in which a new table becomes a large one. Plans for tables that are large already are right.
/// </summary>
internal sealed class PostgresStatistics(NpgsqlDataSource source)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Works until it is stopped. Where the server is away or does not allow it, PostgreSQL's own look has to do.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await AnalyzeAsync(stop);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or OperationCanceledException)
            {
                // It is tried again.
            }

            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AnalyzeAsync(CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        var grown = (await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT quote_ident(t.relname) FROM pg_stat_user_tables AS t JOIN pg_class AS c ON c.oid = t.relid
            WHERE t.schemaname = current_schema() AND t.n_mod_since_analyze > 500 AND t.n_mod_since_analyze > 2 * c.reltuples AND c.reltuples < 50000
            """,
            cancellationToken: stop))).ToList();
        foreach (var table in grown)
        {
            await connection.ExecuteAsync(new CommandDefinition($"ANALYZE (SKIP_LOCKED) {table}", cancellationToken: stop));
        }
    }
}

using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Baton.Server.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Bench.Pages;

/// <summary>
/// Makes a workspace as many times as large: each lead, account and event is there again under other ids, with all that belongs to it. Importing as much takes hours, and this minutes.
/// </summary>
internal static class Multiplier
{
    /// <summary>The tables that have one row more for each lead more, with the columns that are ids, and the one that is a text of which no two are alike.</summary>
    private static readonly (string Table, string[] Ids, string? Text)[] Tables =
    [
        ("account", ["account_id"], null),
        ("account_key", ["account_id"], "value"),
        ("lead", ["lead_id", "root_id", "parent_id", "account_id", "own_account_id", "own_account_by"], null),
        ("identity", ["lead_id"], "value"),
        ("word", ["id"], null),
        ("event", ["event_id", "lead_id", "account_id"], null),
        ("activity", ["activity_id", "lead_id"], null),
        ("handoff", ["handoff_id", "lead_id"], null),
        ("task", ["task_id", "lead_id"], null),
        ("deal", ["deal_id", "lead_id", "account_id"], "external_id"),
    ];

    /// <param name="args"><c>data=</c> the database, which nobody else has open, and <c>times=</c> how many times as large it is to be, at most 256.</param>
    public static async Task RunAsync(string[] args)
    {
        var values = args.Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var times = int.Parse(values["times"], CultureInfo.InvariantCulture);
        var isPostgres = PostgresLocation.IsPostgres(values["data"]);
        await using DbConnection connection = isPostgres ? new NpgsqlConnection(values["data"]) : new SqliteConnection($"Data Source={values["data"]}");
        await connection.OpenAsync();
        if (!isPostgres)
        {
            // Whoever pulls the plug begins again.
            await connection.ExecuteAsync("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000000; PRAGMA temp_store = MEMORY");
        }

        foreach (var (table, ids, text) in Tables)
        {
            var start = Stopwatch.GetTimestamp();
            var columns = await ColumnsAsync(connection, isPostgres, table);
            await connection.ExecuteAsync($"CREATE TEMPORARY TABLE first_{table} AS SELECT * FROM {table} ORDER BY {ids[0]}", commandTimeout: 0);
            for (var copy = 1; copy < times; copy++)
            {
                var copied = columns.Select(column => ids.Contains(column) ? OtherId(column, copy, isPostgres) : column == text ? $"{column} || '~{copy}'" : column);
                await connection.ExecuteAsync(
                    $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", copied)} FROM first_{table} WHERE TRUE ON CONFLICT DO NOTHING", commandTimeout: 0);
            }

            await connection.ExecuteAsync($"DROP TABLE first_{table}");
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
        }

        await connection.ExecuteAsync(isPostgres ? "VACUUM ANALYZE" : "PRAGMA journal_mode = WAL", commandTimeout: 0);
    }

    /// <summary>The id of a copy: its last two bytes, which are chance, say which copy it is of. The few that were the same already are left out.</summary>
    private static string OtherId(string column, int copy, bool isPostgres) => isPostgres
        ? $"overlay({column}::text placing '00{copy:x2}' from 33)::uuid"
        : $"CASE WHEN {column} IS NULL THEN NULL ELSE CAST(substr({column}, 1, 14) || x'00{copy:x2}' AS BLOB) END";

    private static async Task<IReadOnlyList<string>> ColumnsAsync(DbConnection connection, bool isPostgres, string table) =>
        [.. await connection.QueryAsync<string>(
            isPostgres ? "SELECT column_name FROM information_schema.columns WHERE table_name = @table AND is_generated = 'NEVER'" : "SELECT name FROM pragma_table_info(@table)", new { table })];
}

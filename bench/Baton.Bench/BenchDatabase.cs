using Npgsql;

namespace Baton.Bench;

/// <summary>A database to measure on, gone at the end.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _postgres;
    private readonly string _name;

    private BenchDatabase(string kind, string folder, string postgres)
    {
        (Kind, _folder, _postgres, _name) = (kind, folder, postgres, $"bench_{Guid.CreateVersion7():N}");
        Location = IsFile ? Path.Combine(folder, _name + ".db") : new NpgsqlConnectionStringBuilder(postgres) { Database = _name }.ToString();
    }

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string Kind { get; }

    /// <summary>As <c>--data</c> takes it.</summary>
    public string Location { get; }

    private bool IsFile => Kind == "sqlite";

    /// <summary>An empty one.</summary>
    /// <param name="kind"><c>sqlite</c> or <c>postgres</c>.</param>
    /// <param name="folder">Where files of SQLite are.</param>
    /// <param name="postgres">The connection string of a PostgreSQL server.</param>
    public static async Task<BenchDatabase> CreateAsync(string kind, string folder, string postgres)
    {
        var database = new BenchDatabase(kind, folder, postgres);
        if (!database.IsFile)
        {
            await database.ExecuteAsync($"CREATE DATABASE {database._name}");
        }

        return database;
    }

    /// <summary>One that has what this one has; nobody may have this one open. What was written is on the disk before anything is measured.</summary>
    public async Task<BenchDatabase> CopyAsync()
    {
        var copy = new BenchDatabase(Kind, _folder, _postgres);
        if (IsFile)
        {
            File.Copy(Location, copy.Location);
            using var file = File.OpenHandle(copy.Location, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }
        else
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync($"CREATE DATABASE {copy._name} TEMPLATE {_name}");
            await ExecuteAsync("CHECKPOINT");
        }

        return copy;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsFile)
        {
            foreach (var file in Directory.GetFiles(_folder, _name + "*"))
            {
                File.Delete(file);
            }
        }
        else
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

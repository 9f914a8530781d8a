using System.Globalization;
using Baton.Server.Storage;
using Baton.Server.Tests.Imports;
using Npgsql;

namespace Baton.Server.Tests.Storage;

/// <summary>
/// A database for one test, with the whole schema and no rows, gone with the test:
/// <code>await using var database = await TestDatabase.CreateAsync(dialect);</code>
/// A test for which there is no PostgreSQL is skipped.
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly string? Postgres = Environment.GetEnvironmentVariable("BATON_TEST_POSTGRES");
    private static readonly Lazy<Task<byte[]>> File = new(MakeFileAsync);
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private static readonly SemaphoreSlim Dropping = new(1);
    private static Task _dropped = Task.CompletedTask;
    private static int _number;

    private readonly TemporaryFolder? _folder;
    private readonly string? _name;

    private TestDatabase(Dialect dialect, string location, DatabaseOptions? options, TemporaryFolder? folder, string? name)
    {
        (Dialect, Location, _folder, _name) = (dialect, location, folder, name);
        Db = Open(options);
    }

    public Dialect Dialect { get; }

    /// <summary>As a user names it.</summary>
    public string Location { get; }

    public IDatabase Db { get; }

    /// <summary>Makes a database that is ready to use.</summary>
    public static async Task<TestDatabase> CreateAsync(Dialect dialect, DatabaseOptions? options = null) => dialect switch
    {
        Dialect.Sqlite => OfFile(await File.Value, options),
        Dialect.Postgres => await OfTemplateAsync(await PostgresAsync(Template), options),
    };

    /// <summary>Makes one without any table, for tests of the schema.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(Dialect dialect, DatabaseOptions? options = null) => dialect switch
    {
        Dialect.Sqlite => OfFile([], options),
        Dialect.Postgres => await OfTemplateAsync(await PostgresAsync(new(Task.FromResult("template1"))), options),
    };

    /// <summary>Makes a SQLite file at a place of the test's own, which the test takes away again.</summary>
    public static async Task<TestDatabase> CreateAtAsync(string file)
    {
        var database = new TestDatabase(Dialect.Sqlite, file, null, null, null);
        await database.Db.MigrateAsync(default);
        return database;
    }

    /// <summary>The same database as another program has it open, such as a second node.</summary>
    public IDatabase Open(DatabaseOptions? options = null) => Databases.Open(Location, options);

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        _folder?.Dispose();
        if (_name is not null)
        {
            DropLater(_name);
        }
    }

    private static TestDatabase OfFile(byte[] content, DatabaseOptions? options)
    {
        var folder = new TemporaryFolder();
        return new TestDatabase(Dialect.Sqlite, folder.Write("baton.db", content), options, folder, null);
    }

    private static async Task<TestDatabase> OfTemplateAsync(string template, DatabaseOptions? options)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"baton_test_{Environment.ProcessId}_{Interlocked.Increment(ref _number)}");
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestDatabase(Dialect.Postgres, new NpgsqlConnectionStringBuilder(Postgres) { Database = name }.ToString(), options, null, name);
    }

    private static async Task<string> PostgresAsync(Lazy<Task<string>> template)
    {
        Assert.SkipUnless(Postgres is not null, Environment.GetEnvironmentVariable("BATON_TEST_NO_POSTGRES") is { Length: > 0 } reason
            ? reason
            : "There is no PostgreSQL: ./test brings one, and BATON_TEST_POSTGRES names another.");
        return await template.Value;
    }

    private static async Task<byte[]> MakeFileAsync()
    {
        using var folder = new TemporaryFolder();
        await using (var database = Databases.Open(folder["baton.db"]))
        {
            await database.MigrateAsync(default);
        }

        return await System.IO.File.ReadAllBytesAsync(folder["baton.db"]);
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"baton_test_{Environment.ProcessId}_template");
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE {name}");
        await using (var database = Databases.Open(new NpgsqlConnectionStringBuilder(Postgres) { Database = name, Pooling = false }.ToString()))
        {
            await database.MigrateAsync(default);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            DropLater(name);
            _dropped.GetAwaiter().GetResult();
        };
        return name;
    }

    /// <summary>Without waiting: PostgreSQL flushes all it has to the disk before it drops a database.</summary>
    private static void DropLater(string name)
    {
        lock (Template)
        {
            _dropped = Task.WhenAll(_dropped, Task.Run(async () =>
            {
                await Dropping.WaitAsync();
                await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)").ContinueWith(_ => Dropping.Release(), TaskScheduler.Default);
            }));
        }
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

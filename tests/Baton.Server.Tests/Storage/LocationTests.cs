using Baton.Server.Storage;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Storage;

public sealed class LocationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_path_is_a_file_whose_folder_is_created()
    {
        await using var database = Databases.Open(_folder["new/folder/baton.db"]);

        await database.MigrateAsync(TestContext.Current.CancellationToken);

        database.Dialect.ShouldBe(Dialect.Sqlite);
        File.Exists(_folder["new/folder/baton.db"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("postgres://ann:p%40ss@db.example:5433/baton?sslmode=require", "db.example", 5433, "baton", "ann", "p@ss")]
    [InlineData("postgresql://db.example", "db.example", 5432, null, null, null)]
    [InlineData("postgres:///baton?host=/run/postgresql&application_name=Test", "/run/postgresql", 5432, "baton", null, null)]
    [InlineData("Database=baton; host=db.example;Username=ann;Password=p@ss", "db.example", 5432, "baton", "ann", "p@ss")]
    public void An_address_of_postgresql_is_read(string location, string host, int port, string? name, string? user, string? password)
    {
        PostgresLocation.IsPostgres(location).ShouldBeTrue();
        var read = PostgresLocation.Read(location);

        (read.Host, read.Port, read.Database, read.Username, read.Password).ShouldBe((host, port, name, user, password));
    }

    [Theory]
    [InlineData("", "The database has no name.")]
    [InlineData("postgres://ann:secret@db.example:port/baton", "The address of PostgreSQL cannot be read.")]
    [InlineData("postgres://ann:secret@db.example/baton?nonsense=1", "The address of PostgreSQL cannot be read.")]
    [InlineData("Host=db.example;Password=secret;nonsense=1", "The address of PostgreSQL cannot be read.")]
    public void What_names_no_database_is_refused_without_repeating_a_password(string location, string start)
    {
        var refused = Should.Throw<DatabaseRefusedException>(() => Databases.Open(location));

        refused.Message.ShouldStartWith(start);
        refused.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Should.Throw<DatabaseRefusedException>(() => Databases.Open(_folder.Folder)).Message.ShouldContain("is a folder");
        Should.Throw<DatabaseRefusedException>(() => Databases.Open(_folder["no/"])).Message.ShouldContain("is a folder");
        _folder.Write("file", "");
        Should.Throw<DatabaseRefusedException>(() => Databases.Open(_folder["file/baton.db"])).Message.ShouldContain("cannot be created");
    }

    public void Dispose() => _folder.Dispose();
}

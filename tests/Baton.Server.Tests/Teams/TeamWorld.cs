using Baton.Core.Handoffs;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Storage;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Server.Tests.Teams;

/// <summary>A workspace with people and teams in a database of its own.</summary>
internal sealed class TeamWorld : IAsyncDisposable, IClock
{
    private readonly TestDatabase _database;

    private TeamWorld(TestDatabase database) => _database = database;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public IDatabase Db => _database.Db;

    public TestDatabase Database => _database;

    public Guid Id { get; private set; }

    public PeopleStore People => new(Db, this);

    public AbsenceStore Absences => new(Db, this);

    public TeamStore Teams => new(Db, this);

    public Instant Now { get; set; } = Instant.FromUtc(2026, 6, 10, 8, 0);

    public static async Task<TeamWorld> CreateAsync(Dialect dialect)
    {
        var world = new TeamWorld(await TestDatabase.CreateAsync(dialect));
        world.Id = (await new WorkspaceStore(world.Db, world).AddAsync("Acme", default)).Id;
        return world;
    }

    public Instant GetCurrentInstant() => Now;

    /// <summary>Lets people in: <c>Ann</c> is ann@acme.example.</summary>
    public async Task<List<Person>> LetInAsync(params string[] names)
    {
        var people = new List<Person>();
        foreach (var name in names)
        {
            people.Add((await People.AddAsync(Id, AddressOf(name), name, "sdr", null, Cancel))!);
        }

        return people;
    }

    /// <summary>Adds a team of people who are there, in Berlin from nine to five.</summary>
    public async Task<Guid> AddAsync(string name, params string[] members) =>
        (await Teams.AddAsync(Id, Draft(name, members), Cancel)).ShouldBeOfType<TeamResult.Done>().Id;

    public static TeamDraft Draft(string name, params string[] members) => new(
        name,
        new BusinessCalendar(DateTimeZoneProviders.Tzdb["Europe/Berlin"], WorkingHours.Read("Mon-Fri 09:00-17:00").Hours!, [new LocalDate(2026, 12, 25)]),
        Manager: null,
        [.. members.Select(member => new MemberDraft(AddressOf(member), Weight: 1, Capacity: null, Zone: null, Hours: null))]);

    public static string AddressOf(string name) => $"{name.ToLowerInvariant()}@acme.example";

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}

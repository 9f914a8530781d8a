using System.Text;
using System.Text.Json;
using Baton.Core.Scoring;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Leads;

/// <summary>A workspace with a published playbook in a database of its own, and the door to it.</summary>
internal sealed class TestWorkspace : IAsyncDisposable, IClock
{
    public const string Playbook = """
        name: Machines
        fit:
          rules:
            - { name: Manager, points: 15, when: { title: { contains: manager } } }
            - { name: Big, points: 10, when: { employees: { gte: 50 } } }
            - { name: Steel, points: 5, when: { account.industry: steel } }
        engagement:
          rules:
            - { name: Quote, event: Quote Requested, points: 30, max: 2, decay: { percent: 50, every: 30d } }
            - { name: Pricing, event: page, where: { path: { starts_with: /pricing } }, points: 7, max_per_day: 2, decay: { half_life: 10d } }
            - { name: Click, event: Email Link Clicked, points: 2, decay: { percent: 100, every: 90d } }
        grades: { fit: { A: 20, B: 10, C: 0 }, engagement: { 1: 20, 2: 10, 3: 3 } }
        stages: { mql: { score: 30 }, sql: { score: 50 } }
        """;

    private readonly TestDatabase _database;
    private long _messages;

    private TestWorkspace(TestDatabase database)
    {
        _database = database;
        Shelf = new PlaybookShelf();
        Door = new Door(Db, Shelf, this);
        Playbooks = new PlaybookStore(Db, this);
    }

    public IDatabase Db => _database.Db;

    public TestDatabase Database => _database;

    public Guid Id { get; private set; }

    public PlaybookShelf Shelf { get; }

    public Door Door { get; }

    public PlaybookStore Playbooks { get; }

    /// <summary>The moment at which all happens until the test says otherwise.</summary>
    public Instant Now { get; set; } = Instant.FromUtc(2026, 3, 31, 12, 0);

    public static async Task<TestWorkspace> CreateAsync(Dialect dialect, string? playbook = Playbook) =>
        await CreateAsync(await TestDatabase.CreateAsync(dialect), playbook);

    /// <param name="database">Gone with the workspace.</param>
    /// <param name="playbook">Published where it is not null.</param>
    public static async Task<TestWorkspace> CreateAsync(TestDatabase database, string? playbook = Playbook)
    {
        var world = new TestWorkspace(database);
        world.Id = (await new WorkspaceStore(world.Db, world).AddAsync("Acme", default)).Id;
        if (playbook is not null)
        {
            await world.PublishAsync(playbook);
        }

        return world;
    }

    public Instant GetCurrentInstant() => Now;

    public async Task PublishAsync(string playbook)
    {
        var added = (await Playbooks.AddAsync(Id, playbook, "test", default)).ShouldBeOfType<DraftResult.Added>();
        await Playbooks.SignAsync(Id, added.Version, "marketing", "test", default);
        await Playbooks.SignAsync(Id, added.Version, "sales", "test", default);
        (await Playbooks.PublishAsync(Id, added.Version, default)).ShouldBe(new PublishResult.Published(added.Version));
    }

    /// <summary>Sends calls, each an object of which JSON is made; what has no message id gets one.</summary>
    public async Task SendAsync(params object[] calls) => await Door.AdmitAsync(Id, new Admitted([.. await Task.WhenAll(calls.Select(CallOfAsync))], []), default);

    public async Task<Call> CallOfAsync(object call)
    {
        var reader = new CallReader(await Shelf.CurrentAsync(Db, Id, default));
        var json = JsonSerializer.SerializeToNode(call)!.AsObject();
        json.TryAdd("messageId", $"m{Interlocked.Increment(ref _messages)}");
        var read = reader.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), kind: null, sentAt: null, Now, out var problem);
        return read ?? throw new ArgumentException(problem, nameof(call));
    }

    /// <summary>Lets the timer do all that is due.</summary>
    public async Task WakeAsync()
    {
        var waker = new Waker(Db, Shelf, this);
        while (await waker.WorkAsync(Id, default))
        {
        }

        // A server on the same database may be about to do some of it.
        for (var turn = 0; turn < 500 && await IsAnyDueAsync(); turn++)
        {
            await Task.Delay(10);
        }
    }

    private async Task<bool> IsAnyDueAsync()
    {
        await using var connection = await Db.OpenReadAsync(default);
        return connection.ExecuteScalar<long>(
            """
            SELECT (SELECT COUNT(*) FROM lead WHERE workspace_id = @Id AND wake_at <= @now) + (SELECT COUNT(*) FROM rescore WHERE workspace_id = @Id AND finished_at IS NULL)
            """,
            new { Id, now = Now.ToUnixTimeMilliseconds() }) > 0;
    }

    /// <summary>The lead that has an id; null where nobody has.</summary>
    public async Task<LeadRow?> FindAsync(IdentityKey? key)
    {
        var found = await Db.WriteAsync(
            transaction =>
            {
                var book = new LeadBook(transaction, Id, Shelf, Now);
                book.LoadByIdentity([key!.Value]);
                return book.Find(key.Value) is { } row ? book.RootOf(row) : null;
            },
            default);
        return found;
    }

    public Task<LeadRow?> UserAsync(string id) => FindAsync(IdentityKey.User(id));

    public Task<LeadRow?> VisitorAsync(string id) => FindAsync(IdentityKey.Anonymous(id));

    public Task<LeadRow?> EmailAsync(string address) => FindAsync(IdentityKey.Email(address));

    /// <inheritdoc cref="Replay"/>
    public async Task<IReadOnlyList<(Guid Lead, Score Stored, Score Replayed)>> ReplayAsync()
    {
        await using var connection = await Db.OpenReadAsync(default);
        return Replay.Of(connection, Id, Shelf.Current(connection, Id).Scorer, Now);
    }

    public Task<LeadRow?> LeadAsync(Guid id) => Db.WriteAsync(
        transaction =>
        {
            var book = new LeadBook(transaction, Id, Shelf, Now);
            book.Lock([id]);
            return book.Find(id) is { } row ? book.RootOf(row) : null;
        },
        default);

    public async Task<IReadOnlyList<string>> ActivitiesAsync(Guid lead)
    {
        await using var connection = await Db.OpenReadAsync(default);
        return [.. connection.Query<string>("SELECT kind FROM activity WHERE workspace_id = @Id AND lead_id = @lead ORDER BY activity_id", new { Id, lead })];
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await Db.OpenReadAsync(default);
        return connection.ExecuteScalar<T>(sql, new { Id })!;
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using var connection = await Db.OpenReadAsync(default);
        return [.. connection.Query<T>(sql, new { Id })];
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}

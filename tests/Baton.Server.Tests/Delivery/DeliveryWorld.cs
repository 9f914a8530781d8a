using Baton.Server.Delivery;
using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Baton.Server.Tests.Delivery;

/// <summary>A workspace that sends messages to this machine, at a time that the test moves.</summary>
internal sealed class DeliveryWorld : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _others = [];

    private DeliveryWorld(TestWorkspace world, ServerOptions options)
    {
        World = world;
        Messages = new MessageTable(world.Db, world);
        Targets = new TargetStore(world.Db, world);
        Node = new DeliveryNode(world.Db, world, options);
    }

    public TestWorkspace World { get; }

    public MessageTable Messages { get; }

    public TargetStore Targets { get; }

    public DeliveryNode Node { get; }

    public static async Task<DeliveryWorld> CreateAsync(Dialect dialect, ServerOptions? options = null)
    {
        var world = await TestWorkspace.CreateAsync(dialect, playbook: null);
        world.Now = Instant.FromUnixTimeMilliseconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeMilliseconds());
        return new DeliveryWorld(world, options ?? new ServerOptions { DeliverTo = "127.0.0.0/8" });
    }

    /// <summary>Another node at the same database.</summary>
    public DeliveryNode AnotherNode(ServerOptions? options = null)
    {
        var database = World.Database.Open();
        _others.Add(database);
        return new DeliveryNode(database, World, options ?? new ServerOptions { DeliverTo = "127.0.0.0/8" });
    }

    public async Task<Target> WebhookAsync(string url, params string[] types) =>
        (await Targets.AddAsync(World.Id, TargetKind.Webhook, "CRM", url, types.Length == 0 ? ["*"] : types, WebhookSecret.New(), default)).ShouldNotBeNull();

    public Task AddAsync(params Message[] messages) => World.Db.WriteAsync(
        transaction =>
        {
            Outbox.Add(transaction, World.Id, messages);
            return 0;
        },
        default);

    /// <summary>Adds a message to a webhook.</summary>
    public async Task<Message> TellAsync(Target target, Guid? lead = null, string type = "lead.sql", string data = "{}")
    {
        var message = Message.New(World.Now, type, lead, new WebhookContent(target.Id, data));
        await AddAsync(message);
        return message;
    }

    /// <summary>Lets time go by, a step at a time, in which all that is due is sent.</summary>
    public async Task PassAsync(Duration time, Duration step)
    {
        for (var end = World.Now + time; World.Now < end;)
        {
            World.Now += step;
            await Node.WorkAsync(World.Id);
        }
    }

    public async Task<KeptMessage> MessageAsync(Guid id) => (await Messages.FindAsync(World.Id, id, default)).ShouldNotBeNull().Message;

    public async Task<Target> TargetAsync(Guid id) => (await Targets.FindAsync(World.Id, TargetKind.Webhook, id, default)).ShouldNotBeNull().Target;

    public async Task<Circuit?> CircuitAsync(Guid id) => (await Targets.FindAsync(World.Id, TargetKind.Webhook, id, default)).ShouldNotBeNull().Circuit;

    public async ValueTask DisposeAsync()
    {
        Node.Dispose();
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }

        await World.DisposeAsync();
    }
}

/// <summary>What of a node sends messages.</summary>
internal sealed class DeliveryNode : IDisposable
{
    private readonly HttpPost _post;
    private readonly MailServer _mail;
    private readonly OutboxBell _bell = new();

    public DeliveryNode(IDatabase database, IClock clock, ServerOptions options)
    {
        _post = new HttpPost(new AllowedAddresses(options), clock);
        _mail = new MailServer(options, clock);
        Due = new DueMessages(database, options, clock);
        Courier = new Courier(Due, new WebhookSender(_post, clock), new SlackSender(_post), _mail, _bell, NullLogger<Courier>.Instance);
        Trial = new TargetTrial(database, Courier, clock);
    }

    public DueMessages Due { get; }

    public Courier Courier { get; }

    public TargetTrial Trial { get; }

    /// <summary>Sends all that is due.</summary>
    public async Task WorkAsync(Guid workspaceId)
    {
        do
        {
            await Courier.IdleAsync();
        }
        while (await Courier.WorkAsync(workspaceId, default));
    }

    public void Dispose()
    {
        _post.Dispose();
        _mail.Dispose();
        _bell.Dispose();
    }
}

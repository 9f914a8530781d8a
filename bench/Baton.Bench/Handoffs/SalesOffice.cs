using System.Globalization;
using System.Text;
using Baton.Core.Handoffs;
using Baton.Server.Commands;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Bench.Handoffs;

/// <summary>A workspace in which leads are handed over to teams that are always at work. They come in through the door.</summary>
internal sealed class SalesOffice
{
    private const int CallsAtOnce = 1_000;

    private readonly Door _door;
    private readonly CallReader _reader;
    private readonly IClock _clock;

    private SalesOffice(Guid workspace, Door door, CallReader reader, IClock clock) => (Workspace, _door, _reader, _clock) = (workspace, door, reader, clock);

    public Guid Workspace { get; }

    /// <summary>Sets one up in an empty database.</summary>
    public static async Task<SalesOffice> OpenAsync(IDatabase database, HandoffsOptions options, IClock clock, CancellationToken cancel)
    {
        await database.MigrateAsync(cancel);
        var workspace = (await new WorkspaceStore(database, clock).AddAsync("Bench", cancel)).Id;
        var playbooks = new PlaybookStore(database, clock);
        await playbooks.AddAsync(workspace, await File.ReadAllTextAsync(options.Playbook, cancel), "bench", CommandLineAct.Of("bench", "bench"), cancel);
        foreach (var team in PlaybookStore.Teams)
        {
            await playbooks.SignAsync(workspace, 1, team, "bench", CommandLineAct.Of("bench", "bench"), cancel);
        }

        await playbooks.PublishAsync(workspace, 1, CommandLineAct.Of("bench", "bench"), cancel);
        var (file, mistakes) = TeamFile.Read(await File.ReadAllTextAsync(options.Teams, cancel), Roles.All);
        await new TeamStore(database, clock).SetAsync(workspace, file ?? throw new InvalidDataException(string.Join('\n', mistakes)), Auditor.CommandLine, cancel);
        var shelf = new PlaybookShelf();
        return new SalesOffice(workspace, new Door(database, shelf, clock), new CallReader(await shelf.CurrentAsync(database, workspace, cancel)), clock);
    }

    /// <summary>A lead of whom much is known but who has done nothing.</summary>
    public static string Identify(string user, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"identify","userId":"{{{user}}}-{{{number}}}","messageId":"{{{user}}}-{{{number}}}","traits":{"email":"{{{user}}}{{{number}}}@c{{{number / 5}}}.example","name":"Lead {{{number}}}","title":"Plant Manager","phone":"+49 211 {{{number}}}","industry":"Pharmaceuticals","employees":{{{number % 3000}}},"country":"Germany"}}""");

    /// <summary>Something that a lead does.</summary>
    public static string Track(string user, int number, string name, long message) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"track","userId":"{{{user}}}-{{{number}}}","messageId":"{{{user}}}-{{{number}}}-{{{message}}}","event":"{{{name}}}","properties":{"page":"/machines/{{{message % 40}}}"}}""");

    /// <summary>Leads that ask for a quote, and so are handed over.</summary>
    public async Task HandOverAsync(int count, Action betweenBatches, CancellationToken cancel)
    {
        foreach (var numbers in Enumerable.Range(0, count).Chunk(CallsAtOnce / 2))
        {
            await AdmitAsync(numbers.SelectMany(number => (string[])[Identify("lead", number), Track("lead", number, "Quote Requested", 0)]), cancel);
            betweenBatches();
        }
    }

    public async Task AdmitAsync(IEnumerable<string> calls, CancellationToken cancel)
    {
        foreach (var some in calls.Chunk(CallsAtOnce))
        {
            await _door.AdmitAsync(Workspace, new Admitted([.. some.Select(Read)], []), cancel);
        }
    }

    private Call Read(string json) =>
        _reader.Read(Encoding.UTF8.GetBytes(json), kind: null, sentAt: null, _clock.GetCurrentInstant(), out var problem) ?? throw new InvalidDataException(problem);
}

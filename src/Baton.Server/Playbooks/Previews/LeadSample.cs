using System.Collections.Immutable;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Playbooks.Previews;

/// <summary>Leads that stand for all leads of a workspace, in memory, so that a playbook can be tried on them as often as somebody types.</summary>
/// <param name="workspaceId">Whose leads.</param>
/// <param name="playbook">The one that holds.</param>
/// <param name="moment">As of when they were read.</param>
/// <param name="standing">How many of all leads stand at which stage with which score.</param>
/// <param name="leads">The leads.</param>
/// <param name="turn">Who reads more of the database waits for it.</param>
internal sealed class LeadSample(
    Guid workspaceId, PublishedPlaybook playbook, Instant moment, IReadOnlyList<Crowd> standing, IReadOnlyList<SampledLead> leads, SemaphoreSlim turn)
{
    private const int MostNames = 10_000;
    private const int BytesBesidePayload = 200;

    private readonly Dictionary<string, List<(int Lead, StoredEvent Event)>> _events = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of events of which not all are in memory, for there was no room.</summary>
    private readonly HashSet<string> _cut = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<SampleScores> _now = new(() => new SampleScores(playbook.Scorer, moment, leads, new Dictionary<int, Tallies>(), isCut: false, CancellationToken.None));
    private long _room;
    private bool _hasNames;

    /// <summary>The most memory for events, in bytes; what is behind them is not counted, and the preview says so.</summary>
    public required long MostBytes { init => _room = value; }

    public PublishedPlaybook Playbook => playbook;

    public Instant Moment => moment;

    public IReadOnlyList<Crowd> Standing => standing;

    public IReadOnlyList<SampledLead> Leads => leads;

    /// <summary>True once it is known under which names the leads did anything, so that what nobody did is not looked for.</summary>
    public bool KnowsNames => _hasNames;

    /// <summary>What the playbook that holds makes of the leads.</summary>
    public SampleScores Now => _now.Value;

    /// <summary>What another playbook makes of the leads.</summary>
    /// <param name="database">Read where rules count what no rule has counted so far.</param>
    /// <param name="draft">The other playbook.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<SampleScores> ScoreAsync(IDatabase database, Playbook draft, CancellationToken cancel)
    {
        var scorer = new Scorer(draft);
        var (counted, isCut) = await CountNewAsync(database, scorer, cancel);
        return new SampleScores(scorer, moment, leads, counted, isCut, cancel);
    }

    /// <summary>Finds out under which names the leads did anything: what nobody did need not be looked for, and what is read once is read faster again.</summary>
    public async Task LearnNamesAsync(IDatabase database, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (!_hasNames)
            {
                await ReadAsync(database, [], cancel);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Counts what the draft's rules count and the rules that hold do not, by lead; and says whether there was more than there is room for.</summary>
    private async Task<(Dictionary<int, Tallies> Counted, bool IsCut)> CountNewAsync(IDatabase database, Scorer draft, CancellationToken cancel)
    {
        var rules = draft.Playbook.Engagement.Rules.Where(rule => !playbook.Scorer.Occasions.Contains(Occasion.Of(rule))).ToList();
        var counted = new Dictionary<int, Tallies>();
        if (rules.Count == 0)
        {
            return (counted, false);
        }

        var reader = new CallReader(new PublishedPlaybook(0, draft));
        var (events, isCut) = await EventsAsync(database, [.. rules.SelectMany(rule => rule.Events).Distinct(StringComparer.OrdinalIgnoreCase)], cancel);
        foreach (var (lead, found) in events)
        {
            foreach (var occasion in reader.Read(found).Occasions.Where(occasion => !playbook.Scorer.Occasions.Contains(occasion)))
            {
                if (!counted.TryGetValue(lead, out var tallies))
                {
                    counted.Add(lead, tallies = new Tallies());
                }

                tallies.Add(occasion, found.Occurred);
            }
        }

        return (counted, isCut);
    }

    /// <summary>What the leads did under these names, as far as there is room for it. Each name is read once.</summary>
    private async Task<(IReadOnlyList<(int Lead, StoredEvent Event)> Events, bool IsCut)> EventsAsync(IDatabase database, IReadOnlyList<string> names, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var unread = names.Where(name => !_events.ContainsKey(name) && (!_hasNames || _names.Contains(name))).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (unread.Count > 0)
            {
                await ReadAsync(database, unread, cancel);
            }

            return ([.. names.SelectMany(name => _events.GetValueOrDefault(name) ?? [])], names.Any(_cut.Contains));
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task ReadAsync(IDatabase database, HashSet<string> names, CancellationToken cancel)
    {
        var leadOf = leads.SelectMany((lead, i) => lead.Rows.Select(row => (row, i))).ToDictionary(pair => pair.row, pair => pair.i);
        var found = names.ToDictionary(name => name, _ => new List<(int, StoredEvent)>(), StringComparer.OrdinalIgnoreCase);
        var (room, cut) = (_room, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        await using var connection = await database.OpenReadAsync(cancel);
        foreach (var rows in leadOf.Keys.Chunk(1_000))
        {
            cancel.ThrowIfCancellationRequested();
            EventTable.Behaviour(connection, workspaceId, rows, IsWanted, kept =>
            {
                found[kept.Name].Add((leadOf[kept.LeadId], kept));
                room -= kept.Payload.Length + BytesBesidePayload;
            });
        }

        // Whoever gives up half-way has read nothing, and used no room. Of a program that makes up names, none is taken for one that nobody used.
        _room = room;
        _cut.UnionWith(cut);
        _hasNames = _names.Count < MostNames;
        foreach (var (name, events) in found)
        {
            _events[name] = events;
        }

        bool IsWanted(string name)
        {
            if (_names.Count < MostNames)
            {
                _names.Add(name);
            }

            if (!names.Contains(name))
            {
                return false;
            }

            if (room <= 0)
            {
                cut.Add(name);
            }

            return room > 0;
        }
    }
}

/// <summary>A lead of a sample.</summary>
/// <param name="State">Where it stands, and what people have said of it.</param>
/// <param name="Record">Its facts, counted by the playbook that holds.</param>
/// <param name="Rows">Itself and its parts.</param>
/// <param name="Weight">How many leads it stands for; 1 where only for itself.</param>
internal sealed record SampledLead(LeadState State, LeadRecord Record, ImmutableArray<Guid> Rows, long Weight);

/// <summary>All leads that stand at a stage with a score.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Total">The score.</param>
/// <param name="Count">How many they are.</param>
internal readonly record struct Crowd(Stage Stage, int Total, long Count);

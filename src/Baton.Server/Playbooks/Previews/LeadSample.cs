using System.Collections.Immutable;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using Baton.Server.Intake;
using NodaTime;

namespace Baton.Server.Playbooks.Previews;

/// <summary>Leads that stand for all leads of a workspace, in memory, so that a playbook can be tried on them as often as somebody types.</summary>
/// <param name="playbook">The one that holds.</param>
/// <param name="moment">As of when they were read.</param>
/// <param name="standing">How many of all leads stand at which stage with which score.</param>
/// <param name="leads">The leads.</param>
/// <param name="events">What they did that no rule has counted so far.</param>
internal sealed class LeadSample(PublishedPlaybook playbook, Instant moment, IReadOnlyList<Crowd> standing, IReadOnlyList<SampledLead> leads, SampleEvents events)
{
    private readonly Lazy<SampleScores> _now = new(() => new SampleScores(playbook.Scorer, moment, leads, new Dictionary<int, Tallies>(), CancellationToken.None));

    public PublishedPlaybook Playbook => playbook;

    public Instant Moment => moment;

    public IReadOnlyList<Crowd> Standing => standing;

    public IReadOnlyList<SampledLead> Leads => leads;

    public SampleEvents Events => events;

    /// <summary>What the playbook that holds makes of the leads.</summary>
    public SampleScores Now => _now.Value;

    /// <summary>What another playbook makes of the leads.</summary>
    /// <param name="draft">The other playbook.</param>
    /// <param name="counted">What its rules count beyond what is counted, by lead.</param>
    /// <param name="cancel">Gives up.</param>
    public SampleScores Score(Scorer draft, IReadOnlyDictionary<int, Tallies> counted, CancellationToken cancel) => new(draft, moment, leads, counted, cancel);

    /// <summary>Counts what the draft's rules count and the rules that hold do not, by lead; and says whether there was more than there is room for.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="cancel">Gives up waiting for what has to be read.</param>
    public async Task<(IReadOnlyDictionary<int, Tallies> Counted, bool IsCut)> CountAsync(Scorer draft, CancellationToken cancel)
    {
        var rules = draft.Playbook.Engagement.Rules.Where(rule => !playbook.Scorer.Occasions.Contains(Occasion.Of(rule))).ToList();
        var counted = new Dictionary<int, Tallies>();
        if (rules.Count == 0)
        {
            return (counted, false);
        }

        var reader = new CallReader(new PublishedPlaybook(0, draft));
        var (found, isCut) = await events.GetAsync([.. rules.SelectMany(rule => rule.Events).Distinct(StringComparer.OrdinalIgnoreCase)], cancel);
        foreach (var (lead, kept) in found)
        {
            foreach (var occasion in reader.Read(kept).Occasions.Where(occasion => !playbook.Scorer.Occasions.Contains(occasion)))
            {
                if (!counted.TryGetValue(lead, out var tallies))
                {
                    counted.Add(lead, tallies = new Tallies());
                }

                tallies.Add(occasion, kept.Occurred);
            }
        }

        return (counted, isCut);
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

using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Playbooks;
using Baton.Core.Scoring.Engine;
using NodaTime;

namespace Baton.Core.Scoring;

/// <summary>
/// Scores leads by a playbook: <c>score(facts up to t, playbook, t)</c>, whatever the order of the facts and however often one is there.
/// Immutable and safe to share between threads.
/// </summary>
public sealed class Scorer
{
    private readonly Comparer<Event> _earliest;

    /// <summary>Compiles the playbook; do it once and score any number of leads.</summary>
    public Scorer(Playbook playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        Plan = new ScoringPlan(playbook);
        _earliest = Comparer<Event>.Create((one, other) =>
            one.Occurred.CompareTo(other.Occurred) is not 0 and var byTime ? byTime
            : string.CompareOrdinal(one.Id, other.Id) is not 0 and var byId ? byId
            : Plan.Events.ContentOf(one).CompareTo(Plan.Events.ContentOf(other)));
    }

    internal ScoringPlan Plan { get; }

    /// <summary>The score as of a moment. Facts after it do not exist yet.</summary>
    /// <param name="facts">All that is known of the lead, in any order.</param>
    /// <param name="asOf">The moment; ages are counted in UTC days to it.</param>
    /// <param name="confirmations">What people have said of the lead; null for nothing.</param>
    public Score Score(Facts facts, Instant asOf, Confirmations? confirmations = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var lead = Read(facts, asOf);
        return Finish(new ScoreSheet(Plan), lead, asOf, confirmations);
    }

    /// <summary>The score with every line that leads to it, and the rules that gave nothing.</summary>
    public Explanation Explain(Facts facts, Instant asOf, Confirmations? confirmations = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var lead = Read(facts, asOf);
        var sheet = new ScoreSheet(Plan);
        var score = Finish(sheet, lead, asOf, confirmations);
        return sheet.Explain(score, rule => lead.LastOf.TryGetValue(rule, out var last) ? last : null, attribute => lead.Attributes[attribute]);
    }

    /// <summary>Where the lead stands on the path and what it needs for the next stage.</summary>
    public Standing Standing(Facts facts, Instant asOf, Confirmations? confirmations = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var lead = Read(facts, asOf);
        var score = Finish(new ScoreSheet(Plan), lead, asOf, confirmations);
        return Plan.StandingOf(score, new ValueAnswers(Plan.Attributes, lead.Attributes), confirmations ?? Confirmations.None);
    }

    /// <summary>
    /// The first UTC day after <paramref name="asOf"/> on which decay alone takes the lead below its stage; null where it never does.
    /// </summary>
    public LocalDate? NextCrossing(Facts facts, Instant asOf, Confirmations? confirmations = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var lead = Read(facts, asOf);
        var sheet = new ScoreSheet(Plan);
        var score = Finish(sheet, lead, asOf, confirmations);
        return UtcDay.ToDate(Crossing.FirstBelow(Plan, sheet, score, lead.Tallies, UtcDay.Of(asOf)));
    }

    private Score Finish(ScoreSheet sheet, LeadReading lead, Instant asOf, Confirmations? confirmations)
    {
        var answers = new ValueAnswers(Plan.Attributes, lead.Attributes);
        sheet.AddFit(answers);
        sheet.AddEngagement(lead.Tallies, UtcDay.Of(asOf));
        return sheet.Finish(answers, confirmations ?? Confirmations.None);
    }

    private LeadReading Read(Facts facts, Instant asOf)
    {
        var attributes = new Value[Plan.Attributes.Properties.Count];
        for (var i = 0; i < attributes.Length; i++)
        {
            attributes[i] = facts.Attribute(Plan.Attributes.Properties[i], asOf);
        }

        var counts = new Dictionary<(int Rule, int Day), int>();
        var lastOf = new Dictionary<int, Instant>();
        foreach (var found in facts.Events.Order(_earliest).DistinctBy(e => e.Id, StringComparer.Ordinal).Where(e => e.Occurred <= asOf))
        {
            var values = Plan.Events.ValuesOf(found.Properties);
            foreach (var rule in Plan.Events.ListeningTo(found.Name))
            {
                if (Plan.Events.Matches(rule, new ValueAnswers(Plan.Events.Tests, values)))
                {
                    var key = (rule, UtcDay.Of(found.Occurred));
                    counts[key] = counts.GetValueOrDefault(key) + 1;
                    lastOf[rule] = lastOf.TryGetValue(rule, out var last) ? Instant.Max(last, found.Occurred) : found.Occurred;
                }
            }
        }

        Tally[] tallies = [.. counts
            .Select(entry => new Tally(entry.Key.Rule, entry.Key.Day, entry.Value))
            .OrderBy(t => t.Rule).ThenByDescending(t => t.Day)];
        return new LeadReading(attributes, tallies, lastOf);
    }

    /// <summary>What the facts of one lead come to as of a moment.</summary>
    private sealed record LeadReading(Value[] Attributes, Tally[] Tallies, Dictionary<int, Instant> LastOf);
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Playbooks;
using Baton.Core.Qualification;
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
        Examiner = new Examiner(playbook.Criteria);
        Occasions = [.. Plan.Events.Occasions];
        Routes = playbook.Handoffs.SelectMany(plan => plan.Routes).Select(route => route.When).OfType<Condition>().Distinct()
            .ToFrozenDictionary(when => when, when => new LeadCondition(when));
        _earliest = Comparer<Event>.Create((one, other) =>
            one.Occurred.CompareTo(other.Occurred) is not 0 and var byTime ? byTime
            : string.CompareOrdinal(one.Id, other.Id) is not 0 and var byId ? byId
            : Plan.Events.ContentOf(one).CompareTo(Plan.Events.ContentOf(other)));
    }

    /// <summary>The playbook that is scored by.</summary>
    public Playbook Playbook => Plan.Playbook;

    /// <summary>What answers confirm.</summary>
    public Examiner Examiner { get; }

    /// <summary>What its rules count.</summary>
    public ImmutableHashSet<Occasion> Occasions { get; }

    /// <summary>The properties of events that its rules ask about, each in its one spelling (<see cref="PropertyName"/>).</summary>
    public IReadOnlyList<string> EventProperties => Plan.Events.Tests.Properties;

    internal ScoringPlan Plan { get; }

    /// <summary>What routes ask for.</summary>
    internal FrozenDictionary<Condition, LeadCondition> Routes { get; }

    /// <summary>What an event of this name counts for; often nothing.</summary>
    /// <param name="name">The event's name, without regard to case.</param>
    /// <param name="values">The values of <see cref="EventProperties"/>, in that order.</param>
    public IReadOnlyList<Occasion> OccasionsOf(string name, ReadOnlySpan<Value> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        List<Occasion>? occasions = null;
        foreach (var rule in Plan.Events.ListeningTo(name.Trim()))
        {
            var occasion = Plan.Events.Occasions[rule];
            if (occasions?.Contains(occasion) != true && Plan.Events.Matches(rule, new ValueAnswers(Plan.Events.Tests, values)))
            {
                (occasions ??= []).Add(occasion);
            }
        }

        return occasions ?? (IReadOnlyList<Occasion>)[];
    }

    /// <summary>What facts come to as of a moment. Facts after it do not exist yet.</summary>
    public LeadRecord RecordOf(Facts facts, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var tallies = new Tallies();
        foreach (var found in facts.Events.Order(_earliest).DistinctBy(e => e.Id, StringComparer.Ordinal).Where(e => e.Occurred <= asOf))
        {
            foreach (var occasion in OccasionsOf(found.Name, Plan.Events.ValuesOf(found.Properties)))
            {
                tallies.Add(occasion, found.Occurred);
            }
        }

        return new LeadRecord(
            NewestEdits.Of(facts.Edits.Where(edit => edit.Occurred <= asOf)), NewestEdits.Of(facts.AccountEdits.Where(edit => edit.Occurred <= asOf)), tallies);
    }

    /// <summary>The score as of a moment. Facts after it do not exist yet.</summary>
    /// <param name="facts">All that is known of the lead, in any order.</param>
    /// <param name="asOf">The moment; ages are counted in UTC days to it.</param>
    /// <param name="confirmations">What people have said of the lead; null for nothing.</param>
    public Score Score(Facts facts, Instant asOf, Confirmations? confirmations = null) => Score(RecordOf(facts, asOf), asOf, confirmations);

    /// <summary>The score as of a moment that is not before any of the record's facts.</summary>
    public Score Score(LeadRecord lead, Instant asOf, Confirmations? confirmations = null) => new Reading(Plan, lead, asOf).Finish(confirmations);

    /// <summary>The score with every line that leads to it, and the rules that gave nothing.</summary>
    public Explanation Explain(Facts facts, Instant asOf, Confirmations? confirmations = null) => Explain(RecordOf(facts, asOf), asOf, confirmations);

    /// <inheritdoc cref="Explain(Facts, Instant, Confirmations?)"/>
    public Explanation Explain(LeadRecord lead, Instant asOf, Confirmations? confirmations = null)
    {
        var reading = new Reading(Plan, lead, asOf);
        return reading.Sheet.Explain(
            reading.Finish(confirmations), rule => lead.Tallies.LastOf(Plan.Events.Occasions[rule]), attribute => reading.Attributes[attribute]);
    }

    /// <summary>Where the lead stands on the path and what it needs for the next stage.</summary>
    public Standing Standing(Facts facts, Instant asOf, Confirmations? confirmations = null) => Standing(RecordOf(facts, asOf), asOf, confirmations);

    /// <inheritdoc cref="Standing(Facts, Instant, Confirmations?)"/>
    public Standing Standing(LeadRecord lead, Instant asOf, Confirmations? confirmations = null)
    {
        var reading = new Reading(Plan, lead, asOf);
        return Plan.StandingOf(reading.Finish(confirmations), new ValueAnswers(Plan.Attributes, reading.Attributes), confirmations ?? Confirmations.None);
    }

    /// <summary>
    /// The first UTC day after <paramref name="asOf"/> on which decay alone takes the lead below its stage; null where it never does.
    /// </summary>
    public LocalDate? NextCrossing(Facts facts, Instant asOf, Confirmations? confirmations = null)
    {
        var reading = new Reading(Plan, RecordOf(facts, asOf), asOf);
        var score = reading.Finish(confirmations);
        return UtcDay.ToDate(FadingDays.FirstBelowStage(Plan, reading.Sheet, score, reading.Tallies, reading.Day));
    }

    /// <summary>The score as of a moment, and when it will be another although nothing happens.</summary>
    /// <returns>
    /// The score; and the first UTC day after <paramref name="asOf"/> on which decay alone changes its engagement, null where it never does.
    /// </returns>
    public (Score Score, LocalDate? NextChange) ScoreAndNextChange(LeadRecord lead, Instant asOf, Confirmations? confirmations = null)
    {
        var reading = new Reading(Plan, lead, asOf);
        var score = reading.Finish(confirmations);
        return (score, UtcDay.ToDate(FadingDays.FirstOtherEngagement(Plan, reading.Sheet, score, reading.Tallies, reading.Day)));
    }

    /// <summary>A lead's record read as of a moment.</summary>
    private readonly struct Reading
    {
        public Reading(ScoringPlan plan, LeadRecord lead, Instant asOf)
        {
            ArgumentNullException.ThrowIfNull(lead);
            Day = UtcDay.Of(asOf);
            Plan = plan;
            Sheet = new ScoreSheet(plan);
            Tallies = lead.Tallies.ByRule(plan.Events, Day);
            Attributes = new Value[plan.Attributes.Properties.Count];
            var facts = new Facts([], lead.Edits, lead.AccountEdits);
            for (var i = 0; i < Attributes.Length; i++)
            {
                Attributes[i] = facts.Attribute(plan.Attributes.Properties[i], asOf);
            }
        }

        public ScoringPlan Plan { get; }

        public int Day { get; }

        public ScoreSheet Sheet { get; }

        public Tally[] Tallies { get; }

        public Value[] Attributes { get; }

        public Score Finish(Confirmations? confirmations)
        {
            var answers = new ValueAnswers(Plan.Attributes, Attributes);
            Sheet.AddFit(answers);
            Sheet.AddEngagement(Tallies, Day);
            return Sheet.Finish(answers, confirmations ?? Confirmations.None);
        }
    }
}

using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;

namespace Baton.Core.Scoring.Engine;

/// <summary>A playbook compiled once to score any number of leads. Immutable, and so shared by all threads.</summary>
internal sealed class ScoringPlan
{
    private readonly CompiledCondition[] _fitRules;
    private readonly CompiledCondition[] _gateConditions;

    public ScoringPlan(Playbook playbook)
    {
        Playbook = playbook;
        Fit = AxisPlan.From(playbook.Fit);
        Engagement = AxisPlan.From(playbook.Engagement);
        Events = new EventRules(playbook);
        _fitRules = [.. playbook.Fit.Rules.Select(r => CompiledCondition.From(r.When, Attributes, AttributeName.Of))];
        _gateConditions = [.. playbook.Gates.Select(g => CompiledCondition.From(g.When, Attributes, AttributeName.Of))];
    }

    public Playbook Playbook { get; }

    public AxisPlan Fit { get; }

    public AxisPlan Engagement { get; }

    public EventRules Events { get; }

    /// <summary>The tests about leads and their accounts.</summary>
    public TestTable Attributes { get; } = new();

    public bool FitHolds<TAnswers>(int rule, in TAnswers answers)
        where TAnswers : IAnswers, allows ref struct => _fitRules[rule].Holds(answers);

    /// <summary>The attributes that a fit rule asks about, each as the rule first writes it and with its number among <see cref="Attributes"/>.</summary>
    public IEnumerable<(string Written, int Attribute)> AskedBy(int fitRule) => Playbook.Fit.Rules[fitRule].When.Comparisons
        .Select(comparison => (Written: comparison.Property, Attribute: Attributes.Find(AttributeName.Of(comparison.Property))))
        .DistinctBy(asked => asked.Attribute);

    public int Total(long fit, long engagement) => (int)Math.Clamp(fit + engagement, Playbook.Range.Min, Playbook.Range.Max);

    public Grade? GradeOf(long fit, long engagement) => Playbook.Grades is { } bands
        ? new Grade(
            fit >= bands.FitA ? 'A' : fit >= bands.FitB ? 'B' : fit >= bands.FitC ? 'C' : 'D',
            engagement >= bands.Engagement1 ? 1 : engagement >= bands.Engagement2 ? 2 : engagement >= bands.Engagement3 ? 3 : 4)
        : null;

    /// <summary>The furthest stage whose gate, and every gate before it, asks for nothing more.</summary>
    public Stage StageOf<TAnswers>(int total, long fit, long engagement, in TAnswers answers, Confirmations confirmations)
        where TAnswers : IAnswers, allows ref struct
    {
        var stage = confirmations.Passed;
        for (var i = 0; i < Playbook.Gates.Length; i++)
        {
            var gate = Playbook.Gates[i];
            if (gate.Stage <= stage)
            {
                continue;
            }

            if (total < gate.Score || fit < gate.Fit || engagement < gate.Engagement
                || !confirmations.Satisfy(gate) || !_gateConditions[i].Holds(answers))
            {
                break;
            }

            stage = gate.Stage;
        }

        return stage;
    }

    /// <summary>What a lead with this score still needs for the next stage.</summary>
    public Standing StandingOf<TAnswers>(Score score, in TAnswers answers, Confirmations confirmations)
        where TAnswers : IAnswers, allows ref struct
    {
        for (var i = 0; i < Playbook.Gates.Length; i++)
        {
            if (Playbook.Gates[i].Stage > score.Stage)
            {
                return new Standing(score.Stage, Playbook.Gates[i].Stage, Needs(Playbook.Gates[i], score, _gateConditions[i].Holds(answers), confirmations));
            }
        }

        return new Standing(score.Stage, null, []);
    }

    private static ImmutableArray<string> Needs(Gate gate, Score score, bool conditionHolds, Confirmations confirmations)
    {
        var needs = ImmutableArray.CreateBuilder<string>();
        Missing(gate.Score - score.Total, "more point");
        Missing(gate.Fit - score.Fit, "more point", " of fit");
        Missing(gate.Engagement - score.Engagement, "more point", " of engagement");
        if (!conditionHolds)
        {
            needs.Add("the stage's condition");
        }

        if (gate.AcceptedBy is { } team && !confirmations.Accepted)
        {
            needs.Add($"acceptance by {team}");
        }

        needs.AddRange(gate.Confirmed.Where(name => !confirmations.Criteria.Contains(name)).Select(name => $"{name} confirmed"));
        return needs.ToImmutable();

        void Missing(long? points, string unit, string of = "")
        {
            if (points > 0)
            {
                needs.Add($"{points} {unit}{(points == 1 ? "" : "s")}{of}");
            }
        }
    }
}

namespace Baton.Core.Scoring.Engine;

/// <summary>Sums one axis for one lead after another: rules into groups, groups into the axis, limits and rounding last. Not thread-safe.</summary>
internal sealed class AxisSum(AxisPlan plan)
{
    private const int None = -1;

    private readonly Int128[] _points = new Int128[plan.Rules.Length];
    private readonly List<int> _rules = [];
    private readonly Int128[] _groups = new Int128[plan.Groups.Length];
    private readonly int[] _best = new int[plan.Groups.Length];

    /// <summary>The rules that were added, in the order they were.</summary>
    public List<int> Rules => _rules;

    public Int128 PointsOf(int rule) => _points[rule];

    /// <summary>
    /// False where only the best rule of the group counts and that is another, as of the last <see cref="Finish"/>. Of several with as many points
    /// the first in the playbook is the best.
    /// </summary>
    public bool Counts(int rule) => plan.GroupOf[rule] is not (>= 0 and var group) || !plan.GroupPicksBest[group] || _best[group] == rule;

    public void Clear() => _rules.Clear();

    /// <summary>Adds what a matching rule gives; once a rule, in the order of the playbook.</summary>
    public void Add(int rule, Int128 points)
    {
        _points[rule] = points;
        _rules.Add(rule);
    }

    /// <summary>The axis in whole points; <paramref name="lines"/>, where given, receives the lines that lead to them.</summary>
    public long Finish(ExplanationLines? lines = null)
    {
        Array.Clear(_groups);
        Array.Fill(_best, None);
        Int128 sum = 0;
        foreach (var rule in _rules)
        {
            var group = plan.GroupOf[rule];
            if (group < 0)
            {
                sum += _points[rule];
                continue;
            }

            if (_best[group] == None || _points[rule] > _points[_best[group]])
            {
                _best[group] = rule;
            }

            _groups[group] = plan.GroupPicksBest[group] ? _points[_best[group]] : _groups[group] + _points[rule];
        }

        for (var group = 0; group < _groups.Length; group++)
        {
            var clamped = plan.GroupLimits[group].Clamp(_groups[group]);
            lines?.AddGroup(plan.Groups[group], PartOf(group, counts: true), PartOf(group, counts: false), clamped);
            sum += clamped;
        }

        var limited = plan.Limits.Clamp(sum);
        var rounded = Nanos.Round(limited);
        lines?.AddLimit(sum, limited);
        lines?.AddRounding(limited, rounded);
        return rounded;
    }

    private GroupPart PartOf(int group, bool counts)
    {
        var rules = _rules.Where(rule => plan.GroupOf[rule] == group && Counts(rule) == counts).ToList();
        return new GroupPart([.. rules.Select(rule => plan.Rules[rule].Name)], rules.Aggregate((Int128)0, (sum, rule) => sum + _points[rule]));
    }
}

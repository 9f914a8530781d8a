namespace Baton.Core.Scoring.Engine;

/// <summary>Sums one axis for one lead after another: rules into groups, groups into the axis, limits and rounding last. Not thread-safe.</summary>
internal sealed class AxisSum(AxisPlan plan)
{
    private readonly Int128[] _points = new Int128[plan.Rules.Length];
    private readonly List<int> _rules = [];
    private readonly Int128[] _groups = new Int128[plan.Groups.Length];
    private readonly bool[] _groupHasRule = new bool[plan.Groups.Length];

    /// <summary>The rules that were added, in the order they were.</summary>
    public List<int> Rules => _rules;

    public Int128 PointsOf(int rule) => _points[rule];

    public void Clear() => _rules.Clear();

    /// <summary>Adds what a matching rule gives; once a rule.</summary>
    public void Add(int rule, Int128 points)
    {
        _points[rule] = points;
        _rules.Add(rule);
    }

    /// <summary>The axis in whole points; <paramref name="lines"/>, where given, receives the lines that lead to them.</summary>
    public long Finish(ExplanationLines? lines = null)
    {
        Array.Clear(_groups);
        Array.Clear(_groupHasRule);
        Int128 sum = 0;
        foreach (var rule in _rules)
        {
            var group = plan.GroupOf[rule];
            if (group < 0)
            {
                sum += _points[rule];
            }
            else
            {
                var isBest = !_groupHasRule[group] || _points[rule] > _groups[group];
                _groups[group] = plan.GroupPicksBest[group] ? (isBest ? _points[rule] : _groups[group]) : _groups[group] + _points[rule];
                _groupHasRule[group] = true;
            }
        }

        for (var group = 0; group < _groups.Length; group++)
        {
            var clamped = plan.GroupLimits[group].Clamp(_groups[group]);
            lines?.AddGroup(plan.Groups[group], SumOf(group), _groups[group], clamped);
            sum += clamped;
        }

        var limited = plan.Limits.Clamp(sum);
        var rounded = Nanos.Round(limited);
        lines?.AddLimit(sum, limited);
        lines?.AddRounding(limited, rounded);
        return rounded;
    }

    private Int128 SumOf(int group)
    {
        Int128 sum = 0;
        foreach (var rule in _rules)
        {
            sum += plan.GroupOf[rule] == group ? _points[rule] : 0;
        }

        return sum;
    }
}

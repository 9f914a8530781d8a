using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;

namespace Baton.Core.Leads;

/// <summary>
/// A condition that leads are listed and routed by: on the attributes of a lead and its account, and on its <c>score</c>, <c>fit</c>, <c>engagement</c>,
/// <c>grade</c> and <c>stage</c>.
/// </summary>
internal sealed class LeadCondition
{
    private readonly TestTable _table = new();
    private readonly CompiledCondition _condition;

    /// <param name="condition">On attributes and on the score.</param>
    public LeadCondition(Condition condition) => _condition = CompiledCondition.From(condition, _table, AttributeName.Of);

    /// <summary>Reads the condition, or gives every mistake in it.</summary>
    public static (LeadCondition? Condition, IReadOnlyList<Mistake> Mistakes) Read(string text)
    {
        var (condition, mistakes) = ConditionReader.Read(text);
        return (condition is null ? null : new LeadCondition(condition), mistakes);
    }

    /// <summary>Whether it holds of a lead.</summary>
    /// <param name="score">As it is kept.</param>
    /// <param name="facts">The edits of the lead and of its account.</param>
    public bool Holds(in Score score, Facts facts)
    {
        var values = new Value[_table.Properties.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _table.Properties[i] switch
            {
                "score" => Value.Of(score.Total),
                "fit" => Value.Of(score.Fit),
                "engagement" => Value.Of(score.Engagement),
                "grade" => Value.Of(score.Grade?.ToString()),
                "stage" => Value.Of(score.Stage.Title()),
                var attribute => facts.Attribute(attribute, NodaTime.Instant.MaxValue),
            };
        }

        return _condition.Holds(new ValueAnswers(_table, values));
    }
}

using System.Collections.Immutable;
using Baton.Core.Conditions;

namespace Baton.Core.Qualification;

/// <summary>Says what answers confirm. Compiled once from a playbook's criteria, immutable, and so shared by all threads.</summary>
public sealed class Examiner
{
    private readonly ImmutableArray<(Criterion Criterion, TestTable Table, CompiledCondition Confirmed, CompiledCondition? Failed)> _criteria;

    /// <param name="criteria">What people find out, in the order of the playbook.</param>
    public Examiner(ImmutableArray<Criterion> criteria) => _criteria = [.. criteria.Select(criterion =>
    {
        var table = new TestTable();
        return (criterion, table, Compile(criterion.Confirmed), criterion.Failed is { } failed ? Compile(failed) : null);

        // Every comparison is about the one answer, however the criterion is spelled.
        CompiledCondition Compile(Condition condition) => CompiledCondition.From(condition, table, _ => "answer");
    })];

    /// <summary>What the answers say of each criterion, in the order of the playbook, with the answer that decides it.</summary>
    public IEnumerable<(Criterion Criterion, CriterionState State, Answer? Answer)> Judge(Answers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        foreach (var (criterion, table, confirmed, failed) in _criteria)
        {
            var answer = answers.To(criterion);
            yield return (criterion, StateOf(answer?.Value ?? Value.Missing, table, confirmed, failed), answer);
        }
    }

    /// <summary>The names of the criteria that are confirmed.</summary>
    public ImmutableHashSet<string> Confirmed(Answers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return answers.All.IsEmpty ? [] : [.. Judge(answers).Where(judged => judged.State == CriterionState.Confirmed).Select(judged => judged.Criterion.Name)];
    }

    private static CriterionState StateOf(Value answer, TestTable table, CompiledCondition confirmed, CompiledCondition? failed)
    {
        if (answer.IsMissing)
        {
            return CriterionState.Unknown;
        }

        Span<Value> values = [answer];
        var tests = new ValueAnswers(table, values);
        return confirmed.Holds(tests) ? CriterionState.Confirmed
            : failed?.Holds(tests) ?? true ? CriterionState.Failed
            : CriterionState.Unknown;
    }
}

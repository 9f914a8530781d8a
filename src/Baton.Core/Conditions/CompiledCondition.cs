namespace Baton.Core.Conditions;

/// <summary>Answers the tests of a <see cref="TestTable"/> for one lead or one event.</summary>
internal interface IAnswers
{
    bool Holds(int test);
}

/// <summary>Answers by running each test on the property's value.</summary>
internal readonly ref struct ValueAnswers(TestTable table, ReadOnlySpan<Value> values) : IAnswers
{
    private readonly ReadOnlySpan<Value> _values = values;

    public bool Holds(int test)
    {
        var asked = table.Tests[test];
        return asked.Test.Holds(_values[asked.Property]);
    }
}

/// <summary>
/// A condition as a list of steps. Each step runs one test and says where to go on when it holds and when it does not: to another step,
/// or to one of the two ends. <c>all</c>, <c>any</c> and <c>not</c> are no steps of their own, only ways to wire the steps.
/// </summary>
/// <example>
/// <c>{ any: [ {title: coo}, {all: [ {size: {gt: 9}}, {not: {country: us}} ]} ] }</c> becomes
/// <code>
/// 0: title eq coo    holds → true    fails → 1
/// 1: size gt 9       holds → 2       fails → false
/// 2: country eq us   holds → false   fails → true
/// </code>
/// </example>
internal sealed class CompiledCondition
{
    private const int True = -1;
    private const int False = -2;

    private readonly Step[] _steps;

    private CompiledCondition(Step[] steps) => _steps = steps;

    /// <summary>The numbers of the tests that the condition can run.</summary>
    public IEnumerable<int> Tests => _steps.Select(step => step.Test);

    private readonly record struct Step(int Test, int WhenHolds, int WhenFails);

    /// <summary>Compiles <paramref name="condition"/>, adding its tests to <paramref name="table"/>; null compiles to what always holds.</summary>
    public static CompiledCondition From(Condition? condition, TestTable table, Func<string, string> spelling)
    {
        if (condition is null)
        {
            return new CompiledCondition([]);
        }

        var steps = new List<Step>();
        Emit(condition, True, False);
        return new CompiledCondition([.. steps]);

        // Emits the steps of a part that starts at the next free index and leaves to the two given places.
        void Emit(Condition part, int whenHolds, int whenFails)
        {
            switch (part)
            {
                case Condition.Comparison comparison:
                    steps.Add(new Step(table.Add(comparison, spelling), whenHolds, whenFails));
                    break;
                case Condition.Not not:
                    Emit(not.Part, whenFails, whenHolds);
                    break;
                case Condition.All all:
                    EmitParts(all.Parts.AsSpan(), whenHolds, next => (next, whenFails));
                    break;
                case Condition.Any any:
                    EmitParts(any.Parts.AsSpan(), whenFails, next => (whenHolds, next));
                    break;
                default:
                    throw new ArgumentException($"{part.GetType()} is no condition.", nameof(condition));
            }
        }

        // The last part leaves to `last`; each other goes on at the part behind it.
        void EmitParts(ReadOnlySpan<Condition> parts, int last, Func<int, (int WhenHolds, int WhenFails)> leave)
        {
            for (var i = 0; i < parts.Length; i++)
            {
                var next = i == parts.Length - 1 ? last : steps.Count + parts[i].Comparisons.Count();
                var (whenHolds, whenFails) = leave(next);
                Emit(parts[i], whenHolds, whenFails);
            }
        }
    }

    /// <summary>Whether the condition holds. Does not allocate.</summary>
    public bool Holds<TAnswers>(in TAnswers answers)
        where TAnswers : IAnswers, allows ref struct
    {
        var at = _steps.Length == 0 ? True : 0;
        while (at >= 0)
        {
            ref readonly var step = ref _steps[at];
            at = answers.Holds(step.Test) ? step.WhenHolds : step.WhenFails;
        }

        return at == True;
    }
}

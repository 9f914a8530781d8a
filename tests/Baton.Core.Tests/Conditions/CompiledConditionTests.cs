using System.Collections.Immutable;
using Baton.Core.Conditions;

namespace Baton.Core.Tests.Conditions;

public class CompiledConditionTests
{
    [Theory]
    [InlineData("all: [ { a: 1 }, { b: 1 } ]", "ab abc")]
    [InlineData("{ a: 1, b: 1 }", "ab abc")]
    [InlineData("any: [ { a: 1 }, { b: 1 } ]", "a b ab ac bc abc")]
    [InlineData("not: { a: 1 }", "- b c bc")]
    [InlineData("not: { a: 1, b: 1 }", "- a b c ac bc")]
    [InlineData("not: { any: [ { a: 1 }, { b: 1 } ] }", "- c")]
    [InlineData("any: [ { all: [ { a: 1 }, { b: 1 } ] }, { not: { c: 1 } } ]", "- a b ab abc")]
    [InlineData("a: { gte: 1, lt: 2, not_in: [5, 6] }", "a ab ac abc")]
    public void Conditions_combine(string condition, string holdsWhere)
    {
        string[] worlds = ["-", "a", "b", "c", "ab", "ac", "bc", "abc"];

        var holds = worlds.Where(world => Asked.Of([.. world.Where(char.IsLetter).Select(c => (c.ToString(), Value.Of(1m)))], condition));

        string.Join(' ', holds).ShouldBe(holdsWhere);
    }

    [Fact]
    public void A_compiled_condition_says_what_its_parts_say()
    {
        var random = new Random(20260731);
        for (var round = 0; round < 5_000; round++)
        {
            var condition = RandomCondition(random, depth: random.Next(7));
            var table = new TestTable();
            var compiled = CompiledCondition.From(condition, table, static written => written);
            for (var world = 0; world < 8; world++)
            {
                var known = Names.ToDictionary(name => name, _ => Values[random.Next(Values.Length)], StringComparer.Ordinal);
                var answers = new ValueAnswers(table, table.Properties.Select(name => known[name]).ToArray());

                compiled.Holds(answers).ShouldBe(Holds(condition, known), $"round {round}: {condition}");
            }
        }
    }

    [Theory]
    [InlineData("{ title: plant manager, employees: { between: [50, 200] }, since: { gte: 2026-01-01 }, work: { matches: '(a+)+$' } }")]
    [InlineData("{ title: { contains: manager }, employees: { in: [5, '1,200', 77] }, since: { not_in: [2026-01-01, x] }, work: { starts_with: [x, a] } }")]
    [InlineData("not: { any: [ { title: [coo, ceo, cto] }, { employees: { lt: 5 EUR } }, { optedIn: no }, { work: { ends_with: z } }, { nothing: { has: true } } ] }")]
    public void A_compiled_condition_runs_without_allocating(string yaml)
    {
        var table = new TestTable();
        var compiled = CompiledCondition.From(Asked.Read(yaml), table, PropertyName.Of);
        var known = new Dictionary<string, Value>(StringComparer.Ordinal)
        {
            ["title"] = Value.Of("Plant Manager"),
            ["employees"] = Value.Of("77 €"),
            ["since"] = Value.Of("31.03.2026 14:05"),
            ["work"] = Value.Of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            ["optedin"] = Value.Of(yes: true),
        };
        var values = table.Properties.Select(name => known.GetValueOrDefault(name)).ToArray();
        Run(compiled, table, values, times: 100).ShouldBeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(compiled, table, values, times: 1_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBe(0);
    }

    private static bool Run(CompiledCondition compiled, TestTable table, Value[] values, int times)
    {
        var holds = true;
        for (var i = 0; i < times; i++)
        {
            holds &= compiled.Holds(new ValueAnswers(table, values));
        }

        return holds;
    }

    private static readonly string[] Names = ["a", "b", "c"];

    private static readonly Value[] Values =
        [Value.Missing, Value.Of("x"), Value.Of("X y"), Value.Of("7"), Value.Of(7m), Value.Of(-2m), Value.Of("2026-03-31"), Value.Of(yes: true)];

    private static readonly string[] Comparisons =
    [
        "x", "{ neq: x }", "7", "{ lt: 7 }", "{ lte: 7 }", "{ gt: 0 }", "{ gte: 2026-03-31 }", "{ between: [0, 9] }", "[x, 7]", "{ not_in: [x, y] }",
        "{ has: true }", "{ not_has: true }", "{ contains: y }", "{ not_contains: y }", "{ starts_with: x }", "{ ends_with: y }", "{ matches: '^x' }", "true",
    ];

    private static Condition RandomCondition(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            return Asked.Read($"{Names[random.Next(Names.Length)]}: {Comparisons[random.Next(Comparisons.Length)]}");
        }

        return random.Next(3) switch
        {
            0 => new Condition.Not(RandomCondition(random, depth - 1)),
            1 => new Condition.All(Parts()),
            _ => new Condition.Any(Parts()),
        };

        ImmutableArray<Condition> Parts() => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomCondition(random, depth - 1))];
    }

    private static bool Holds(Condition condition, Dictionary<string, Value> known) => condition switch
    {
        Condition.All all => all.Parts.All(part => Holds(part, known)),
        Condition.Any any => any.Parts.Any(part => Holds(part, known)),
        Condition.Not not => !Holds(not.Part, known),
        Condition.Comparison one => ValueTest.For(one.Operator, one.Operands).Holds(known[one.Property]),
        _ => throw new ArgumentException($"{condition} is new.", nameof(condition)),
    };
}

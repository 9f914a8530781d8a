using Baton.Core.Conditions;

namespace Baton.Core.Scoring.Engine;

/// <summary>Values that a playbook compares as numbers, dates or answers and that are none, so that no rule about them holds.</summary>
/// <param name="Property">The attribute, in its one spelling.</param>
/// <param name="Expected">What the rules take them for: <c>number</c>, <c>date</c> or <c>yes or no</c>.</param>
/// <param name="Leads">How many leads have such a value.</param>
/// <param name="Example">One of them.</param>
internal sealed record UnreadValue(string Property, string Expected, int Leads, string Example)
{
    /// <summary>What no rule could read among the attributes of the leads, by attribute.</summary>
    public static IEnumerable<UnreadValue> Among(FactTable table, TestTable tests)
    {
        for (var property = 0; property < tests.Properties.Count; property++)
        {
            var asked = tests.Tests.Where(test => test.Property == property).Select(test => test.Test).ToArray();
            if (ExpectedBy(asked) is { } expected
                && Of(table.Values[property], table.Attributes[property], asked) is ( > 0 and var leads, var example))
            {
                yield return new UnreadValue(tests.Properties[property], expected, leads, example);
            }
        }
    }

    /// <summary>What the tests of an attribute take its values for; null where they take them for text. Where they differ, the first says it.</summary>
    public static string? ExpectedBy(IEnumerable<ValueTest> tests) => tests.Select(test => test.Expects).FirstOrDefault(expected => expected is not null);

    /// <summary>True of a value that none of the tests of its attribute can read.</summary>
    public static bool Is(Value value, IReadOnlyCollection<ValueTest> tests) =>
        !value.IsMissing && !tests.Any(test => (test.Expects is not null && test.CanRead(value)) || test.Holds(value));

    private static (int Leads, string Example) Of(Value[] values, int[] symbols, ValueTest[] tests)
    {
        var isUnread = Array.ConvertAll(values, value => Is(value, tests));
        if (!isUnread.Contains(true))
        {
            return default;
        }

        var leads = symbols.Count(symbol => isUnread[symbol]);
        return (leads, leads == 0 ? "" : values[symbols.First(symbol => isUnread[symbol])].Text);
    }
}

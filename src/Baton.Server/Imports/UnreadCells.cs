using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>Notes values that a playbook compares as numbers, dates or answers, and that are none.</summary>
/// <param name="plan">What the playbook asks about.</param>
internal sealed class UnreadCells(TestTable plan)
{
    private readonly Dictionary<string, ValueTest[]> _tests = plan.Tests
        .GroupBy(test => plan.Properties[test.Property] is var name && name.StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal) ? name[AttributeName.AccountPrefix.Length..] : name, test => test.Test)
        .Where(tests => UnreadValue.ExpectedBy(tests) is not null)
        .ToDictionary(tests => tests.Key, tests => tests.ToArray(), StringComparer.Ordinal);

    private readonly Dictionary<string, UnreadValue> _found = [];

    /// <summary>What no rule can read, by attribute, as far as it was looked at.</summary>
    public IEnumerable<UnreadValue> Found => _found.Values;

    /// <summary>Looks at a value.</summary>
    /// <param name="attribute">Of which attribute.</param>
    /// <param name="text">Not blank.</param>
    public void Look(string attribute, ReadOnlySpan<char> text)
    {
        if (!_tests.TryGetValue(attribute, out var tests))
        {
            return;
        }

        var value = Value.Of(text.ToString());
        if (UnreadValue.Is(value, tests))
        {
            _found[attribute] = _found.TryGetValue(attribute, out var first)
                ? first with { Leads = first.Leads + 1 }
                : new UnreadValue(attribute, UnreadValue.ExpectedBy(tests)!, 1, value.Text);
        }
    }
}

namespace Baton.Core.Conditions;

/// <summary>
/// The tests of many conditions and the properties that they ask about, numbered, so that properties can be looked up once for all of them
/// and a test's answer can be remembered by its number.
/// </summary>
internal sealed class TestTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _properties = [];
    private readonly List<PropertyTest> _tests = [];

    /// <summary>The properties' names in their one spelling (<see cref="PropertyName"/>), by number.</summary>
    public IReadOnlyList<string> Properties => _properties;

    /// <summary>The tests, by number.</summary>
    public IReadOnlyList<PropertyTest> Tests => _tests;

    /// <summary>The number of the property, or −1 where no test asks about it.</summary>
    public int Find(string spelling) => _numbers.GetValueOrDefault(spelling, -1);

    /// <summary>Adds the test of a comparison and returns its number. <paramref name="spelling"/> gives the property its one name.</summary>
    public int Add(Condition.Comparison comparison, Func<string, string> spelling)
    {
        var property = spelling(comparison.Property);
        if (!_numbers.TryGetValue(property, out var number))
        {
            number = _properties.Count;
            _numbers.Add(property, number);
            _properties.Add(property);
        }

        _tests.Add(new PropertyTest(number, ValueTest.For(comparison.Operator, comparison.Operands)));
        return _tests.Count - 1;
    }
}

/// <summary>A test and the number of the property that it is about.</summary>
internal readonly record struct PropertyTest(int Property, ValueTest Test);

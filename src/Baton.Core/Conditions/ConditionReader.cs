using System.Collections.Immutable;
using Baton.Core.Documents;
using Baton.Core.Leads;

namespace Baton.Core.Conditions;

/// <summary>Reads the condition language from YAML (and so from JSON).</summary>
public static class ConditionReader
{
    internal static readonly string[] Combiners = ["all", "any", "not"];

    /// <summary>Reads a text such as <c>title: { contains: manager }</c>.</summary>
    /// <returns>The condition, and no mistakes; or no condition, and every mistake in the order of the text.</returns>
    public static (Condition? Condition, IReadOnlyList<Mistake> Mistakes) Read(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var mistakes = new Mistakes();
        var condition = DocumentReader.Read(yaml, mistakes) is { } root ? Read(root, mistakes) : null;
        return (mistakes.None ? condition : null, mistakes.InOrder());
    }

    internal static Condition? Read(Node node, Mistakes mistakes)
    {
        if (node is not MapNode { Entries.Count: > 0 } map)
        {
            mistakes.Add(node, $"a condition is expected here, such as `title: {{ contains: manager }}`, not {node.Kind}");
            return null;
        }

        return Combine(map.Entries.Select(entry => ReadEntry(entry, mistakes)), parts => new Condition.All(parts));
    }

    private static Condition? ReadEntry(Entry entry, Mistakes mistakes) => entry.Key.Text switch
    {
        "all" => ReadParts(entry, parts => new Condition.All(parts), mistakes),
        "any" => ReadParts(entry, parts => new Condition.Any(parts), mistakes),
        "not" => Read(entry.Value, mistakes) is { } part ? new Condition.Not(part) : null,
        _ => ReadProperty(entry, mistakes),
    };

    private static Condition? ReadParts(Entry entry, Func<ImmutableArray<Condition>, Condition> make, Mistakes mistakes)
    {
        if (entry.Value is not ListNode { Items.Count: > 0 } list)
        {
            mistakes.Add(entry.Value, $"`{entry.Key.Text}` takes a list of conditions, each on a line that starts with `- `");
            return null;
        }

        return Combine(list.Items.Select(item => Read(item, mistakes)), make);
    }

    private static Condition? ReadProperty(Entry entry, Mistakes mistakes)
    {
        var (key, value) = entry;
        if (Operators.TryParse(key.Text, out var misplaced))
        {
            mistakes.Add(key, $"`{key.Text}` is an operator; the property comes first: `title: {{ {misplaced.Spelling()}: … }}`");
            return null;
        }

        if (key.Text.Trim().Length == 0)
        {
            mistakes.Add(key, "a property's name is missing here");
            return null;
        }

        if (key.Text.Trim().Equals(AttributeName.AccountPrefix, StringComparison.OrdinalIgnoreCase))
        {
            mistakes.Add(key, $"`{key.Text}` needs the name of an attribute behind its point, such as `account.industry`");
            return null;
        }

        if (HasConditions(value) && NearestWord.To(key.Text, Combiners) is { } combiner)
        {
            mistakes.Add(key, $"`{key.Text}` is followed by conditions; did you mean `{combiner}`?");
            return null;
        }

        if (value is not MapNode map)
        {
            return Comparison(key.Text, value is ListNode ? Operator.In : Operator.Eq, value, mistakes);
        }

        if (map.Entries.Count == 0)
        {
            mistakes.Add(value, $"say how `{key.Text.Shortened()}` is compared, such as `{{ eq: … }}`");
            return null;
        }

        return Combine(map.Entries.Select(e => ReadOperator(key.Text, e, mistakes)), parts => new Condition.All(parts));
    }

    private static bool HasConditions(Node value) => value switch
    {
        MapNode map => map.Entries.Any(entry => entry.Value is MapNode),
        ListNode list => list.Items.Any(item => item is MapNode),
        _ => false,
    };

    private static Condition.Comparison? ReadOperator(string property, Entry entry, Mistakes mistakes)
    {
        if (Operators.TryParse(entry.Key.Text, out var op))
        {
            return Comparison(property, op, entry.Value, mistakes);
        }

        var written = entry.Key.Text.Shortened();
        mistakes.Add(entry.Key, entry.Key.Text is ['0' or '1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9', ..]
            ? $"`{written}` is no operator; inside braces an amount with a comma needs quotes: '150,000 EUR'"
            : $"unknown operator `{written}`{NearestWord.Hint(entry.Key.Text, Operators.Spellings)}");
        return null;
    }

    private static Condition.Comparison? Comparison(string property, Operator op, Node value, Mistakes mistakes) =>
        LiteralReader.Read(op, value, mistakes) is { } operands ? new Condition.Comparison(property.Trim(), op, operands) : null;

    /// <summary>The parts as one condition, or null where one of them is wrong. Every part is read, so that every mistake is found.</summary>
    private static Condition? Combine(IEnumerable<Condition?> read, Func<ImmutableArray<Condition>, Condition> make)
    {
        var parts = read.ToImmutableArray();
        return parts.Contains(null) ? null : parts.Length == 1 ? parts[0] : make(parts!);
    }
}

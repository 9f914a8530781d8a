using System.Collections.Immutable;
using Baton.Core.Documents;

namespace Baton.Core.Conditions;

/// <summary>Reads what stands behind an operator.</summary>
internal static class LiteralReader
{
    /// <summary>
    /// The operands of <paramref name="op"/>, or null where they are wrong; why is then in <paramref name="mistakes"/>.
    /// A value without quotes is a yes/no, an amount or a date where it looks like one, else a text; a quoted value is a text.
    /// </summary>
    public static ImmutableArray<Literal>? Read(Operator op, Node value, Mistakes mistakes) => op switch
    {
        Operator.Has or Operator.NotHas => Nothing(op, value, mistakes),
        Operator.Eq or Operator.Neq => One(op, value, Typed, mistakes),
        Operator.Lt or Operator.Lte or Operator.Gt or Operator.Gte => One(op, value, Measure, mistakes),
        Operator.Between => Range(value, mistakes),
        Operator.In or Operator.NotIn => List(op, value, Typed, mistakes),
        Operator.Contains or Operator.NotContains => List(op, value, Words, mistakes),
        Operator.StartsWith or Operator.EndsWith => List(op, value, Text, mistakes),
        Operator.Matches => One(op, value, Pattern, mistakes),
    };

    private delegate Literal? ReadOne(Operator op, ScalarNode node, Mistakes mistakes);

    private static ImmutableArray<Literal>? Nothing(Operator op, Node value, Mistakes mistakes)
    {
        if (value is ScalarNode { IsEmpty: true } || (value is ScalarNode scalar && YesNo.TryParse(scalar.Text, out var yes) && yes))
        {
            return [];
        }

        var opposite = op == Operator.Has ? Operator.NotHas : Operator.Has;
        mistakes.Add(value, $"`{op.Spelling()}` takes `true`; for the opposite write `{opposite.Spelling()}: true`");
        return null;
    }

    private static ImmutableArray<Literal>? One(Operator op, Node value, ReadOne read, Mistakes mistakes)
    {
        if (value is ScalarNode scalar)
        {
            return Single(op, scalar, read, mistakes) is { } literal ? [literal] : null;
        }

        var hint = value is ListNode && op is Operator.Eq or Operator.Neq ? $"; for a list write `{(op == Operator.Eq ? Operator.In : Operator.NotIn).Spelling()}`" : "";
        mistakes.Add(value, $"`{op.Spelling()}` takes one value, not {value.Kind}{hint}");
        return null;
    }

    private static ImmutableArray<Literal>? List(Operator op, Node value, ReadOne read, Mistakes mistakes)
    {
        var items = value is ListNode list ? list.Items : [value];
        if (items.Count == 0)
        {
            mistakes.Add(value, $"`{op.Spelling()}` takes at least one value");
            return null;
        }

        var literals = ImmutableArray.CreateBuilder<Literal>(items.Count);
        foreach (var item in items)
        {
            if (item is not ScalarNode scalar)
            {
                mistakes.Add(item, $"`{op.Spelling()}` takes a list of values, and {item.Kind} is none");
            }
            else if (Single(op, scalar, read, mistakes) is { } literal)
            {
                literals.Add(literal);
            }
        }

        return literals.Count == items.Count ? literals.MoveToImmutable() : null;
    }

    private static ImmutableArray<Literal>? Range(Node value, Mistakes mistakes)
    {
        if (value is not ListNode { Items: [ScalarNode lowNode, ScalarNode highNode] })
        {
            mistakes.Add(value, "`between` takes two values: `between: [50, 200]`");
            return null;
        }

        var low = Single(Operator.Between, lowNode, Measure, mistakes);
        var high = Single(Operator.Between, highNode, Measure, mistakes);
        if (low is null || high is null)
        {
            return null;
        }

        var ordered = (low, high) switch
        {
            (Literal.OfAmount a, Literal.OfAmount b) when a.Amount.Currency is null || b.Amount.Currency is null || a.Amount.Currency == b.Amount.Currency =>
                a.Amount.Number <= b.Amount.Number,
            (Literal.OfMoment a, Literal.OfMoment b) => a.Moment.Instant <= b.Moment.Instant,
            _ => (bool?)null,
        };
        if (ordered is not true)
        {
            mistakes.Add(value, ordered is null
                ? "`between` takes two numbers, two amounts in one currency or two dates"
                : $"`between` takes the smaller value first: `between: [{highNode.Text}, {lowNode.Text}]`");
            return null;
        }

        return [low, high];
    }

    private static Literal? Single(Operator op, ScalarNode node, ReadOne read, Mistakes mistakes)
    {
        if (node.IsEmpty || node.Text.Trim().Length == 0)
        {
            mistakes.Add(node, $"`{op.Spelling()}` needs a value; for an unknown property write `not_has: true`");
            return null;
        }

        return read(op, node, mistakes);
    }

    private static Literal Typed(Operator op, ScalarNode node, Mistakes mistakes)
    {
        if (node.Quoted)
        {
            return new Literal.OfText(node.Text.Trim());
        }

        return node.Text.ToUpperInvariant() switch
        {
            "YES" or "TRUE" => new Literal.OfYesNo(true),
            "NO" or "FALSE" => new Literal.OfYesNo(false),
            _ => TryMeasure(node.Text) ?? new Literal.OfText(node.Text.Trim()),
        };
    }

    private static Literal? Measure(Operator op, ScalarNode node, Mistakes mistakes)
    {
        if (TryMeasure(node.Text) is { } literal)
        {
            return literal;
        }

        mistakes.Add(node, $"`{op.Spelling()}` needs a number, an amount such as `150000 EUR` or a date such as `2026-03-31`, and {node.Kind} is none");
        return null;
    }

    private static Literal? TryMeasure(string text)
    {
        if (Amount.TryParse(text, out var amount))
        {
            return new Literal.OfAmount(amount);
        }

        return Moment.TryParse(text, out var moment) ? new Literal.OfMoment(moment) : null;
    }

    private static Literal.OfText Text(Operator op, ScalarNode node, Mistakes mistakes) => new(node.Text.Trim());

    private static Literal.OfText? Words(Operator op, ScalarNode node, Mistakes mistakes)
    {
        var words = node.Text.Trim();
        if (words.Trim('*') is { Length: > 0 } core && !core.Contains('*', StringComparison.Ordinal))
        {
            return new Literal.OfText(words);
        }

        mistakes.Add(node, $"`{op.Spelling()}` takes words, with `*` at their start or end only; for more write `matches`");
        return null;
    }

    private static Literal.OfPattern? Pattern(Operator op, ScalarNode node, Mistakes mistakes)
    {
        if (Patterns.TryBuild(node.Text, out var problem) is { } regex)
        {
            return new Literal.OfPattern(node.Text, regex);
        }

        mistakes.Add(node, problem!);
        return null;
    }
}

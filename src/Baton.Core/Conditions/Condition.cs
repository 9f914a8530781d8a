using System.Collections.Immutable;

namespace Baton.Core.Conditions;

/// <summary>
/// A statement about properties that holds or does not: the one language of fit rules, event rules, gates, routing, alerts and lists.
/// </summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>The comparisons that it is made of, in the order of the text.</summary>
    internal IEnumerable<Comparison> Comparisons => this switch
    {
        Comparison one => [one],
        Not not => not.Part.Comparisons,
        All all => all.Parts.SelectMany(part => part.Comparisons),
        Any any => any.Parts.SelectMany(part => part.Comparisons),
        _ => throw new InvalidOperationException($"{GetType()} is no condition."),
    };

    /// <summary>Holds where every part holds. Never empty.</summary>
    public sealed record All(ImmutableArray<Condition> Parts) : Condition;

    /// <summary>Holds where at least one part holds. Never empty.</summary>
    public sealed record Any(ImmutableArray<Condition> Parts) : Condition;

    /// <summary>Holds where <paramref name="Part"/> does not.</summary>
    public sealed record Not(Condition Part) : Condition;

    /// <summary>Compares one property.</summary>
    /// <param name="Property">The property's name as the author wrote it.</param>
    /// <param name="Operator">How it is compared.</param>
    /// <param name="Operands">What with: two for <c>between</c>, none for <c>has</c>, one or more for the others.</param>
    public sealed record Comparison(string Property, Operator Operator, ImmutableArray<Literal> Operands) : Condition;
}

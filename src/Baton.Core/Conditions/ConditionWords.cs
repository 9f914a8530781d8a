using System.Collections.Immutable;
using Baton.Core.Leads;

namespace Baton.Core.Conditions;

/// <summary>Says a condition in plain English, for people who sign a playbook rather than write one.</summary>
/// <remarks>
/// What is written without “is known” or “is something other than” and says “not” holds of the unknown too, as it does in the language.
/// </remarks>
public static class ConditionWords
{
    /// <summary>The condition as a phrase such as <c>title is one of “CEO”, “COO” and (country is “Austria” or employees is above 200)</c>.</summary>
    public static string Of(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Say(condition, negated: false, isNested: false);
    }

    /// <summary><c>not</c> is said of each comparison, with “and” and “or” exchanged: “neither … nor …” does not nest.</summary>
    private static string Say(Condition condition, bool negated, bool isNested) => condition switch
    {
        Condition.Comparison one => $"{Subject(one.Property)} {Predicate(one, negated)}",
        Condition.Not not => Say(not.Part, !negated, isNested),
        Condition.All => Join(condition, negated, isNested, negated ? " or " : " and "),
        Condition.Any => Join(condition, negated, isNested, negated ? " and " : " or "),
        _ => throw new ArgumentException($"{condition.GetType()} is no condition.", nameof(condition)),
    };

    private static string Join(Condition condition, bool negated, bool isNested, string word)
    {
        var phrases = new List<string>();
        string? subject = null;
        foreach (var (part, isNegated) in Flat(condition, negated, IsAnd(condition, negated)))
        {
            // “employees is above 5 and is below 9”: a subject is not said twice in a row.
            var next = part is Condition.Comparison one ? Subject(one.Property) : null;
            phrases.Add(next is not null && next == subject ? Predicate((Condition.Comparison)part, isNegated) : Say(part, isNegated, isNested: true));
            subject = next;
        }

        var joined = string.Join(word, phrases);
        return isNested && phrases.Count > 1 ? $"({joined})" : joined;
    }

    /// <summary>The parts of an “and” with the parts of every “and” among them in its place; the same for an “or”.</summary>
    private static IEnumerable<(Condition Part, bool Negated)> Flat(Condition condition, bool negated, bool and) => condition switch
    {
        Condition.Not not => Flat(not.Part, !negated, and),
        Condition.All all when IsAnd(condition, negated) == and => all.Parts.SelectMany(part => Flat(part, negated, and)),
        Condition.Any any when IsAnd(condition, negated) == and => any.Parts.SelectMany(part => Flat(part, negated, and)),
        _ => [(condition, negated)],
    };

    private static bool IsAnd(Condition condition, bool negated) => condition is Condition.All != negated;

    /// <summary><c>horizon_months</c> is “horizon months”, <c>account.industry</c> the “account’s industry”.</summary>
    internal static string Subject(string property)
    {
        var words = property.Replace('_', ' ');
        return words.StartsWith(AttributeName.AccountPrefix, StringComparison.OrdinalIgnoreCase)
            ? "account’s " + words[AttributeName.AccountPrefix.Length..]
            : words;
    }

    private static string Predicate(Condition.Comparison one, bool negated)
    {
        var first = one.Operands.IsEmpty ? "" : one.Operands[0].Words;
        var isDate = one.Operands is [Literal.OfMoment, ..];
        var list = one.Operands.Length > 1 ? "one of " + Listed(one.Operands) : first;
        return (one.Operator, negated) switch
        {
            (Operator.Eq or Operator.In, _) => Is(list),
            (Operator.Lt, _) => Is((isDate ? "before " : "below ") + first),
            (Operator.Lte, _) => Is(isDate ? first + " or earlier" : "at most " + first),
            (Operator.Gt, _) => Is((isDate ? "after " : "above ") + first),
            (Operator.Gte, _) => Is(isDate ? first + " or later" : "at least " + first),
            (Operator.Between, _) => Is($"from {first} to {one.Operands[1].Words}"),
            (Operator.Has, false) or (Operator.NotHas, true) => "is known",
            (Operator.Has, true) or (Operator.NotHas, false) => "is unknown",
            (Operator.Neq, false) => "is something other than " + first,
            (Operator.NotIn, false) => one.Operands.Length > 1 ? "is known and none of " + Listed(one.Operands) : "is something other than " + first,
            (Operator.Neq or Operator.NotIn, true) => "is unknown or " + list,
            (Operator.Contains, _) => Does("contain", Words(one.Operands)),
            (Operator.NotContains, false) => "is known and does not contain " + Words(one.Operands),
            (Operator.NotContains, true) => "is unknown or contains " + Words(one.Operands),
            (Operator.StartsWith, _) => Does("start", "with " + list),
            (Operator.EndsWith, _) => Does("end", "with " + list),
            (Operator.Matches, _) => negated ? "does not match the pattern " + first : "matches the pattern " + first,
        };

        string Is(string what) => (negated ? "is not " : "is ") + what;

        string Does(string verb, string what) => (negated ? $"does not {verb} " : $"{verb}s ") + what;
    }

    private static string Words(ImmutableArray<Literal> operands)
    {
        if (operands.Length > 1)
        {
            return "one of the words " + Listed(operands);
        }

        return (operands[0].Words.Contains(' ', StringComparison.Ordinal) ? "the words " : "the word ") + operands[0].Words;
    }

    private static string Listed(ImmutableArray<Literal> operands) => string.Join(", ", operands.Select(o => o.Words));
}

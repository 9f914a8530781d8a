using Baton.Core.Documents;
using Baton.Core.Leads;

namespace Baton.Core.Conditions;

/// <summary>Says a condition in plain words, for people who sign a playbook rather than write one.</summary>
/// <remarks>
/// What is written without “is known” or “is something other than” and says “not” holds of the unknown too, as it does in the language.
/// </remarks>
public static class ConditionWords
{
    /// <summary>The condition as a phrase such as <c>title is one of “CEO”, “COO” and (country is “Austria” or employees is above 200)</c>.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="words">The language; English where none is given.</param>
    public static string Of(Condition condition, Wording? words = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Say(condition, negated: false, isNested: false, words ?? Wording.English);
    }

    /// <summary><c>not</c> is said of each comparison, with “and” and “or” exchanged: “neither … nor …” does not nest.</summary>
    private static string Say(Condition condition, bool negated, bool isNested, Wording words) => condition switch
    {
        Condition.Comparison one => $"{Subject(one.Property, words)} {Predicate(one, negated, words)}",
        Condition.Not not => Say(not.Part, !negated, isNested, words),
        Condition.All or Condition.Any => Join(condition, negated, isNested, words),
        _ => throw new ArgumentException($"{condition.GetType()} is no condition.", nameof(condition)),
    };

    private static string Join(Condition condition, bool negated, bool isNested, Wording words)
    {
        var isAnd = IsAnd(condition, negated);
        var phrases = new List<string>();
        string? subject = null;
        foreach (var (part, isNegated) in Flat(condition, negated, isAnd))
        {
            // “employees is above 5 and is below 9”: a subject is not said twice in a row.
            var next = part is Condition.Comparison one ? Subject(one.Property, words) : null;
            phrases.Add(next is not null && next == subject ? Predicate((Condition.Comparison)part, isNegated, words) : Say(part, isNegated, isNested: true, words));
            subject = next;
        }

        var joined = string.Join($" {(isAnd ? words["and"] : words.Or)} ", phrases);
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
    internal static string Subject(string property, Wording words)
    {
        var name = property.Replace('_', ' ');
        return name.StartsWith(AttributeName.AccountPrefix, StringComparison.OrdinalIgnoreCase)
            ? words["account’s {0}", name[AttributeName.AccountPrefix.Length..]]
            : name;
    }

    private static string Predicate(Condition.Comparison one, bool negated, Wording words)
    {
        var first = one.Operands.IsEmpty ? "" : one.Operands[0].In(words);
        var isDate = one.Operands is [Literal.OfMoment, ..];
        var listed = string.Join(", ", one.Operands.Select(operand => operand.In(words)));
        var oneOf = one.Operands.Length > 1 ? words["one of {0}", listed] : first;
        return (one.Operator, negated) switch
        {
            (Operator.Eq or Operator.In, _) => Is(oneOf),
            (Operator.Lt, _) => Is(isDate ? words["before {0}", first] : words["below {0}", first]),
            (Operator.Lte, _) => Is(isDate ? words["{0} or earlier", first] : words["at most {0}", first]),
            (Operator.Gt, _) => Is(isDate ? words["after {0}", first] : words["above {0}", first]),
            (Operator.Gte, _) => Is(isDate ? words["{0} or later", first] : words["at least {0}", first]),
            (Operator.Between, _) => Is(words["from {0} to {1}", first, one.Operands[1].In(words)]),
            (Operator.Has, false) or (Operator.NotHas, true) => words["is known"],
            (Operator.Has, true) or (Operator.NotHas, false) => words["is unknown"],
            (Operator.Neq, false) => words["is something other than {0}", first],
            (Operator.NotIn, false) => one.Operands.Length > 1 ? words["is known and none of {0}", listed] : words["is something other than {0}", first],
            (Operator.Neq or Operator.NotIn, true) => words["is unknown or {0}", oneOf],
            (Operator.Contains, _) => negated ? words["does not contain {0}", Contained()] : words["contains {0}", Contained()],
            (Operator.NotContains, false) => words["is known and does not contain {0}", Contained()],
            (Operator.NotContains, true) => words["is unknown or contains {0}", Contained()],
            (Operator.StartsWith, _) => negated ? words["does not start with {0}", oneOf] : words["starts with {0}", oneOf],
            (Operator.EndsWith, _) => negated ? words["does not end with {0}", oneOf] : words["ends with {0}", oneOf],
            (Operator.Matches, _) => negated ? words["does not match the pattern {0}", first] : words["matches the pattern {0}", first],
        };

        string Is(string what) => negated ? words["is not {0}", what] : words["is {0}", what];

        string Contained() => one.Operands.Length > 1 ? words["one of the words {0}", listed]
            : first.Contains(' ', StringComparison.Ordinal) ? words["the words {0}", first] : words["the word {0}", first];
    }
}

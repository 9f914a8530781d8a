using System.Collections.Frozen;

namespace Baton.Core.Conditions;

/// <summary>
/// How a property is compared: HubSpot's filter operators. All but <see cref="NotHas"/> are false where the property is unknown.
/// </summary>
public enum Operator
{
    /// <summary>The same text, number, amount, date or yes/no. HubSpot's EQ.</summary>
    Eq,

    /// <summary>Known, and not the same. HubSpot's NEQ.</summary>
    Neq,

    /// <summary>A smaller number or amount, or an earlier date. HubSpot's LT.</summary>
    Lt,

    /// <summary><see cref="Lt"/> or the same. HubSpot's LTE.</summary>
    Lte,

    /// <summary>A larger number or amount, or a later date. HubSpot's GT.</summary>
    Gt,

    /// <summary><see cref="Gt"/> or the same. HubSpot's GTE.</summary>
    Gte,

    /// <summary>From the first to the second, both included. HubSpot's BETWEEN.</summary>
    Between,

    /// <summary>The same as one of a list. HubSpot's IN.</summary>
    In,

    /// <summary>Known, and the same as none of a list. HubSpot's NOT_IN.</summary>
    NotIn,

    /// <summary>Known. HubSpot's HAS_PROPERTY.</summary>
    Has,

    /// <summary>Unknown. HubSpot's NOT_HAS_PROPERTY.</summary>
    NotHas,

    /// <summary>Has the word or the run of words; <c>*</c> at either end stands for the rest of a word. HubSpot's CONTAINS_TOKEN.</summary>
    Contains,

    /// <summary>Known, and without the word or any word of a list. HubSpot's NOT_CONTAINS_TOKEN.</summary>
    NotContains,

    /// <summary>Begins with the text, or one of a list.</summary>
    StartsWith,

    /// <summary>Ends with the text, or one of a list.</summary>
    EndsWith,

    /// <summary>A regular expression of .NET's NonBacktracking engine is found in the text.</summary>
    Matches,
}

/// <summary>How operators are spelled in a playbook.</summary>
public static class Operators
{
    private static readonly FrozenDictionary<string, Operator> BySpelling = Enum.GetValues<Operator>().ToFrozenDictionary(Spelling, StringComparer.Ordinal);

    /// <summary>Every spelling, in the order of <see cref="Operator"/>.</summary>
    public static IReadOnlyList<string> Spellings { get; } = [.. Enum.GetValues<Operator>().Select(Spelling)];

    /// <summary>The word for <paramref name="op"/> in a playbook, as <c>not_in</c>.</summary>
    public static string Spelling(this Operator op) => op switch
    {
        Operator.Eq => "eq",
        Operator.Neq => "neq",
        Operator.Lt => "lt",
        Operator.Lte => "lte",
        Operator.Gt => "gt",
        Operator.Gte => "gte",
        Operator.Between => "between",
        Operator.In => "in",
        Operator.NotIn => "not_in",
        Operator.Has => "has",
        Operator.NotHas => "not_has",
        Operator.Contains => "contains",
        Operator.NotContains => "not_contains",
        Operator.StartsWith => "starts_with",
        Operator.EndsWith => "ends_with",
        Operator.Matches => "matches",
    };

    /// <summary>The operator that a playbook calls <paramref name="spelling"/>.</summary>
    public static bool TryParse(string spelling, out Operator op) => BySpelling.TryGetValue(spelling, out op);
}

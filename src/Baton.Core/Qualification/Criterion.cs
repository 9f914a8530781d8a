using System.Collections.Immutable;
using Baton.Core.Conditions;

namespace Baton.Core.Qualification;

/// <summary>Something that a person, or a form that the playbook trusts, finds out about a lead.</summary>
/// <param name="Name">As gates call it: <c>budget</c>.</param>
/// <param name="Ask">The questions that lead to the answer, at least one.</param>
/// <param name="Type">What answers look like.</param>
/// <param name="Choices">The answers that there are to choose from; empty for every type but <see cref="AnswerType.Choice"/>.</param>
/// <param name="Confirmed">What the answer must be, as a condition on the property <paramref name="Name"/>.</param>
/// <param name="Failed">Which answers say that it will not be, likewise; null where every answer does that is not confirmed.</param>
/// <param name="Forms">The events, by name, whose property <paramref name="Name"/> is an answer that counts; what other forms say of it is none.</param>
public sealed record Criterion(
    string Name,
    ImmutableArray<string> Ask,
    AnswerType Type,
    ImmutableArray<string> Choices,
    Condition Confirmed,
    Condition? Failed,
    ImmutableArray<string> Forms)
{
    /// <summary>True where what a form says counts.</summary>
    /// <param name="form">The name of the form's event, without regard to case.</param>
    public bool Trusts(string form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return Forms.Contains(form.Trim(), StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>What answers look like.</summary>
public enum AnswerType
{
    /// <summary>Anything.</summary>
    Text,

    /// <summary>An amount with its currency: <c>150000 EUR</c>.</summary>
    Money,

    /// <summary>A number.</summary>
    Number,

    /// <summary>How long from now, in months: <c>18 months</c>, or a date.</summary>
    Period,

    /// <summary>One of several.</summary>
    Choice,

    /// <summary>Yes or no.</summary>
    YesNo,
}

/// <summary>What is known of a criterion.</summary>
public enum CriterionState
{
    /// <summary>Nobody has said anything that decides it.</summary>
    Unknown,

    /// <summary>It holds.</summary>
    Confirmed,

    /// <summary>It does not.</summary>
    Failed,
}

/// <summary>How types of answers are called.</summary>
public static class AnswerTypes
{
    /// <summary>The names, in the order of <see cref="AnswerType"/>, as playbooks have them.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Enum.GetValues<AnswerType>().Select(type => type.Name())];

    /// <summary>The type as playbooks and programs have it.</summary>
    public static string Name(this AnswerType type) => type switch
    {
        AnswerType.Text => "text",
        AnswerType.Money => "money",
        AnswerType.Number => "number",
        AnswerType.Period => "period",
        AnswerType.Choice => "choice",
        AnswerType.YesNo => "yes_no",
    };
}

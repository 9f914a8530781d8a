using Baton.Core.Conditions;
using NodaTime;

namespace Baton.Core.Qualification;

/// <summary>What somebody found out about a lead. Never changed: a later answer holds instead.</summary>
/// <param name="Id">Unique; of two at one moment the greater holds.</param>
/// <param name="Criterion">The name of the criterion that it is about.</param>
/// <param name="Value">As it is compared, see <see cref="AnswerReader"/>; missing where it is no longer known.</param>
/// <param name="Written">As it was given.</param>
/// <param name="At">When it was found out.</param>
/// <param name="By">Who says so.</param>
/// <param name="Source">Where from.</param>
/// <param name="Form">The name of the form; null for every other source.</param>
/// <param name="Note">What else was said; null for nothing.</param>
public sealed record Answer(Guid Id, string Criterion, Value Value, string Written, Instant At, string By, AnswerSource Source, string? Form = null, string? Note = null)
{
    /// <summary>True where this one holds instead of the other.</summary>
    public bool IsNewerThan(Answer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return At.CompareTo(other.At) is not 0 and var byTime ? byTime > 0 : Id.CompareTo(other.Id) > 0;
    }
}

/// <summary>Where an answer comes from.</summary>
public enum AnswerSource
{
    /// <summary>A telephone call.</summary>
    Call,

    /// <summary>A meeting.</summary>
    Meeting,

    /// <summary>An e-mail.</summary>
    Email,

    /// <summary>A form that the lead filled in.</summary>
    Form,

    /// <summary>A file from another system.</summary>
    Import,
}

/// <summary>How sources of answers are called.</summary>
public static class AnswerSources
{
    /// <summary>The source as programs have it.</summary>
    public static string Name(this AnswerSource source) => source switch
    {
        AnswerSource.Call => "call",
        AnswerSource.Meeting => "meeting",
        AnswerSource.Email => "email",
        AnswerSource.Form => "form",
        AnswerSource.Import => "import",
    };
}

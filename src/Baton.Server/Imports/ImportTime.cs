using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Server.Scoring;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>As of when a file is true, as the user says it.</summary>
internal static class ImportTime
{
    /// <summary>The time; of a date, which is a whole UTC day, its end. Null where nothing is said.</summary>
    /// <param name="text">Something in which <see cref="ProblemOf"/> sees nothing wrong.</param>
    public static Instant? Of(string? text) => text is null ? null : AsOfTime.Parse(text);

    /// <summary>What is wrong with what is said, or null.</summary>
    /// <param name="kind">What the file's rows are.</param>
    /// <param name="text">What is said; null where nothing is.</param>
    /// <param name="now">A file cannot be true as of later. The day that has begun is no later.</param>
    public static string? ProblemOf(ImportKind kind, string? text, Instant now) =>
        text is null ? null
        : kind == ImportKind.Events ? "Events have times of their own, so --as-of is for leads and deals only. Leave it out."
        : !Moment.TryParse(text, out var moment) ? $"--as-of takes a date such as 2026-06-30 or a time such as 2026-06-30T12:00Z, not \"{text.Shortened()}\"."
        : moment.Instant > now ? $"--as-of takes a time that has been, and {text.Shortened()} is still to come, as days are in UTC. Leave it out where the file is true now."
        : null;
}

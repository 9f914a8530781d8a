using System.Collections.Immutable;

namespace Baton.Core.Qualification;

/// <summary>What is known of a lead by asking: of each criterion the newest answer that people gave, and the newest of each form.</summary>
/// <param name="All">In no particular order.</param>
public sealed record Answers(ImmutableArray<Answer> All)
{
    /// <summary>Forms that make up names of their own cannot grow a lead without bounds: of each criterion the newest of so many forms are kept.</summary>
    private const int MostForms = 10;

    /// <summary>Nobody has asked yet.</summary>
    public static Answers None { get; } = new(ImmutableArray<Answer>.Empty);

    /// <summary>With one more; what it holds instead of is gone from here.</summary>
    public Answers With(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Of([.. All, answer]);
    }

    /// <summary>What is known where two leads turned out to be one.</summary>
    public Answers MergedWith(Answers other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.All.IsEmpty ? this : All.IsEmpty ? other : Of([.. All, .. other.All]);
    }

    /// <summary>The answer that decides a criterion; null where none does.</summary>
    public Answer? To(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        Answer? newest = null;
        foreach (var answer in All)
        {
            if (IsAbout(answer, criterion.Name) && (answer.Form is not { } form || criterion.Trusts(form)) && (newest is null || answer.IsNewerThan(newest)))
            {
                newest = answer;
            }
        }

        return newest;
    }

    /// <inheritdoc/>
    public bool Equals(Answers? other) => other is not null && All.SequenceEqual(other.All);

    /// <inheritdoc/>
    public override int GetHashCode() => All.Length;

    private static Answers Of(ImmutableArray<Answer> all) => new([.. all
        .GroupBy(answer => (Criterion: answer.Criterion.ToUpperInvariant(), Form: answer.Form?.Trim().ToUpperInvariant()))
        .Select(same => same.Aggregate((newest, next) => next.IsNewerThan(newest) ? next : newest))
        .GroupBy(answer => (answer.Criterion.ToUpperInvariant(), IsForm: answer.Form is not null))
        .SelectMany(kind => kind.OrderByDescending(answer => answer.At).ThenByDescending(answer => answer.Id).Take(MostForms))
        .OrderBy(answer => answer.At).ThenBy(answer => answer.Id)]);

    private static bool IsAbout(Answer answer, string criterion) => answer.Criterion.Equals(criterion, StringComparison.OrdinalIgnoreCase);
}

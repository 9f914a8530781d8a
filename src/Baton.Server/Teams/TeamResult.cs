namespace Baton.Server.Teams;

/// <summary>What came of changing a team.</summary>
internal abstract record TeamResult
{
    private TeamResult()
    {
    }

    /// <summary>It is done, or was so already.</summary>
    /// <param name="Id">The team.</param>
    /// <param name="Change">What was done.</param>
    public sealed record Done(Guid Id, TeamChange Change) : TeamResult;

    /// <summary>There is no such team.</summary>
    public sealed record Unknown : TeamResult;

    /// <summary>It was changed since whoever asks has read it.</summary>
    public sealed record ChangedMeanwhile : TeamResult;

    /// <summary>Another team has this name.</summary>
    public sealed record Taken(string Name) : TeamResult;

    /// <summary>Some people who are named are not there.</summary>
    public sealed record Mistaken(IReadOnlyList<TeamMistake> Mistakes) : TeamResult;

    /// <summary>Somebody would be in no team any more who has open hand-offs.</summary>
    /// <param name="Who">A sentence for each of them, with what to do.</param>
    public sealed record LeavesHandoffs(IReadOnlyList<string> Who) : TeamResult;
}

/// <summary>What was done with a team.</summary>
internal enum TeamChange
{
    Added,
    Changed,
    Unchanged,
    Deleted,
}

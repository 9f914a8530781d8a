namespace Baton.Server.People;

/// <summary>What came of changing somebody.</summary>
internal abstract record PersonResult
{
    private PersonResult()
    {
    }

    /// <summary>It is done, or was so already.</summary>
    public sealed record Done(PersonRow Person) : PersonResult;

    /// <summary>Nobody has this id.</summary>
    public sealed record Unknown : PersonResult;

    /// <summary>They were changed since whoever asks has read them.</summary>
    public sealed record ChangedMeanwhile : PersonResult;

    /// <summary>Somebody else has this address.</summary>
    public sealed record Taken(string Email) : PersonResult;

    /// <summary>They manage these teams, which would be left without anybody who is told.</summary>
    public sealed record Manages(IReadOnlyList<string> Teams) : PersonResult;

    /// <summary>Nobody else runs Baton here: without them nobody could let anybody in, or give the role to somebody.</summary>
    public sealed record IsLastToRun : PersonResult;

    /// <summary>So many hand-offs are theirs and open, which would be left with somebody who does nothing about them.</summary>
    public sealed record HasHandoffs(int Open) : PersonResult;
}

/// <summary>What is to change of somebody; null for what stays.</summary>
/// <param name="Email">Their address, in lower case.</param>
/// <param name="Name">What others call them.</param>
/// <param name="Role">One of <see cref="Roles.All"/>.</param>
/// <param name="Active">False where they no longer work here.</param>
internal sealed record PersonChange(string? Email = null, string? Name = null, string? Role = null, bool? Active = null);

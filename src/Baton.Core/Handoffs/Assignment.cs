namespace Baton.Core.Handoffs;

/// <summary>How a team shares what is handed to it.</summary>
public enum Assignment
{
    /// <summary>Everybody as often as everybody else, one after the other.</summary>
    RoundRobin,

    /// <summary>Everybody as often as their weight says, spread evenly: with weights 2 and 1, a b a a b a.</summary>
    Weighted,

    /// <summary>Whoever has the fewest open hand-offs for their weight; where that is the same for several, in rotation.</summary>
    LeastOpen,
}

/// <summary>How ways of sharing are spelled in a playbook.</summary>
public static class Assignments
{
    /// <summary>Every spelling, in the order of <see cref="Assignment"/>.</summary>
    public static IReadOnlyList<string> Spellings { get; } = [.. Enum.GetValues<Assignment>().Select(Spelling)];

    /// <summary>The word for it, as <c>round_robin</c>.</summary>
    public static string Spelling(this Assignment assignment) => assignment switch
    {
        Assignment.RoundRobin => "round_robin",
        Assignment.Weighted => "weighted",
        Assignment.LeastOpen => "least_open",
    };

    /// <summary>What a playbook calls <paramref name="spelling"/>.</summary>
    public static bool TryParse(string spelling, out Assignment assignment)
    {
        var at = Spellings.TakeWhile(known => known != spelling).Count();
        assignment = (Assignment)at;
        return at < Spellings.Count;
    }
}

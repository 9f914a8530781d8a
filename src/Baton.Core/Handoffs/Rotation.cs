namespace Baton.Core.Handoffs;

/// <summary>
/// Smooth weighted round robin, as nginx spreads requests: each candidate's turn grows by their weight, the highest is taken, and loses what all grew
/// by. So turns stay where they are while somebody is no candidate, and nobody who comes back is given what they missed.
/// </summary>
internal static class Rotation
{
    /// <summary>Takes one of <paramref name="candidates"/>, the first of those whose turn is the same, and says where the rotation stands then.</summary>
    public static (Member Taken, Dictionary<Guid, long> Turns) Take(IReadOnlyList<Member> candidates, Assignment pick)
    {
        var weights = candidates.Select(member => pick == Assignment.RoundRobin ? 1 : member.Weight).ToList();
        var turns = candidates.Zip(weights).ToDictionary(pair => pair.First.PersonId, pair => pair.First.Turn + pair.Second);
        var taken = (pick == Assignment.LeastOpen ? LeastOpen(candidates) : candidates).MaxBy(member => turns[member.PersonId])!;
        turns[taken.PersonId] -= weights.Sum();
        return (taken, turns);
    }

    /// <summary>Those with the fewest open hand-offs for their weight.</summary>
    private static List<Member> LeastOpen(IReadOnlyList<Member> candidates)
    {
        var least = candidates.Aggregate((one, other) => Load(other, one) < Load(one, other) ? other : one);
        return [.. candidates.Where(member => Load(member, least) == Load(least, member))];

        // Fractions are compared without division: a/b < c/d where a·d < c·b.
        static long Load(Member of, Member beside) => (long)of.Open * beside.Weight;
    }
}

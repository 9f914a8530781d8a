namespace Baton.Server.Handoffs;

/// <summary>Says that somebody cannot leave yet, for what was handed to them would be left with nobody.</summary>
internal static class StillTheirs
{
    /// <summary>What is still theirs, and how to give it to others.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="person">Their id.</param>
    /// <param name="open">How many open hand-offs they have, from 1.</param>
    /// <param name="wouldBe">What would become of them: an opening such as <c>would be in no team and still </c>, or nothing.</param>
    public static string Words(string name, Guid person, int open, string wouldBe = "") => open == 1
        ? $"{name} {wouldBe}has an open hand-off. Give it to somebody else first: GET /api/handoffs?state=open&person={person} shows it, POST /api/handoffs/{{id}}/assign gives it on."
        : FormattableString.Invariant(
            $"{name} {wouldBe}has {open:N0} open hand-offs. Give them to others first: GET /api/handoffs?state=open&person={person} lists them, POST /api/handoffs/{{id}}/assign gives each on.");
}

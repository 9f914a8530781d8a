namespace Baton.Server.Teams;

/// <summary>What is wrong with a team that somebody wants to have.</summary>
/// <param name="At">Where in the body, such as `members[1].weight`.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record TeamMistake(string At, string Message);

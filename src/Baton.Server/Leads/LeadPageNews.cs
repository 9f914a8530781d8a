namespace Baton.Server.Leads;

/// <summary>What a lead's page tells of what was just tried.</summary>
/// <param name="Problem">Why it was not done; null for nothing.</param>
/// <param name="Attribute">What was typed.</param>
/// <param name="Value">Likewise.</param>
/// <param name="Other">The lead that stands in the way.</param>
/// <param name="Merged">Who was just merged into the lead.</param>
public sealed record LeadPageNews(string? Problem = null, string? Attribute = null, string? Value = null, Guid? Other = null, Guid? Merged = null);

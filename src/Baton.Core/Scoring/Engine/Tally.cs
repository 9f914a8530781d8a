namespace Baton.Core.Scoring.Engine;

/// <summary>How often the events of one UTC day matched one engagement rule.</summary>
/// <param name="Rule">The rule's position in the playbook.</param>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Count">At least 1; not yet capped.</param>
internal readonly record struct Tally(int Rule, int Day, int Count);

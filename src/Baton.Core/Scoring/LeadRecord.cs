using System.Collections.Immutable;
using Baton.Core.Leads;

namespace Baton.Core.Scoring;

/// <summary>
/// What is kept of a lead so that it can be scored as of now without reading its events again. Made of <see cref="Facts"/> or kept up event by
/// event, it gives the same score.
/// </summary>
/// <param name="Edits">What set the lead's attributes; those that newer ones have overwritten may be left out.</param>
/// <param name="AccountEdits">The same of its account.</param>
/// <param name="Tallies">What its events come to.</param>
public sealed record LeadRecord(ImmutableArray<Edit> Edits, ImmutableArray<Edit> AccountEdits, Tallies Tallies);

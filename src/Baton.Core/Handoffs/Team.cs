using System.Collections.Immutable;

namespace Baton.Core.Handoffs;

/// <summary>People who share what is handed to them.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Name">What a playbook calls it; no other team of the workspace has it, whatever the case of its letters.</param>
/// <param name="Calendar">When it works: by it, clocks run.</param>
/// <param name="Manager">Who is told of what it misses; null for nobody.</param>
/// <param name="Members">Who is in it, in the order that decides where all else is equal.</param>
public sealed record Team(Guid Id, string Name, BusinessCalendar Calendar, Guid? Manager, ImmutableArray<Member> Members);

using Baton.Core.Conditions;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// The facts of many leads as of a moment, in columns: each attribute that the playbook asks about as a column of symbols, and the events of a
/// lead side by side. Built by <see cref="FactTableBuilder"/>; immutable.
/// </summary>
internal sealed class FactTable
{
    /// <summary>How many leads there are; they are numbered from 0.</summary>
    public required int Leads { get; init; }

    /// <summary>By property and lead: the symbol of the value.</summary>
    public required int[][] Attributes { get; init; }

    /// <summary>By property and symbol: the value.</summary>
    public required Value[][] Values { get; init; }

    /// <summary>By lead: where its events start in <see cref="Kinds"/> and <see cref="Times"/>.</summary>
    public required int[] FirstEvent { get; init; }

    /// <summary>By lead: how many events it has, each id once.</summary>
    public required int[] EventCount { get; init; }

    /// <summary>By event: its kind.</summary>
    public required int[] Kinds { get; init; }

    /// <summary>By event: when it occurred, in Unix milliseconds.</summary>
    public required long[] Times { get; init; }

    /// <summary>The kinds of events.</summary>
    public required EventKinds EventKinds { get; init; }

    /// <summary>The moment that the facts are as of, in Unix milliseconds.</summary>
    public required long AsOf { get; init; }

    /// <summary>The events of one lead, in no order.</summary>
    public (ReadOnlyMemory<int> Kinds, ReadOnlyMemory<long> Times) EventsOf(int lead) =>
        (Kinds.AsMemory(FirstEvent[lead], EventCount[lead]), Times.AsMemory(FirstEvent[lead], EventCount[lead]));
}

using Baton.Server.Deals;
using Baton.Server.Intake;

namespace Baton.Server.Imports;

/// <summary>A row of an imported file, understood.</summary>
/// <param name="Line">Where it begins, from 1.</param>
internal abstract record ImportRow(long Line)
{
    /// <summary>A lead, or an event.</summary>
    public sealed record OfLead(long Line, Call Call) : ImportRow(Line);

    /// <summary>A deal.</summary>
    public sealed record OfDeal(DealWord Word) : ImportRow(Word.Line);

    /// <summary>One that cannot be read.</summary>
    public sealed record Wrong(RejectedRow Row) : ImportRow(Row.Line);
}

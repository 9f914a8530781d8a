using Baton.Server.Handoffs;
using Baton.Server.Leads;
using Baton.Server.Tasks;
using NodaTime;

namespace Baton.Server.Home;

/// <summary>What there is to do.</summary>
/// <param name="Of">Whose work it is.</param>
/// <param name="HasTeams">True where whoever looks is in a team, or manages one.</param>
/// <param name="Only">The one list that is shown, at length; null where all are.</param>
/// <param name="Now">As of when.</param>
/// <param name="Waiting">Hand-offs that are somebody's and wait for a decision or a first contact.</param>
/// <param name="Queued">Those that are nobody's.</param>
/// <param name="Tasks">What is due today or was before.</param>
/// <param name="Hot">Leads that were taken on and do again what counts most.</param>
public sealed record WorkView(WorkScope Of, bool HasTeams, WorkPart? Only, Instant Now, Listed<WaitingLead> Waiting, Listed<WaitingLead> Queued, Listed<TaskAnswer> Tasks, Listed<HotLead> Hot)
{
    public bool IsEmpty => Waiting.Count + Queued.Count + Tasks.Count + Hot.Count == 0;
}

/// <summary>The lists of My work.</summary>
public enum WorkPart
{
    Waiting,
    Queued,
    Tasks,
    Hot,
}

/// <summary>The beginning of a list.</summary>
/// <param name="Rows">At most so many as the page has room for.</param>
/// <param name="Count">How many there are in all, counted up to <see cref="WorkQueue.MostCounted"/>.</param>
/// <param name="Next">Where the list goes on; null where this is its end.</param>
public sealed record Listed<T>(IReadOnlyList<T> Rows, int Count, string? Next)
{
    /// <summary>The count, as it stands in a heading.</summary>
    public string Counted => Count < WorkQueue.MostCounted ? FormattableString.Invariant($"{Count}") : FormattableString.Invariant($"{WorkQueue.MostCounted - 1}+");
}

/// <summary>A lead that was handed over and waits.</summary>
/// <param name="Handoff">The hand-off's id.</param>
/// <param name="Lead">Who.</param>
/// <param name="Stage">As what it was handed over.</param>
/// <param name="Person">Whose it is; null where it waits in a queue.</param>
/// <param name="Queue">Where it waits; null where it is somebody's.</param>
/// <param name="Opened">When it was handed over.</param>
/// <param name="IsAccepted">True where only the first contact is waited for.</param>
/// <param name="ResponseDue">By when somebody has to have tried to reach the lead; null where no such clock runs.</param>
/// <param name="DecisionDue">By when it has to be accepted or rejected; null likewise.</param>
/// <param name="SnoozedUntil">Until when its clocks stand still; null where they run.</param>
/// <param name="Why">What the lead did of what counts most, the newest first.</param>
public sealed record WaitingLead(
    Guid Handoff,
    LeadCard Lead,
    string Stage,
    PersonName? Person,
    string? Queue,
    Instant Opened,
    bool IsAccepted,
    Instant? ResponseDue,
    Instant? DecisionDue,
    Instant? SnoozedUntil,
    IReadOnlyList<BriefAction> Why);

/// <summary>A lead that was taken on and does again what counts most, since anybody was last in touch.</summary>
/// <param name="Lead">Who.</param>
/// <param name="Person">Whose it is; null where nobody says.</param>
/// <param name="Touched">When somebody was last in touch; null for never.</param>
/// <param name="Why">What it did, the newest first.</param>
public sealed record HotLead(LeadCard Lead, PersonName? Person, Instant? Touched, IReadOnlyList<BriefAction> Why);

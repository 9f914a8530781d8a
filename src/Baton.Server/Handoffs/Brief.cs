using Baton.Server.Leads;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>All that who takes a lead over has to know of it, as it was when it was handed over. Nothing in it changes afterwards.</summary>
/// <param name="Handoff">The hand-off's id.</param>
/// <param name="Stage">What is handed over, such as `SQL`.</param>
/// <param name="At">When.</param>
/// <param name="Playbook">The playbook by which it was.</param>
/// <param name="Person">Who the lead is.</param>
/// <param name="Account">The company that the lead works for; null where none is known.</param>
/// <param name="Score">Every point explained.</param>
/// <param name="FirstTouch">Where the lead came from; null where nothing is known.</param>
/// <param name="LastTouch">What the lead did last; null where nothing is known.</param>
/// <param name="HighIntent">The last three things that it did of those that count most, the newest first: what to open the conversation with.</param>
/// <param name="History">All that it did, by what, the newest first.</param>
/// <param name="Qualification">What was asked and answered, in the order of the playbook.</param>
/// <param name="Notes">What people wrote down and what came of contacts, the newest first; at most 20.</param>
/// <param name="To">Who gets the lead.</param>
/// <param name="ResponseDue">By when somebody has to have tried to reach the lead; null where nothing is agreed.</param>
/// <param name="DecisionDue">By when it has to be accepted or rejected; null where nothing is agreed.</param>
public sealed record Brief(
    Guid Handoff,
    string Stage,
    Instant At,
    BriefPlaybook Playbook,
    BriefPerson Person,
    BriefAccount? Account,
    ExplanationAnswer Score,
    BriefTouch? FirstTouch,
    BriefTouch? LastTouch,
    IReadOnlyList<BriefAction> HighIntent,
    IReadOnlyList<BriefHistory> History,
    IReadOnlyList<BriefAnswer> Qualification,
    IReadOnlyList<BriefNote> Notes,
    BriefAssignment To,
    Instant? ResponseDue,
    Instant? DecisionDue);

/// <summary>The agreement by which a lead was handed over.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Name">What the two teams call it.</param>
public sealed record BriefPlaybook(int Version, string Name);

/// <summary>Who a lead is.</summary>
/// <param name="Lead">The lead's id.</param>
/// <param name="Name">Null where it is not known.</param>
/// <param name="Title">What they do; null where it is not known.</param>
/// <param name="Email">Null where it is not known.</param>
/// <param name="Phone">Null where it is not known.</param>
/// <param name="Attributes">All that is known of them, by name.</param>
public sealed record BriefPerson(Guid Lead, string? Name, string? Title, string? Email, string? Phone, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>What to call them.</summary>
    public string Called => Name ?? Email ?? Phone ?? "Somebody unknown";
}

/// <summary>The company that a lead works for.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Name">Null where it is not known.</param>
/// <param name="Attributes">All that is known of it, by name.</param>
/// <param name="Colleagues">Who else from it is known, those with the highest score first; at most five.</param>
public sealed record BriefAccount(Guid Id, string? Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<BriefColleague> Colleagues);

/// <summary>Somebody else from a lead's company.</summary>
/// <param name="Lead">The lead's id.</param>
/// <param name="Name">What to call them.</param>
/// <param name="Title">What they do; null where it is not known.</param>
/// <param name="Stage">How far they have come.</param>
/// <param name="Total">Their score.</param>
public sealed record BriefColleague(Guid Lead, string Name, string? Title, string Stage, int Total);

/// <summary>A visit, and what led to it.</summary>
/// <param name="At">When.</param>
/// <param name="What">What was done.</param>
/// <param name="Channel">The kind of source, such as `paid search`, `e-mail` or `direct`.</param>
/// <param name="Source">`utm_source`; null where nothing says it.</param>
/// <param name="Medium">`utm_medium`; null where nothing says it.</param>
/// <param name="Campaign">`utm_campaign`; null where nothing says it.</param>
/// <param name="Referrer">The page before; null where nothing says it.</param>
/// <param name="Page">The page; null where nothing says it.</param>
public sealed record BriefTouch(Instant At, string What, string Channel, string? Source, string? Medium, string? Campaign, string? Referrer, string? Page);

/// <summary>Something that a lead did.</summary>
/// <param name="At">When.</param>
/// <param name="What">The event's name.</param>
/// <param name="Rule">The rule that it counts for.</param>
/// <param name="Points">What the rule gives for it before it fades.</param>
/// <param name="Page">The page where it was; null where nothing says it.</param>
public sealed record BriefAction(Instant At, string What, string Rule, decimal Points, string? Page);

/// <summary>How often a lead did something.</summary>
/// <param name="What">The event's name, or `page` and `screen` for views.</param>
/// <param name="Count">How often.</param>
/// <param name="First">When first.</param>
/// <param name="Last">When last.</param>
public sealed record BriefHistory(string What, long Count, Instant First, Instant Last);

/// <summary>What was asked, and what is known of it.</summary>
/// <param name="Criterion">Its name in the playbook.</param>
/// <param name="Ask">The questions.</param>
/// <param name="State">`confirmed`, `failed` or `unknown`.</param>
/// <param name="Answer">As it was given; null where nobody has.</param>
/// <param name="At">When; null likewise.</param>
/// <param name="By">Who says so; null likewise.</param>
/// <param name="Source">Where from: `call`, `meeting`, `email`, `form` or `import`; null likewise.</param>
/// <param name="Note">What else was said; null for nothing.</param>
/// <param name="Form">The form that it is from; null where it is from none.</param>
public sealed record BriefAnswer(
    string Criterion, IReadOnlyList<string> Ask, string State, string? Answer, Instant? At, string? By, string? Source, string? Note, string? Form = null);

/// <summary>What somebody wrote down, or what came of a contact.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Text">What.</param>
public sealed record BriefNote(Instant At, string By, string Text);

/// <summary>Who gets a lead.</summary>
/// <param name="Team">Null where no route came to one.</param>
/// <param name="Person">Null where it waits in a queue.</param>
/// <param name="Queue">Null where it is somebody's.</param>
/// <param name="Zone">By whose wall clock people read the brief's times, such as `Europe/Berlin`: the team's.</param>
public sealed record BriefAssignment(string? Team, string? Person, string? Queue, string Zone);

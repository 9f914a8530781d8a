using System.Collections.Immutable;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>How leads of a stage are handed over: to whom, by when something has to happen, and how often somebody tries.</summary>
/// <param name="Stage">The stage that is handed over: MQL to those who qualify, SQL to those who close.</param>
/// <param name="Routes">Who gets a lead; the first that matches.</param>
/// <param name="Fallback">The team or queue for leads that no route gives to anybody.</param>
/// <param name="Response">By when somebody has to have tried to reach the lead; null asks nothing.</param>
/// <param name="Decision">By when the hand-off has to be accepted or rejected; null asks nothing.</param>
/// <param name="Cadence">How often somebody tries to reach the lead; null leaves it to them.</param>
public sealed record HandoffPlan(Stage Stage, ImmutableArray<Route> Routes, string Fallback, Deadline? Response, Deadline? Decision, Cadence? Cadence);

/// <summary>A time by which something has to happen, and what is done as it comes near and passes.</summary>
/// <param name="Within">In business time of the team, longer than nothing.</param>
/// <param name="Remind">At how many percent of the time the assignee is reminded; null for never.</param>
/// <param name="Escalate">At how many percent the team's manager is told; null for never.</param>
/// <param name="Reassign">At how many percent somebody else gets the hand-off; null for never.</param>
public sealed record Deadline(Duration Within, int? Remind, int? Escalate, int? Reassign)
{
    /// <summary>The response time where a playbook says nothing of it: an hour; a reminder after half of it, the manager at its end, somebody else after one and a half.</summary>
    public static Deadline UsualResponse { get; } = new(Duration.FromMinutes(60), Remind: 50, Escalate: 100, Reassign: 150);

    /// <summary>The times at which something is done, as parts of <see cref="Within"/>, the earliest first. At 100 percent the deadline is missed, whatever is done then.</summary>
    public IEnumerable<(int Percent, StepKind Kind)> Steps
    {
        get
        {
            var steps = new List<(int Percent, StepKind Kind)> { (100, StepKind.Breach) };
            foreach (var (percent, kind) in ((int?, StepKind)[])[(Remind, StepKind.Remind), (Escalate, StepKind.Escalate), (Reassign, StepKind.Reassign)])
            {
                if (percent is { } at)
                {
                    steps.Add((at, kind));
                }
            }

            return steps.Order();
        }
    }
}

/// <summary>Attempts to reach a lead, in order.</summary>
/// <param name="Attempts">At least one.</param>
/// <param name="GraceDays">How many days after the last attempt the lead is given to answer.</param>
/// <param name="WakeDays">After how many days a lead that nobody reached comes back to marketing's attention; null for never.</param>
public sealed record Cadence(ImmutableArray<Attempt> Attempts, int GraceDays, int? WakeDays);

/// <summary>One attempt to reach a lead.</summary>
/// <param name="Kind">By which means.</param>
/// <param name="Day">How many days after the hand-off it is due.</param>
public readonly record struct Attempt(ContactKind Kind, int Day);

/// <summary>What is done at a point of a clock, in the order in which it is done where several fall together.</summary>
public enum StepKind
{
    /// <summary>The assignee is reminded.</summary>
    Remind,

    /// <summary>The deadline is missed.</summary>
    Breach,

    /// <summary>The team's manager is told.</summary>
    Escalate,

    /// <summary>Somebody else gets the hand-off.</summary>
    Reassign,
}

/// <summary>By which means people reach each other.</summary>
public enum ContactKind
{
    /// <summary>A telephone call.</summary>
    Call,

    /// <summary>An e-mail.</summary>
    Email,

    /// <summary>A meeting, on site or by video.</summary>
    Meeting,

    /// <summary>A message: LinkedIn, WhatsApp, SMS.</summary>
    Message,
}

/// <summary>How the kinds of steps and contacts are called.</summary>
public static class HandoffNames
{
    /// <summary>The step as programs have it.</summary>
    public static string Name(this StepKind kind) => kind switch
    {
        StepKind.Remind => "remind",
        StepKind.Breach => "breach",
        StepKind.Escalate => "escalate",
        StepKind.Reassign => "reassign",
    };

    /// <summary>The kind as playbooks and programs have it.</summary>
    public static string Name(this ContactKind kind) => kind switch
    {
        ContactKind.Call => "call",
        ContactKind.Email => "email",
        ContactKind.Meeting => "meeting",
        ContactKind.Message => "message",
    };

    /// <summary>The kind as people read it.</summary>
    public static string Title(this ContactKind kind) => kind switch
    {
        ContactKind.Call => "Call",
        ContactKind.Email => "E-mail",
        ContactKind.Meeting => "Meeting",
        ContactKind.Message => "Message",
    };

    /// <summary>The kind that is called so; null for none.</summary>
    /// <param name="called">As it is written, in its one spelling.</param>
    /// <param name="naming">In whose words: <see cref="Name(ContactKind)"/> or <see cref="Title"/>.</param>
    internal static ContactKind? KindCalled(string? called, Func<ContactKind, string> naming) =>
        Enum.GetValues<ContactKind>().Where(kind => naming(kind) == called).Select(kind => (ContactKind?)kind).FirstOrDefault();
}

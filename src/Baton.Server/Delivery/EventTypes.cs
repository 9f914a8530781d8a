using Baton.Core.Documents;
using Baton.Core.Lifecycle;
using Baton.Server.Deals;
using Baton.Server.Leads;
using Baton.Server.Shell;

namespace Baton.Server.Delivery;

/// <summary>The types of events that targets are told, and how many are named at once.</summary>
internal static class EventTypes
{
    /// <summary>All of them.</summary>
    public const string Any = "*";

    /// <summary>Sent when somebody tries a target.</summary>
    public const string Test = "webhook.test";

    /// <summary>An e-mail with a link by which somebody who is let in chooses a password.</summary>
    public const string Invitation = "person.invited";

    /// <summary>An e-mail with a link by which somebody who has forgotten their password chooses another.</summary>
    public const string PasswordForgotten = "person.password_forgotten";

    /// <summary>Every type there is, with what it tells, in a sentence.</summary>
    public static readonly IReadOnlyList<(string Type, string Tells)> All =
    [
        .. Enum.GetValues<Stage>().Select(stage => (OfStage(stage), $"The lead now stands at {stage.Title()}.")),
        (ActivityKinds.LeadRejected, Words.Of("Sales gave the lead back, with a reason.")),
        (ActivityKinds.LeadSnoozed, Words.Of("The lead is left alone for a while: its clocks stand still.")),
        (ActivityKinds.LeadResumed, Words.Of("The lead's clocks run again.")),
        (ActivityKinds.HandoffOpened, Words.Of("The lead was handed over, to somebody or into a queue; with the brief.")),
        (ActivityKinds.HandoffAssigned, Words.Of("The hand-off is somebody else's now.")),
        (ActivityKinds.HandoffAccepted, Words.Of("Somebody took the lead on.")),
        (ActivityKinds.HandoffResponded, Words.Of("Somebody tried to reach the lead for the first time since it was handed over.")),
        (ActivityKinds.HandoffClosed, Words.Of("Nothing more is asked of anybody about the hand-off.")),
        (ActivityKinds.HandoffStuck, Words.Of("Somebody else was to get the hand-off, and there is nobody.")),
        (ActivityKinds.SlaReminded, Words.Of("So much of the agreed time is over that its owner is reminded.")),
        (ActivityKinds.SlaBreached, Words.Of("The agreed time is over.")),
        (ActivityKinds.SlaEscalated, Words.Of("The manager is told that it is late.")),
        (ActivityKinds.SlaReassigned, Words.Of("It is so late that the hand-off goes to somebody else.")),
        (ActivityKinds.TaskAdded, Words.Of("Somebody has something to do about the lead.")),
        (ActivityKinds.TaskDue, Words.Of("It is time to do it.")),
        (ActivityKinds.TaskDone, Words.Of("It was done.")),
        (ActivityKinds.TaskDropped, Words.Of("It need not be done any more.")),
        (ActivityKinds.ContactLogged, Words.Of("Somebody was in touch with the lead, or tried.")),
        (ActivityKinds.AnswerGiven, Words.Of("Something was found out by asking, or the lead said it in a form that the playbook trusts.")),
        (ActivityKinds.NoteAdded, Words.Of("Somebody wrote something down.")),
        (DealNews.Opened, Words.Of("There is a new deal.")),
        (DealNews.Changed, Words.Of("A deal has changed, or is open again.")),
        (DealNews.Won, Words.Of("A deal is won.")),
        (DealNews.Lost, Words.Of("A deal is lost.")),
        (Test, Words.Of("Somebody tries the webhook or the channel, which is sent this whatever types it asks for.")),
    ];

    /// <summary>The type that tells of a lead's coming to a stage: <c>lead.sql</c>.</summary>
    public static string OfStage(Stage stage) => $"lead.{stage.Title().ToLowerInvariant()}";

    /// <summary>True of what is for its receiver alone: it says what makes others them, and whoever looks after messages does not see it.</summary>
    public static bool IsForReceiverAlone(string type) => type is Invitation or PasswordForgotten;

    /// <summary>True where <c>lead.sql</c>, <c>lead.*</c> or <c>*</c> has a type in it.</summary>
    public static bool Covers(string pattern, string type) =>
        pattern == Any || pattern == type || (pattern.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal));

    /// <summary>What is wrong with a pattern that no type is in, and what was meant, perhaps; null where there is one.</summary>
    public static string? Mistake(string pattern) => All.Any(one => Covers(pattern, one.Type)) ? null
        : $"There are no events `{pattern.Shortened()}`{NearestWord.HintOrStop(pattern, All.Select(one => one.Type).Concat(Beginnings))}";

    private static IEnumerable<string> Beginnings => All.Select(one => one.Type[..one.Type.IndexOf('.', StringComparison.Ordinal)] + ".*").Distinct();
}

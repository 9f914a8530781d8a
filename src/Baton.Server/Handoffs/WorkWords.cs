using System.Text.RegularExpressions;
using Baton.Core.Handoffs;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Handoffs;

/// <summary>What people do about leads, in the language of the page.</summary>
internal static partial class WorkWords
{
    /// <summary>How somebody is reached.</summary>
    public static string Of(ContactKind kind, IStringLocalizer<Words> words) => kind switch
    {
        ContactKind.Call => words["Call"],
        ContactKind.Email => words["E-mail"],
        ContactKind.Meeting => words["Meeting"],
        ContactKind.Message => words["Message"],
    };

    /// <summary>What came of it, in the words of who did it.</summary>
    public static string Of(ContactOutcome outcome, IStringLocalizer<Words> words) => outcome switch
    {
        ContactOutcome.Reached => words["We spoke"],
        ContactOutcome.MeetingAgreed => words["We agreed to a meeting"],
        ContactOutcome.NoAnswer => words["Nobody answered"],
        ContactOutcome.LeftMessage => words["I left a message"],
        ContactOutcome.Sent => words["It is sent"],
        ContactOutcome.WrongAddress => words["The number or address is wrong"],
    };

    public static IReadOnlyList<(string Value, string Words)> Kinds(IStringLocalizer<Words> words) => [.. Enum.GetValues<ContactKind>().Select(kind => (kind.Name(), Of(kind, words)))];

    public static IReadOnlyList<(string Value, string Words)> Outcomes(IStringLocalizer<Words> words) => [.. Enum.GetValues<ContactOutcome>().Select(outcome => (outcome.Name(), Of(outcome, words)))];

    /// <summary>What can come of a call.</summary>
    public static IReadOnlyList<(string Value, string Words)> OutcomesOfCalls(IStringLocalizer<Words> words) =>
        [.. Enum.GetValues<ContactOutcome>().Where(outcome => outcome != ContactOutcome.Sent).Select(outcome => (outcome.Name(), Of(outcome, words)))];

    /// <summary>The title of a task: of an attempt as Baton writes it, of all else as somebody has.</summary>
    public static string Title(string title, IStringLocalizer<Words> words) =>
        Attempt().Match(title) is { Success: true } attempt && HandoffNames.KindCalled(attempt.Groups["kind"].Value, HandoffNames.Title) is { } known
            ? words["{0} (attempt {1} of {2})", Of(known, words), attempt.Groups["number"].Value, attempt.Groups["all"].Value]
            : title;

    /// <summary>The icon of a means; of what is no contact, that of a task.</summary>
    public static string IconOf(string? kind) => kind switch
    {
        "call" => "phone",
        "email" => "mail",
        "meeting" => "users",
        "message" => "message",
        _ => "list-check",
    };

    /// <summary>What becomes of a lead that is given back for a reason.</summary>
    public static string Of(RejectionReason reason, IStringLocalizer<Words> words) => reason switch
    {
        { Ends: true } => words["never comes back"],
        { AheadMonths: { } months } => words["comes back {0} months before the time it names", months],
        { WakeDays: { } days } => words["comes back after {0} days", days],
        _ => words["comes back when it gets active again"],
    };

    /// <summary>What was done just now.</summary>
    public static string Of(Done done, IStringLocalizer<Words> words) => done.What switch
    {
        LeadAct.Accepted => words["{0} is yours now.", done.Called],
        LeadAct.GivenBack => words["{0} went back to marketing.", done.Called],
        LeadAct.ContactLogged => words["Logged for {0}.", done.Called],
        LeadAct.Noted => words["Your note about {0} is kept.", done.Called],
        LeadAct.Answered => words["What {0} said is kept.", done.Called],
        LeadAct.Snoozed => words["{0} is left alone for now: its clocks stand still.", done.Called],
        LeadAct.Resumed => words["The clocks of {0} run again.", done.Called],
        LeadAct.TaskAdded => words["There is a new task about {0}.", done.Called],
        LeadAct.TaskDone => words["A task about {0} is done.", done.Called],
        LeadAct.TaskDropped => words["A task about {0} was dropped.", done.Called],
        LeadAct.Moved => words["{0} was moved.", done.Called],
    };

    [GeneratedRegex(@"^(?<kind>[A-Za-z-]{1,20}) \(attempt (?<number>[0-9]{1,4}) of (?<all>[0-9]{1,4})\)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Attempt();
}

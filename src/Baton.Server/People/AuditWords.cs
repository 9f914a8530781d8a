using System.Text.Json;
using Baton.Core.Documents;
using Baton.Server.Api;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.People;

/// <summary>What stands in the audit log, in the language of the page.</summary>
internal static class AuditWords
{
    private const int LongestValue = 300;

    /// <summary>What was done.</summary>
    public static string Act(string act) => act switch
    {
        "absence.added" => Words.Of("Absence noted"),
        "absence.changed" => Words.Of("Absence changed"),
        "absence.deleted" => Words.Of("Absence deleted"),
        "baton.set_up" => Words.Of("Baton set up"),
        "calendar.deleted" => Words.Of("Calendar address withdrawn"),
        "calendar.made" => Words.Of("Calendar address made"),
        "import.samples" => Words.Of("Samples imported"),
        "import.started" => Words.Of("Import started"),
        "import.stopped" => Words.Of("Import stopped"),
        "key.made" => Words.Of("Key made"),
        "key.revoked" => Words.Of("Key revoked"),
        "leads.exported" => Words.Of("Leads exported"),
        "mail.tried" => Words.Of("Test mail sent"),
        "message.resent" => Words.Of("Message sent again"),
        "messages.resent" => Words.Of("Messages that were given up sent again"),
        "person.added" => Words.Of("Person added"),
        "person.changed" => Words.Of("Person changed"),
        "person.code_begun" => Words.Of("Code at sign-in turned on"),
        "person.code_ended" => Words.Of("Code at sign-in turned off"),
        "person.invited" => Words.Of("Person invited"),
        "person.invited_again" => Words.Of("Person invited again"),
        "person.password_changed" => Words.Of("Own password changed"),
        "person.password_chosen" => Words.Of("Password chosen by a link"),
        "person.password_made" => Words.Of("New password made for a person"),
        "person.recovery_codes_renewed" => Words.Of("New recovery codes made"),
        "person.signed_out" => Words.Of("Person signed out everywhere"),
        "playbook.drafted" => Words.Of("Playbook drafted"),
        "playbook.published" => Words.Of("Playbook put in force"),
        "playbook.sample_published" => Words.Of("Sample playbook put in force"),
        "playbook.signed" => Words.Of("Playbook signed"),
        "retention.changed" => Words.Of("Retention changed"),
        "slack.added" => Words.Of("Slack channel added"),
        "slack.changed" => Words.Of("Slack channel changed"),
        "slack.deleted" => Words.Of("Slack channel deleted"),
        "slack.tried" => Words.Of("Slack channel tested"),
        "team.added" => Words.Of("Team added"),
        "team.changed" => Words.Of("Team changed"),
        "team.deleted" => Words.Of("Team deleted"),
        "webhook.added" => Words.Of("Webhook added"),
        "webhook.changed" => Words.Of("Webhook changed"),
        "webhook.deleted" => Words.Of("Webhook deleted"),
        "webhook.replayed" => Words.Of("Messages sent to a webhook again"),
        "webhook.secret_renewed" => Words.Of("Webhook given a new secret"),
        "webhook.tried" => Words.Of("Webhook tested"),
        "workspace.renamed" => Words.Of("Workspace renamed"),
        _ => act,
    };

    /// <summary>What acts are about: how their names begin.</summary>
    public static string Kind(string kind) => kind switch
    {
        "absence" => Words.Of("Absences"),
        "baton" => Words.Of("Setting Baton up"),
        "calendar" => Words.Of("Calendars"),
        "import" => Words.Of("Imports"),
        "key" => Words.Of("Keys"),
        "leads" => Words.Of("Exports of leads"),
        "mail" => Words.Of("Test mails"),
        "message" => Words.Of("Messages, one by one"),
        "messages" => Words.Of("Messages, several at once"),
        "person" => Words.Of("People"),
        "playbook" => Words.Of("Playbook"),
        "retention" => Words.Of("Retention"),
        "slack" => Words.Of("Slack channels"),
        "team" => Words.Of("Teams"),
        "webhook" => Words.Of("Webhooks"),
        "workspace" => Words.Of("Workspace"),
        _ => kind,
    };

    /// <summary>To what it was done.</summary>
    /// <param name="row">The act.</param>
    /// <param name="people">What people are called, by their ids.</param>
    /// <param name="words">The language.</param>
    public static string Subject(AuditRow row, IReadOnlyDictionary<string, string> people, IStringLocalizer<Words> words) => (row.Act, row.Subject) switch
    {
        ("retention.changed" or "import.samples", _) => "",
        ("leads.exported", "all leads") => words["all of the leads"],
        ("leads.exported", "the leads of a list") => words["the leads of a list"],
        ("leads.exported", var some) when some.Split(' ') is [var count, "leads"] => words["{0} leads", count],
        (_, var subject) => people.GetValueOrDefault(subject, subject),
    };

    /// <summary>What else there is to be known: what it is called, and its value.</summary>
    /// <param name="json">As it is kept.</param>
    /// <param name="people">What people are called, by their ids.</param>
    /// <param name="zone">By which wall clock.</param>
    /// <param name="words">The language.</param>
    public static IEnumerable<(string Name, string Value)> Details(string json, IReadOnlyDictionary<string, string> people, NodaTime.DateTimeZone zone, IStringLocalizer<Words> words)
    {
        using var detail = JsonDocument.Parse(json);
        return detail.RootElement.ValueKind != JsonValueKind.Object ? []
            : [.. detail.RootElement.EnumerateObject().Select(one => (Name(one.Name, words), Value(one.Name, one.Value, people, zone, words))).Where(one => one.Item2.Length > 0)];
    }

    private static string Name(string name, IStringLocalizer<Words> words) => name switch
    {
        "active" => words["Works here"],
        "before" => words["Days before"],
        "by" => words["Signed by"],
        "bytes" => words["Bytes"],
        "columns" => words["Columns"],
        "days" => words["Days to keep"],
        "email" => words["E-mail"],
        "enabled" => words["In use"],
        "from" => words["From"],
        "hint" => words["How it looks"],
        "holidays" => words["Holidays"],
        "hours" => words["Hours"],
        "kind" => words["Kind"],
        "line" => words["Line"],
        "list" => words["List"],
        "manager" => words["Manager"],
        "members" => words["Members"],
        "messages" => words["Messages"],
        "name" => words["Name"],
        "newAddress" => words["New address"],
        "newSigningSecret" => words["New signing secret"],
        "pressedThere" => words["Buttons act within Slack"],
        "role" => words["Role"],
        "scopes" => words["Rights"],
        "since" => words["Since"],
        "team" => words["Team"],
        "to" => words["Until"],
        "types" => words["Events"],
        "url" => words["Address"],
        "zone" => words["Time zone"],
        _ => name,
    };

    private static string Value(string name, JsonElement value, IReadOnlyDictionary<string, string> people, NodaTime.DateTimeZone zone, IStringLocalizer<Words> words) => value.ValueKind switch
    {
        JsonValueKind.True => words["Yes"],
        JsonValueKind.False => words["No"],
        JsonValueKind.Number => value.TryGetInt64(out var number) ? NumberWords.Of(number) : value.GetRawText(),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(one => Value(name, one, people, zone, words))).Shortened(LongestValue),
        JsonValueKind.String => Text(name, value.GetString()!, people, zone, words).Shortened(LongestValue),
        JsonValueKind.Object => value.GetRawText().Shortened(LongestValue),
        _ => "",
    };

    private static string Text(string name, string text, IReadOnlyDictionary<string, string> people, NodaTime.DateTimeZone zone, IStringLocalizer<Words> words) => (name, text) switch
    {
        ("role" or "team", _) => words[RoleWords.Of(text)],
        ("kind", "leads") => words["Leads"],
        ("kind", "events") => words["Events"],
        ("kind", "deals") => words["Deals"],
        ("types", "*") => words["all events"],
        ("from" or "to" or "since", _) when Times.TryRead(text, out var time) => MomentWords.Exact(time, zone),
        _ => people.GetValueOrDefault(text, text),
    };
}

using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Baton.Server.Api;

/// <summary>Examples in the description of the API.</summary>
internal static class ApiExamples
{
    private const string Lead = "0199f1a2-5b7c-7def-8123-456789abcdef";
    private const string Other = "0199f1a2-61d0-7aa1-9c44-0123456789ab";
    private const string Time = "2026-03-31T12:00:00Z";

    public const string Playbook = "name: Machines\nfit:\n  rules:\n    - { name: Manager, points: 15, when: { title: { contains: manager } } }\nstages: { mql: { score: 15 } }\n";

    /// <summary>By the name of a parameter of an address, or by the route and the name.</summary>
    private static readonly Dictionary<string, JsonNode> OfParameters = new(StringComparer.Ordinal)
    {
        ["id"] = Lead,
        ["eventId"] = Other,
        ["absenceId"] = Other,
        ["version"] = 2,
        ["from"] = 1,
        ["to"] = 2,
        ["where"] = "{ score: { gte: 50 }, country: { in: [Germany, Austria] } }",
        ["stage"] = "MQL",
        ["account"] = Other,
        ["q"] = "acme",
        ["email"] = "jo@acme.example",
        ["userId"] = "u-1001",
        ["anonymousId"] = "a-77",
        ["visitors"] = false,
        ["sort"] = "-score",
        ["limit"] = 50,
        ["cursor"] = "AX3kq0…",
        ["kind"] = "track",
        ["name"] = "Quote Requested",
        ["asOf"] = "2026-03-31",
        ["domain"] = "acme.example",
        ["groupId"] = "acme",
        ["map"] = new JsonArray("Rolle=title"),
        ["POST api/imports kind"] = "leads",
        ["POST api/imports name"] = "crm.csv",
        ["POST api/imports id"] = "Record ID",
        ["POST api/imports/preview kind"] = "leads",
        ["POST api/imports/preview name"] = "crm.csv",
        ["POST api/imports/preview id"] = "Record ID",
        ["GET api/leads/{id}/explanation playbook"] = 2,
        ["GET api/messages state"] = "dead",
        ["GET api/messages lead"] = Lead,
        ["GET api/messages type"] = "lead.sql",
        ["GET api/messages target"] = Other,
    };

    /// <summary>By the name of a member of an answer or a request.</summary>
    private static readonly Dictionary<string, JsonNode> OfMembers = new(StringComparer.Ordinal)
    {
        ["id"] = Lead,
        ["lead"] = Lead,
        ["mergedInto"] = Lead,
        ["with"] = Other,
        ["part"] = Other,
        ["event"] = Other,
        ["known"] = true,
        ["created"] = Time,
        ["stageSince"] = Time,
        ["since"] = Time,
        ["nextChange"] = "2026-04-01T00:00:00Z",
        ["at"] = Time,
        ["received"] = Time,
        ["asOf"] = Time,
        ["last"] = Time,
        ["published"] = Time,
        ["started"] = Time,
        ["finished"] = Time,
        ["revoked"] = Time,
        ["total"] = 62,
        ["fit"] = 30,
        ["engagement"] = 32,
        ["grade"] = "B1",
        ["playbook"] = 2,
        ["version"] = 2,
        ["from"] = 1,
        ["to"] = 2,
        ["stage"] = "MQL",
        ["next"] = "SQL",
        ["email"] = "jo@acme.example",
        ["title"] = "Plant Manager",
        ["name"] = "Acme",
        ["value"] = "Plant Manager",
        ["attribute"] = "title",
        ["kind"] = "track",
        ["type"] = "event",
        ["machine"] = false,
        ["mark"] = "user agent",
        ["account"] = Other,
        ["actor"] = "key crm",
        ["reason"] = "is a `track` call without `event`",
        ["payload"] = "{\"type\":\"track\",\"userId\":\"u-1001\"}",
        ["text"] = "Asked for a quote",
        ["points"] = 30,
        ["asks"] = "“Quote Requested”",
        ["unfaded"] = 30,
        ["seen"] = 1,
        ["counted"] = 1,
        ["rule"] = "Student",
        ["holds"] = true,
        ["createdBy"] = "key crm",
        ["yaml"] = Playbook,
        ["valid"] = true,
        ["line"] = 3,
        ["column"] = 7,
        ["message"] = "this is not valid YAML",
        ["section"] = "fit rule",
        ["was"] = "+15",
        ["is"] = "+20",
        ["words"] = "The fit rule “Manager” is changed: +15 becomes +20.",
        ["done"] = 62,
        ["team"] = "marketing",
        ["by"] = "key crm",
        ["hint"] = "baton_…x7Qa",
        ["key"] = "baton_AZ…",
        ["Page`1.next"] = "AX3kq0…",
        ["IdentityAnswer.kind"] = "email",
        ["IdentityAnswer.value"] = "jo@acme.example",
        ["AccountKeyAnswer.kind"] = "domain",
        ["AccountKeyAnswer.value"] = "acme.example",
        ["ExplanationLineAnswer.part"] = "engagement",
        ["ExplanationLineAnswer.kind"] = "rule",
        ["RuleNotHeldAnswer.part"] = "fit",
        ["RuleNotHeldAnswer.points"] = -25,
        ["RuleNotHeldAnswer.asks"] = "title contains the word “student”",
        ["PlaybookChangeAnswer.kind"] = "changed",
        ["PlaybookChangeAnswer.name"] = "Manager",
        ["PlaybookAnswer.name"] = "Machines",
        ["PlaybookCheck.name"] = "Machines",
        ["LeadInList.name"] = "Jo Miller",
        ["KeyAnswer.name"] = "crm",
        ["KeyRequest.name"] = "crm",
        ["file"] = "crm.csv",
        ["state"] = "running",
        ["problem"] = "crm.csv ends in the middle of a row.",
        ["progress"] = 0.5,
        ["accepted"] = 120,
        ["rejected"] = 1,
        ["read"] = 124,
        ["isWhole"] = true,
        ["repeated"] = 3,
        ["count"] = 1,
        ["firstLine"] = 3,
        ["isUsed"] = true,
        ["meaning"] = "title",
        ["complete"] = false,
        ["eventsFrom"] = "2026-03-01T00:00:00Z",
        ["ImportAnswer.kind"] = "leads",
        ["ImportAnswer.known"] = 3,
        ["ImportPreviewAnswer.kind"] = "leads",
        ["ColumnMeaning.column"] = "Rolle",
        ["ColumnMeaning.note"] = "decimal comma",
        ["RejectionAnswer.reason"] = "has more fields than the header: 4 instead of 3",
        ["ExplanationAnswer.note"] = "What the lead did before 2026-03-01 is no longer kept event by event.",
        ["TimelinePage.next"] = "AX3kq0…",
        ["TimelineItem.name"] = "Quote Requested",
        ["url"] = "https://hooks.acme.example/baton",
        ["enabled"] = true,
        ["disabledBecause"] = "It answered 410: it is gone for good.",
        ["failures"] = 0,
        ["failingSince"] = Time,
        ["heldUntil"] = Time,
        ["bothSecretsUntil"] = Time,
        ["secret"] = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
        ["WebhookAnswer.name"] = "CRM",
        ["WebhookRequest.name"] = "CRM",
        ["WebhookChange.name"] = "CRM",
        ["SlackAnswer.name"] = "#sales",
        ["SlackRequest.name"] = "#sales",
        ["delivered"] = true,
        ["status"] = 200,
        ["milliseconds"] = 84,
        ["body"] = "ok",
        ["TrialAnswer.message"] = Other,
        ["TrialAnswer.problem"] = "It answered 500.",
        ["target"] = Other,
        ["attempts"] = 1,
        ["tried"] = Time,
        ["nextAttempt"] = Time,
        ["messages"] = 3,
        ["MessageInList.type"] = "lead.sql",
        ["MessageInList.by"] = "webhook",
        ["MessageInList.to"] = "ann@acme.example",
        ["MessageInList.state"] = "sent",
        ["MessageInList.problem"] = "It answered 500.",
        ["ReplayRequest.since"] = Time,
        ["zone"] = "Europe/Berlin",
        ["hours"] = "Mon-Fri 09:00-12:30, 13:00-17:00",
        ["weight"] = 2,
        ["capacity"] = 12,
        ["role"] = "sdr",
        ["active"] = true,
        ["hasPassword"] = true,
        ["password"] = "kW3v…",
        ["deactivated"] = Time,
        ["person"] = Other,
        ["manager"] = "bo@acme.example",
        ["TeamAnswer.name"] = "Inside sales",
        ["TeamRequest.name"] = "Inside sales",
        ["TeamPersonAnswer.name"] = "Bo Berg",
        ["TeamPersonAnswer.email"] = "bo@acme.example",
        ["TeamMemberAnswer.name"] = "Ann Lee",
        ["TeamMemberAnswer.email"] = "ann@acme.example",
        ["TeamMemberRequest.person"] = "ann@acme.example",
        ["PersonAnswer.name"] = "Ann Lee",
        ["PersonAnswer.email"] = "ann@acme.example",
        ["PersonRequest.name"] = "Ann Lee",
        ["PersonRequest.email"] = "ann@acme.example",
        ["PersonPatch.name"] = "Ann Lee",
        ["PersonPatch.email"] = "ann@acme.example",
        ["AbsenceAnswer.from"] = "2026-07-06T07:00:00Z",
        ["AbsenceAnswer.to"] = "2026-07-20T07:00:00Z",
        ["AbsenceAnswer.reason"] = "Holidays",
        ["AbsenceRequest.from"] = "2026-07-06T07:00:00Z",
        ["AbsenceRequest.to"] = "2026-07-20T07:00:00Z",
        ["AbsenceRequest.reason"] = "Holidays",
        ["AbsenceEnd.to"] = "2026-07-13T07:00:00Z",
    };

    private static readonly Dictionary<string, Func<JsonNode>> OfRequests = new(StringComparer.Ordinal)
    {
        ["PATCH api/leads/{id}"] = () => new JsonObject { ["attributes"] = new JsonObject { ["title"] = "Plant Manager", ["employees"] = 120, ["phone"] = null } },
        ["POST api/leads/{id}/merge"] = () => new JsonObject { ["with"] = Other },
        ["POST api/leads/{id}/unmerge"] = () => new JsonObject { ["part"] = Other },
        ["POST api/leads/{id}/events/{eventId}/mark"] = () => new JsonObject { ["machine"] = true },
        ["POST api/playbooks/check"] = () => Playbook,
        ["POST api/playbooks"] = () => Playbook,
        ["POST api/playbooks/{version}/sign-offs"] = () => new JsonObject { ["team"] = "marketing" },
        ["POST api/webhooks"] = () => new JsonObject { ["name"] = "CRM", ["url"] = "https://hooks.acme.example/baton", ["types"] = new JsonArray("lead.*", "handoff.*") },
        ["PATCH api/webhooks/{id}"] = () => new JsonObject { ["types"] = new JsonArray("*"), ["enabled"] = true },
        ["POST api/webhooks/{id}/replay"] = () => new JsonObject { ["since"] = Time },
        ["POST api/slack"] = () => new JsonObject { ["name"] = "#sales", ["url"] = "https://hooks.slack.com/services/T000/B000/XXXX", ["types"] = new JsonArray("handoff.*") },
        ["POST api/messages/resend"] = () => new JsonObject { ["target"] = Other },
        ["PATCH api/workspace"] = () => new JsonObject { ["name"] = "Acme" },
        ["POST api/teams"] = Team,
        ["PUT api/teams/{id}"] = Team,
        ["POST api/people"] = () => new JsonObject { ["email"] = "ann@acme.example", ["name"] = "Ann Lee", ["role"] = "sdr" },
        ["PATCH api/people/{id}"] = () => new JsonObject { ["role"] = "ae" },
        ["POST api/people/{id}/absences"] = () => new JsonObject { ["from"] = "2026-07-06T07:00:00Z", ["to"] = "2026-07-20T07:00:00Z", ["reason"] = "Holidays" },
        ["PATCH api/people/{id}/absences/{absenceId}"] = () => new JsonObject { ["to"] = "2026-07-13T07:00:00Z" },
        ["POST api/keys"] = () => new JsonObject { ["name"] = "crm", ["scopes"] = new JsonArray("read", "edit") },
    };

    private static JsonObject Team() => new()
    {
        ["name"] = "Inside sales",
        ["zone"] = "Europe/Berlin",
        ["hours"] = "Mon-Fri 09:00-12:30, 13:00-17:00",
        ["holidays"] = new JsonArray("2026-12-25", "2027-01-01"),
        ["manager"] = "bo@acme.example",
        ["members"] = new JsonArray(
            new JsonObject { ["person"] = "ann@acme.example", ["weight"] = 2, ["capacity"] = 12 },
            new JsonObject { ["person"] = "cy@acme.example", ["hours"] = "Mon-Thu 09:00-13:00" }),
    };

    /// <summary>Gives examples to an operation's parameters and body.</summary>
    public static void AddTo(OpenApiOperation operation, string route)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Example ??= parameter.Name is { } name && (OfParameters.TryGetValue($"{route} {name}", out var example) || OfParameters.TryGetValue(name, out example))
                ? example.DeepClone()
                : null;
        }

        if (operation.RequestBody is OpenApiRequestBody { Content: { } content } body && OfRequests.TryGetValue(route, out var request))
        {
            body.Required = true;
            body.Description ??= "What to do, as in the example.";
            foreach (var media in content.Values.OfType<OpenApiMediaType>())
            {
                media.Example = request();
            }
        }
    }

    /// <summary>The example of a member that is a plain value: of this type's member, else of any member of that name.</summary>
    public static JsonNode? OfMember(Type type, string name) =>
        OfMembers.TryGetValue($"{type.Name}.{name}", out var example) || OfMembers.TryGetValue(name, out example) ? example.DeepClone() : null;

    public static JsonNode ProblemOf(string status) => new JsonObject
    {
        ["type"] = "https://tools.ietf.org/html/rfc9110#section-15.5",
        ["title"] = status switch { "400" => "Bad Request", "401" => "Unauthorized", "403" => "Forbidden", "404" => "Not Found", "409" => "Conflict", "429" => "Too Many Requests", _ => "Not possible" },
        ["status"] = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture),
        ["detail"] = status switch
        {
            "401" => "The call has no key. Send one as `Authorization: Bearer baton_…`; `baton key create --scope read` makes one.",
            "403" => "This key has not the scope `edit`. `baton key create --scope edit` makes one that has it.",
            "404" => $"There is no lead {Lead}.",
            "429" => "This key has made too many calls. Come again in 1 s.",
            _ => "What is wrong, and what to do.",
        },
    };
}

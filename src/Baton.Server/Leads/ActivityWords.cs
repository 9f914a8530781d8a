using System.Text.Json;
using Baton.Core.Documents;
using Baton.Core.Handoffs;
using Baton.Server.Handoffs;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Leads;

/// <summary>What happened to a lead, in the language of the page.</summary>
/// <param name="item">An activity or an event.</param>
/// <param name="words">The language.</param>
/// <param name="zone">By which wall clock times are read.</param>
internal sealed class ActivityWords(TimelineItem item, IStringLocalizer<Words> words, DateTimeZone zone)
{
    private const int MostDetails = 40;
    private const int LongestValue = 500;

    /// <summary>By which names the properties of a view say what was looked at: Segment's, PostHog's, and those of Google Analytics.</summary>
    private static readonly string[] PageNames = ["title", "path", "url", "$pathname", "$current_url", "page_title", "page_location"];

    private readonly JsonElement _data = DataOf(item);

    /// <summary>It in a line.</summary>
    public string Title => item.Type == "event" ? OfEvent() : OfActivity();

    /// <summary>What somebody wrote about it; null for nothing.</summary>
    public string? Note => item.Type == "event" ? null : item.Kind switch
    {
        ActivityKinds.NoteAdded => Text("text"),
        ActivityKinds.LeadSnoozed => Text("reason"),
        ActivityKinds.LeadRejected or ActivityKinds.ContactLogged or ActivityKinds.AnswerGiven => Text("note"),
        ActivityKinds.StageChanged => Text("note")?.Replace('_', ' '),
        _ => null,
    };

    /// <summary>Its icon.</summary>
    public string Icon => item.Kind switch
    {
        "track" => "activity",
        "page" or "screen" => "eye",
        "identify" or "alias" => "id",
        "group" => "building",
        "import" => "upload",
        "edit" => "pencil",
        ActivityKinds.StageChanged => "arrow-right",
        ActivityKinds.Merged or ActivityKinds.Unmerged => "git-merge",
        ActivityKinds.AccountChanged => "building",
        ActivityKinds.MarkChanged => "robot",
        ActivityKinds.DealChanged => "briefcase",
        ActivityKinds.ContactLogged => Text("kind") switch { "email" => "mail", "meeting" => "users", "message" => "message", _ => "phone" },
        ActivityKinds.NoteAdded => "note",
        ActivityKinds.AnswerGiven => "list-check",
        ActivityKinds.LeadSnoozed or ActivityKinds.LeadResumed => "zzz",
        ActivityKinds.LeadRejected => "arrow-back-up",
        ActivityKinds.TaskAdded or ActivityKinds.TaskDue or ActivityKinds.TaskDone or ActivityKinds.TaskDropped => "list",
        ActivityKinds.SlaReminded or ActivityKinds.SlaBreached or ActivityKinds.SlaEscalated or ActivityKinds.SlaReassigned => "clock",
        ActivityKinds.AttributesFull => "alert-triangle",
        _ => "send",
    };

    /// <summary>What else came with an event, or why somebody got a hand-off: name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Details =>
        item.Type == "activity" ? [.. Strings("why").Select(why => (words["Why"].Value, why))]
        : [.. Members("properties").Concat(Members("traits")).Concat(Members("context", "campaign")).Concat(Members("context", "page")).DistinctBy(one => (one.Name, one.Value)).Take(MostDetails)];

    private string OfEvent() => item.Kind switch
    {
        "page" => EventWords.Of(item.Kind, Page(), words),
        "screen" => EventWords.Of(item.Kind, Inner("properties", "name") ?? Text("name"), words),
        "identify" => words["Said who they are"],
        "group" => words["Was seen with a company"],
        "alias" => words["Two of their ids turned out to be one"],
        "import" => words["Came in with a file"],
        "edit" => Inner("context", "editedBy") is { } by ? words["Changed by {0}", ActorWords.Of(by, words)] : words["Changed by hand"],
        _ => EventWords.Of(item.Name ?? item.Kind, Page(), words),
    };

    private string OfActivity() => item.Kind switch
    {
        ActivityKinds.StageChanged => words["{0} → {1}: {2}", Stage("from"), Stage("to"), StageNames.Why(Text("reason") ?? "", words)],
        ActivityKinds.Merged => words["Turned out to be the same person as somebody else here ({0}, {1} points)", Stage("stage"), Number("total")],
        ActivityKinds.Unmerged => words["Taken apart from another lead"],
        ActivityKinds.AccountChanged => Text("to") is null ? words["Belongs to no account any more"] : words["Belongs to another account"],
        ActivityKinds.MarkChanged => Bool("machine") ? words["An event is said to be a machine’s"] : words["An event is said to be a person’s"],
        ActivityKinds.DealChanged => Deal(),
        ActivityKinds.AttributesFull => words["As much is known as there is room for: more attributes are not kept"],
        ActivityKinds.HandoffOpened => words["Handed over to {0}", Whose()],
        ActivityKinds.HandoffAssigned => words["Handed on to {0}", Whose()],
        ActivityKinds.HandoffAccepted => words["Accepted by {0} after {1} of business time", Whose(), Minutes()],
        ActivityKinds.HandoffResponded => words["First contact by {0} after {1} of business time", Whose(), Minutes()],
        ActivityKinds.HandoffClosed => words["The hand-off is over: {0}", End(Text("end"), words)],
        ActivityKinds.HandoffStuck => words["Nobody else can take it: it stays with {0}", Whose()],
        ActivityKinds.LeadRejected => words["Given back: {0}", Rejection()],
        ActivityKinds.LeadSnoozed => words["Left alone until {0}", Time("until")],
        ActivityKinds.LeadResumed => words["Its clocks run again"],
        ActivityKinds.SlaReminded => words["{0}: {1}% of the time was over, {2} was reminded", Clock(), Number("percent"), Whose()],
        ActivityKinds.SlaBreached => words["{0}: missed, with {1}", Clock(), Whose()],
        ActivityKinds.SlaEscalated => words["{0}: the manager was told", Clock()],
        ActivityKinds.SlaReassigned => words["{0}: somebody else gets it, {1} let it lie", Clock(), Whose()],
        ActivityKinds.TaskAdded => words["To do by {0}: {1}", Time("due"), Task()],
        ActivityKinds.TaskDue => words["Due: {0}", Task()],
        ActivityKinds.TaskDone => words["Done: {0}", Task()],
        ActivityKinds.TaskDropped => words["No longer to do: {0}", Task()],
        ActivityKinds.ContactLogged => Contact(),
        ActivityKinds.AnswerGiven => words["{0}: {1} ({2})", (Text("criterion") ?? "").Replace('_', ' '), Text("written") is { Length: > 0 } written ? written : words["not known any more"].Value, State(Text("state"), words)],
        ActivityKinds.NoteAdded => words["Note"],
        _ => item.Kind,
    };

    /// <summary>How a hand-off ended.</summary>
    public static string End(string? end, IStringLocalizer<Words> words) => end switch
    {
        "accepted" => words["accepted"],
        "rejected" => words["given back"],
        "overtaken" => words["the lead went further without it"],
        "withdrawn" => words["the lead no longer stands there"],
        "unresponsive" => words["nobody reached the lead"],
        _ => end ?? "",
    };

    /// <summary>What is known of a criterion.</summary>
    public static string State(string? state, IStringLocalizer<Words> words) => state switch
    {
        "confirmed" => words["confirmed"],
        "failed" => words["not met"],
        _ => words["open"],
    };

    private string Contact()
    {
        var kind = HandoffNames.KindCalled(Text("kind"), HandoffNames.Name) is { } known ? WorkWords.Of(known, words) : Text("kind") ?? "";
        var outcome = Text("outcome") switch
        {
            "reached" => words["spoke with them"].Value,
            "meeting_agreed" => words["agreed to a meeting"].Value,
            "no_answer" => words["no answer"].Value,
            "left_message" => words["left a message"].Value,
            "sent" => words["sent"].Value,
            "wrong_address" => words["wrong number or address"].Value,
            var other => other ?? "",
        };
        var from = Text("direction") == "inbound" ? words[", from them"].Value : "";
        return $"{kind}{from}: {outcome}{(Bool("automatic") ? words[", by a program"].Value : "")}";
    }

    private string Deal()
    {
        var name = Text("name") is { } called ? words["“{0}”", called].Value : "";
        var amount = _data.ValueKind == JsonValueKind.Object && _data.TryGetProperty("amount", out var units) && units.ValueKind == JsonValueKind.Number ? ", " + NumberWords.Money(units.GetDecimal(), Text("currency")) : "";
        return (Text("from"), Text("to")) switch
        {
            (_, "won") when Text("from") != "won" => words["Deal {0} is won{1}", name, amount],
            (_, "lost") when Text("from") != "lost" => words["Deal {0} is lost{1}: {2}", name, amount, Text("reason") ?? words["no reason was given"].Value],
            (null, _) => words["Deal {0} is open{1}", name, amount],
            ("won" or "lost", "open") => words["Deal {0} is open again{1}", name, amount],
            _ => words["Deal {0} has changed{1}", name, amount],
        };
    }

    private string Rejection()
    {
        var name = Text("reason") ?? "";
        var reason = RejectionReason.Usual.FirstOrDefault(one => one.Name == name)?.TitleIn(words.Wording()) ?? name.Replace('_', ' ');
        var said = Text("value") is { } value ? $" ({(Text("field") ?? "").Replace('_', ' ')} {Text("operator")} {value})" : "";
        return reason + said + (Text("wakeAt") is null ? "" : words[", comes back on {0}", Time("wakeAt")].Value);
    }

    private string Task() => WorkWords.Title(Text("title") ?? "", words);

    private string Clock() => Text("clock") == "decision" ? words["Decision time"] : words["Response time"];

    private string Whose() => Inner("person", "name") ?? (Text("queue") is { } queue ? words["the queue “{0}”", queue] : Text("team") ?? words["somebody who left"]);

    private string Minutes() => MomentWords.Length(Duration.FromMinutes(_data.TryGetProperty("businessMinutes", out var minutes) && minutes.TryGetInt64(out var known) ? known : 0), words);

    private string Stage(string member) => StageNames.Of(Text(member), words);

    private string Time(string member) => Text(member) is { } text && InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var at } ? MomentWords.Exact(at, zone) : "";

    private string? Page() => PageNames.Select(name => Inner("properties", name)).FirstOrDefault(known => known is not null) ?? Inner2("context", "page", "path") ?? Inner2("context", "page", "url") ?? Text("name");

    private string? Text(string member) => TextOf(_data, member);

    private string? Inner(string outer, string member) => _data.ValueKind == JsonValueKind.Object && _data.TryGetProperty(outer, out var inner) ? TextOf(inner, member) : null;

    private string? Inner2(string outer, string middle, string member) =>
        _data.ValueKind == JsonValueKind.Object && _data.TryGetProperty(outer, out var inner) && inner.ValueKind == JsonValueKind.Object && inner.TryGetProperty(middle, out var innermost)
            ? TextOf(innermost, member) : null;

    private string Number(string member) => _data.TryGetProperty(member, out var number) ? number.ToString() : "";

    private bool Bool(string member) => _data.ValueKind == JsonValueKind.Object && _data.TryGetProperty(member, out var yes) && yes.ValueKind == JsonValueKind.True;

    private IEnumerable<string> Strings(string member) =>
        _data.ValueKind == JsonValueKind.Object && _data.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(one => Shown(one)) : [];

    private IEnumerable<(string Name, string Value)> Members(params string[] path)
    {
        var at = _data;
        foreach (var step in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
            {
                return [];
            }
        }

        return at.ValueKind == JsonValueKind.Object ? at.EnumerateObject().Take(MostDetails).Select(member => (member.Name, Shown(member.Value))) : [];
    }

    private static string Shown(JsonElement value) => (value.ValueKind == JsonValueKind.String ? Unescaped(value) : value.GetRawText()).Shortened(LongestValue);

    private static string? TextOf(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String && Unescaped(text) is { Length: > 0 } known
            ? member == "text" ? known : known.Shortened(LongestValue) : null;

    /// <summary>Half a surrogate pair, which JSON can write and no text has, stands as it was written.</summary>
    private static string Unescaped(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText();
        }
    }

    private static JsonElement DataOf(TimelineItem item)
    {
        try
        {
            using var json = JsonDocument.Parse(item.Data.Utf8, new JsonDocumentOptions { MaxDepth = 1_000 });
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            // What is nested that deep has nothing to show.
            return default;
        }
    }
}

using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Delivery;
using Baton.Server.Playbooks;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Whom to tell of what happens to leads: assignees and managers by e-mail, channels of Slack and other programs by what they ask for.</summary>
internal sealed class Announcer(DbTransaction transaction, Guid workspaceId, PublishedPlaybook playbook, Instant now)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Message> _messages = [];
    private Targets? _targets;
    private (Links? Links, bool IsRead) _links;

    /// <summary>Tells of a happening.</summary>
    /// <param name="lead">The root.</param>
    /// <param name="record">What is known of it.</param>
    /// <param name="score">Its score now.</param>
    /// <param name="happening">What happened.</param>
    /// <param name="data">What its activity says.</param>
    /// <param name="names">Who is who.</param>
    /// <param name="handoff">The hand-off that sales works on; null for none.</param>
    /// <param name="briefOf">The brief of a hand-off, as it is kept.</param>
    public void Tell(Guid lead, LeadRecord record, Score score, Happening happening, object data, Directory names, Guid? handoff, Func<Guid, string> briefOf)
    {
        var type = happening is Happening.StageMoved { Move.To: var stage } ? EventTypes.OfStage(stage) : Tellings.KindOf(happening);
        if (type is null)
        {
            return;
        }

        foreach (var (address, mail) in MailsOf(lead, record, happening, names, handoff, briefOf))
        {
            _messages.Add(Message.New(now, type, lead, mail.To(address)));
        }

        _targets ??= Targets.Of(transaction, workspaceId);
        if (_targets.All.Count == 0)
        {
            return;
        }

        string? json = null;
        foreach (var webhook in _targets.Webhooks(type))
        {
            json ??= JsonOf(lead, record, score, happening, data, briefOf);
            _messages.Add(Message.New(now, type, lead, new WebhookContent(webhook, json)));
        }

        foreach (var channel in _targets.Slack(type))
        {
            _messages.Add(Message.New(now, type, lead, BlocksOf(record, happening, names, briefOf, _targets.Find(channel)!.Secret is not null).To(channel)));
        }
    }

    /// <summary>Tells webhooks and channels of what no decision made happen.</summary>
    /// <param name="about">The root, what is known of it, and its score now; null for nobody who is known.</param>
    /// <param name="news">What there is to tell.</param>
    public void Tell((Guid Lead, LeadRecord Record, Score Score)? about, News news)
    {
        _targets ??= Targets.Of(transaction, workspaceId);
        if (_targets.All.Count == 0)
        {
            return;
        }

        var words = about is { } known ? new LeadWords(known.Record) : null;
        foreach (var webhook in _targets.Webhooks(news.Type))
        {
            var json = new JsonObject { ["lead"] = about is { } lead ? words!.ToJson(lead.Lead, lead.Score) : null, ["by"] = news.By, ["event"] = JsonSerializer.SerializeToNode(news.Data, Options) };
            _messages.Add(Message.New(now, news.Type, about?.Lead, new WebhookContent(webhook, json.ToJsonString(Options))));
        }

        foreach (var channel in _targets.Slack(news.Type))
        {
            _messages.Add(Message.New(now, news.Type, about?.Lead, news.Blocks(words).To(channel)));
        }
    }

    /// <summary>Puts all of it into the outbox.</summary>
    public void Save() => Outbox.Add(transaction, workspaceId, _messages);

    private IEnumerable<(string Address, MailPage Mail)> MailsOf(Guid lead, LeadRecord record, Happening happening, Directory names, Guid? current, Func<Guid, string> briefOf)
    {
        switch (happening)
        {
            case Happening.HandoffOpened { Handoff: { Person: { } person } handoff } when names.AddressOf(person) is { } address:
                yield return (address, BriefPage.Page(BriefJson.Read(briefOf(handoff.Id)), ButtonsFor(handoff, person)));
                break;
            case Happening.HandoffOpened { Handoff: var waiting } opened:
                foreach (var manager in ManagersOf(waiting, names))
                {
                    yield return (manager, new MailPage($"Nobody has it yet: {CalledBy(record)}")
                        .Say($"A new {waiting.Stage.Title()} waits in “{waiting.Queue}”, for nobody could take it. Give it to somebody, or it goes cold.")
                        .List(opened.Trace.Select(entry => entry.ToString())));
                }

                break;
            case Happening.HandoffAssigned { Handoff: { Person: { } person } handoff, From: var from }:
                if (names.AddressOf(person) is { } newOwner)
                {
                    yield return (newOwner, BriefPage.Page(BriefJson.Read(briefOf(handoff.Id)), ButtonsFor(handoff, person)));
                }

                if (names.AddressOf(from) is { } oldOwner)
                {
                    yield return (oldOwner, new MailPage($"Handed on: {CalledBy(record)}").Say($"This {handoff.Stage.Title()} is now with {names.Person(person)?.Name}. There is nothing more for you to do about it."));
                }

                break;
            case Happening.ClockReached { Handoff: { Person: { } person } handoff, Step: { Kind: StepKind.Remind } step } when names.AddressOf(person) is { } address:
                var reminder = new MailPage($"{What(step.Clock)} is due: {CalledBy(record)}")
                    .Say($"{step.Percent} percent of the agreed time is over{(handoff.DueOf(step.Clock) is { } due ? $"; {What(step.Clock).ToLowerInvariant()} is due by {TimeWords.Time(due, names.ZoneOf(handoff))}" : "")}.");
                yield return (address, ButtonsFor(handoff, person).AddTo(reminder));
                break;
            case Happening.ClockReached { Handoff: var handoff, Step: { Kind: StepKind.Escalate } step }:
                foreach (var manager in ManagersOf(handoff, names))
                {
                    yield return (manager, new MailPage($"{What(step.Clock)} is {(step.Percent < 100 ? "due" : "late")}: {CalledBy(record)}")
                        .Say($"{step.Percent} percent of the agreed time is over. The {handoff.Stage.Title()} is with {names.Person(handoff.Person)?.Name ?? $"nobody; it waits in “{handoff.Queue}”"}."));
                }

                break;
            case Happening.NobodyElse { Handoff: var handoff } stuck:
                foreach (var manager in ManagersOf(handoff, names))
                {
                    yield return (manager, new MailPage($"Nobody else can take it: {CalledBy(record)}")
                        .Say($"Somebody else was to get this {handoff.Stage.Title()}, and there is nobody. It stays with {names.Person(handoff.Person)?.Name ?? $"“{handoff.Queue}”"}.")
                        .List(stuck.Trace.Select(entry => entry.ToString())));
                }

                break;
            case Happening.TaskFellDue { Task: { Person: { } person } task } when names.AddressOf(person) is { } address:
                var toDo = new MailPage($"{task.Title}: {CalledBy(record)}").Say("This is due now.").Facts(ContactOf(record));
                yield return (address, task.Kind is null ? toDo : CallButton(lead, person, task.Id, current).AddTo(toDo));
                break;
            case Happening.TaskFellDue { Task: { Person: { } gone } task }:
                foreach (var manager in names.Managers)
                {
                    yield return (manager, new MailPage($"{task.Title}: {CalledBy(record)}")
                        .Say($"This is due now. It was {names.Person(gone)?.Name ?? "somebody"}’s, who no longer works here. Do it, or give it to somebody else.").Facts(ContactOf(record)));
                }

                break;
            case Happening.HandoffClosed { Handoff: { Person: { } person } handoff, End: not HandoffEnd.Accepted and var end } when !IsBy(happening.By, names.Person(person)!) && names.AddressOf(person) is { } address:
                yield return (address, new MailPage($"Over: {CalledBy(record)}").Say($"The hand-off of this {handoff.Stage.Title()} is over: {Why(end, handoff, happening.By)}. There is nothing more for you to do about it."));
                break;
            default:
                break;
        }
    }

    /// <summary>The team's manager; where there is none, everybody who manages or runs Baton.</summary>
    private static IEnumerable<string> ManagersOf(Handoff handoff, Directory names) => names.AddressOf(names.TeamOf(handoff)?.Manager) is { } manager ? [manager] : names.Managers;

    /// <summary>True where it was done by or for somebody, so far as what did it says so: as <see cref="Doer"/> and <see cref="Acts"/> write it.</summary>
    private static bool IsBy(string by, PersonName person) => person.Name is { } name && by.StartsWith(name + " (", StringComparison.Ordinal);

    private Links? LinksOf()
    {
        if (!_links.IsRead)
        {
            _links = (Links.Of(transaction.Connection!, transaction, workspaceId), true);
        }

        return _links.Links;
    }

    /// <summary>The button to log a call by, with the brief of the hand-off that is worked on, or was last; none where there was none.</summary>
    private ActButtons CallButton(Guid lead, Guid person, Guid task, Guid? current) =>
        LinksOf() is { } links && (current ?? HandoffTable.LastOf(transaction, workspaceId, lead)) is { } handoff
            ? new ActButtons([new ActLink(Act.LogCall, "Log a call", links.To(Act.LogCall, handoff, person, now, task))], [])
            : ActButtons.None;

    private ActButtons ButtonsFor(Handoff handoff, Guid person)
    {
        if (LinksOf() is not { } links)
        {
            return ActButtons.None;
        }

        var acts = new List<ActLink>();
        if (handoff.Accepted is null)
        {
            acts.Add(new ActLink(Act.Accept, "Accept", links.To(Act.Accept, handoff.Id, person, now)));
        }

        acts.Add(new ActLink(Act.LogCall, "Log a call", links.To(Act.LogCall, handoff.Id, person, now)));
        acts.Add(new ActLink(Act.Reject, "Reject", links.To(Act.Reject, handoff.Id, person, now)));
        return new ActButtons(acts, playbook.Scorer.Playbook.Rejections);
    }

    private SlackBlocks BlocksOf(LeadRecord record, Happening happening, Directory names, Func<Guid, string> briefOf, bool arePressedThere)
    {
        if (happening is Happening.HandoffOpened or Happening.HandoffAssigned)
        {
            var handoff = happening is Happening.HandoffOpened opened ? opened.Handoff : ((Happening.HandoffAssigned)happening).Handoff;
            return BriefPage.Blocks(BriefJson.Read(briefOf(handoff.Id)), handoff.Person is { } person ? ButtonsFor(handoff, person) : ActButtons.None, arePressedThere);
        }

        var words = $"{CalledBy(record)}: {HappeningWords.Of(happening, names)}";
        return new SlackBlocks(words).Section(SlackBlocks.Plain(words));
    }

    private static string JsonOf(Guid lead, LeadRecord record, Score score, Happening happening, object data, Func<Guid, string> briefOf)
    {
        var json = new JsonObject
        {
            ["lead"] = new LeadWords(record).ToJson(lead, score),
            ["by"] = happening.By,
            ["event"] = JsonSerializer.SerializeToNode(data, Options),
        };
        if (happening is Happening.HandoffOpened opened)
        {
            json["brief"] = JsonNode.Parse(briefOf(opened.Handoff.Id));
        }

        return json.ToJsonString(Options);
    }

    private static string CalledBy(LeadRecord record) => new LeadWords(record).Called;

    private static IEnumerable<(string Name, string Value)> ContactOf(LeadRecord record) => new LeadWords(record).Contact;

    private static string Why(HandoffEnd end, Handoff handoff, string by) => end switch
    {
        HandoffEnd.Accepted => "it was accepted",
        HandoffEnd.Rejected => $"{by} has given the lead back",
        HandoffEnd.Overtaken => "the lead has gone further without it",
        HandoffEnd.Withdrawn => $"the lead is no longer {handoff.Stage.Title()}",
        HandoffEnd.Unresponsive => "nobody has reached the lead",
    };

    private static string What(ClockKind clock) => clock switch
    {
        ClockKind.Response => "First contact",
        ClockKind.Decision => "A decision",
    };
}

using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Delivery;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Whom to tell of what happens to leads: assignees and managers by e-mail, channels of Slack and other programs by what they ask for.</summary>
internal sealed class Announcer(DbTransaction transaction, Guid workspaceId, PublishedPlaybook playbook, Instant now)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly IStringLocalizer<Words> T = MailWords.Words;

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

        foreach (var (reader, mail) in MailsOf(lead, record, happening, names, handoff, briefOf))
        {
            _messages.Add(Message.New(now, type, lead, Languages.In(reader.Language ?? Languages.English, () => mail().To(reader.Email))));
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
            _messages.Add(Message.New(now, type, lead, Languages.In(Languages.English, () => BlocksOf(record, happening, names, briefOf, _targets.Find(channel)!.Secret is not null).To(channel))));
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
            _messages.Add(Message.New(now, news.Type, about?.Lead, Languages.In(Languages.English, () => news.Blocks(words).To(channel))));
        }
    }

    /// <summary>Puts all of it into the outbox.</summary>
    public void Save() => Outbox.Add(transaction, workspaceId, _messages);

    /// <summary>Who gets which e-mail; each is written in the language of who reads it.</summary>
    private IEnumerable<(PersonRow Reader, Func<MailPage> Mail)> MailsOf(Guid lead, LeadRecord record, Happening happening, Directory names, Guid? current, Func<Guid, string> briefOf)
    {
        switch (happening)
        {
            case Happening.HandoffOpened { Handoff: { Person: { } person } handoff } when names.Reader(person) is { } reader:
                yield return (reader, () => BriefPage.Page(BriefJson.Read(briefOf(handoff.Id)), ButtonsFor(handoff, person)));
                break;
            case Happening.HandoffOpened { Handoff: var waiting } opened:
                foreach (var manager in ManagersOf(waiting, names))
                {
                    yield return (manager, () => new MailPage(T["Nobody has it yet: {0}", CalledBy(record)])
                        .Say(T["A new {0} waits in “{1}”, for nobody could take it. Give it to somebody, or it goes cold.", StageNames.Of(waiting.Stage, T), waiting.Queue!])
                        .List(Lines(opened.Trace)));
                }

                break;
            case Happening.HandoffAssigned { Handoff: { Person: { } person } handoff, From: var from }:
                if (names.Reader(person) is { } newOwner)
                {
                    yield return (newOwner, () => BriefPage.Page(BriefJson.Read(briefOf(handoff.Id)), ButtonsFor(handoff, person)));
                }

                if (names.Reader(from) is { } oldOwner)
                {
                    yield return (oldOwner, () => new MailPage(T["Handed on: {0}", CalledBy(record)])
                        .Say(T["This {0} is now with {1}. There is nothing more for you to do about it.", StageNames.Of(handoff.Stage, T), names.Person(person)?.Name ?? ""]));
                }

                break;
            case Happening.ClockReached { Handoff: { Person: { } person } handoff, Step: { Kind: StepKind.Remind } step } when names.Reader(person) is { } reader:
                yield return (reader, () => ButtonsFor(handoff, person).AddTo(new MailPage(IsDue(step.Clock, CalledBy(record)))
                    .Say(handoff.DueOf(step.Clock) is { } due ? DueBy(step, TimeWords.Time(due, names.ZoneOf(handoff))) : T["{0} percent of the agreed time is over.", step.Percent])));
                break;
            case Happening.ClockReached { Handoff: var handoff, Step: { Kind: StepKind.Escalate } step }:
                foreach (var manager in ManagersOf(handoff, names))
                {
                    yield return (manager, () => new MailPage(step.Percent < 100 ? IsDue(step.Clock, CalledBy(record)) : IsLate(step.Clock, CalledBy(record)))
                        .Say($"{T["{0} percent of the agreed time is over.", step.Percent]} {IsWith(handoff, names)}"));
                }

                break;
            case Happening.NobodyElse { Handoff: var handoff } stuck:
                foreach (var manager in ManagersOf(handoff, names))
                {
                    yield return (manager, () => new MailPage(T["Nobody else can take it: {0}", CalledBy(record)])
                        .Say(T["Somebody else was to get this {0}, and there is nobody. It stays with {1}.", StageNames.Of(handoff.Stage, T), names.Person(handoff.Person)?.Name ?? T["“{0}”", handoff.Queue!].Value])
                        .List(Lines(stuck.Trace)));
                }

                break;
            case Happening.TaskFellDue { Task: { Person: { } person } task } when names.Reader(person) is { } reader:
                var call = task.Kind is null ? ActButtons.None : CallButton(lead, person, task.Id, current);
                yield return (reader, () => call.AddTo(new MailPage($"{WorkWords.Title(task.Title, T)}: {CalledBy(record)}").Say(T["This is due now."]).Facts(ContactOf(record))));
                break;
            case Happening.TaskFellDue { Task: { Person: { } gone } task }:
                foreach (var manager in names.Managers)
                {
                    yield return (manager, () => new MailPage($"{WorkWords.Title(task.Title, T)}: {CalledBy(record)}")
                        .Say(T["This is due now. {0} had it, who no longer works here. Do it, or give it to somebody else.", names.Person(gone)?.Name ?? T["somebody who left"].Value]).Facts(ContactOf(record)));
                }

                break;
            case Happening.HandoffClosed { Handoff: { Person: { } person } handoff, End: not HandoffEnd.Accepted and var end } when !IsBy(happening.By, names.Person(person)!) && names.Reader(person) is { } reader:
                yield return (reader, () => new MailPage(T["Over: {0}", CalledBy(record)])
                    .Say(T["The hand-off of this {0} is over: {1}. There is nothing more for you to do about it.", StageNames.Of(handoff.Stage, T), Why(end, handoff, happening.By)]));
                break;
            default:
                break;
        }
    }

    /// <summary>The team's manager; where there is none, everybody who manages or runs Baton.</summary>
    private static IEnumerable<PersonRow> ManagersOf(Handoff handoff, Directory names) => names.Reader(names.TeamOf(handoff)?.Manager) is { } manager ? [manager] : names.Managers;

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

    private static string CalledBy(LeadRecord record) => new LeadWords(record).CalledOr(T["A lead without a name"]);

    private static IEnumerable<(string Name, string Value)> ContactOf(LeadRecord record) => new LeadWords(record).Contact;

    private static string Why(HandoffEnd end, Handoff handoff, string by) => end switch
    {
        HandoffEnd.Accepted => T["it was accepted"],
        HandoffEnd.Rejected => T["{0} has given the lead back", ActorWords.Of(by, T)],
        HandoffEnd.Overtaken => T["the lead has gone further without it"],
        HandoffEnd.Withdrawn => T["the lead is no longer {0}", StageNames.Of(handoff.Stage, T)],
        HandoffEnd.Unresponsive => T["nobody has reached the lead"],
    };

    private static string IsDue(ClockKind clock, string lead) => clock switch
    {
        ClockKind.Response => T["First contact is due: {0}", lead],
        ClockKind.Decision => T["A decision is due: {0}", lead],
    };

    private static string IsLate(ClockKind clock, string lead) => clock switch
    {
        ClockKind.Response => T["First contact is late: {0}", lead],
        ClockKind.Decision => T["A decision is late: {0}", lead],
    };

    private static string DueBy(ClockStep step, string due) => step.Clock switch
    {
        ClockKind.Response => T["{0} percent of the agreed time is over; first contact is due by {1}.", step.Percent, due],
        ClockKind.Decision => T["{0} percent of the agreed time is over; a decision is due by {1}.", step.Percent, due],
    };

    private static string IsWith(Handoff handoff, Directory names) => names.Person(handoff.Person)?.Name is { } person
        ? T["The {0} is with {1}.", StageNames.Of(handoff.Stage, T), person]
        : T["The {0} is with nobody; it waits in “{1}”.", StageNames.Of(handoff.Stage, T), handoff.Queue ?? ""];

    private static IEnumerable<string> Lines(IEnumerable<RouteTrace> trace) => trace.Select(entry => MailWords.Sentences.Of(entry.ToString()));
}

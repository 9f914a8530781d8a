using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using Baton.Core.Tests.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Lifecycle;

/// <summary>One lead, the teams around it and a clock: what is decided becomes what the next decision starts from, as a server would keep it.</summary>
internal sealed class LifecycleWorld
{
    /// <summary>Points for a title and for quotes that expire after 30 days, BANT, all hand-offs.</summary>
    public const string Usual = """
        name: Usual
        fit: { rules: [{ name: Manager, points: 20, when: { title: { contains: manager } } }] }
        engagement: { rules: [{ name: Quote, event: Quote Requested, points: 30, decay: { percent: 100, every: 30d } }, { name: Page, event: page, points: 10, decay: { percent: 50, every: 7d } }] }
        qualification: { framework: BANT, budget: { confirmed: { gte: 150000 EUR }, forms: [Quote Requested] } }
        stages: { mql: { score: 30 }, sal: { accepted_by: inside sales }, sql: { score: 40, confirmed: [budget, timeline] } }
        handoffs:
          mql:
            routes: [{ name: all, team: Inside }]
            fallback: Desk
            response: { within: 60 minutes, remind_at: 50, escalate_at: 100, reassign_at: 150 }
            decision: { within: 16 hours, escalate_at: 100 }
            cadence: { attempts: [{ kind: call, day: 0 }, { kind: email, day: 1 }, { kind: call, day: 3 }], grace: 3d, wake: 90d }
          sql:
            routes: [{ name: owner, owner_first: yes }, { name: all, team: Field }]
            fallback: Desk
            response: { within: 4 hours }
        recycling: { lost: 60d }
        """;

    private readonly List<Event> _events = [];
    private readonly List<Edit> _edits = [];
    private int _number;
    private LeadRecord? _record;

    public LifecycleWorld(string yaml = Usual, Roster? roster = null, string now = "2026-06-09 10:00 +02")
    {
        Scorer = new Scorer(Read(yaml));
        Roster = roster ?? TwoTeams;
        Now = Calendars.At(now);
    }

    /// <summary>Inside works in Berlin with Ann and Bo, Field in New York with Cy, Monday to Friday from 9 to 17.</summary>
    public static Roster TwoTeams { get; } = Roster.Of([
        RouterTests.Team("Inside", [RouterTests.Person("Ann"), RouterTests.Person("Bo")]),
        RouterTests.Team("Field", [RouterTests.Person("Cy")]) with { Calendar = Calendars.In("America/New_York", "Mon-Fri 09:00-17:00") },
    ]);

    public static Guid Ann { get; } = RouterTests.Id("Ann");

    public static Guid Bo { get; } = RouterTests.Id("Bo");

    public static Guid Cy { get; } = RouterTests.Id("Cy");

    public Scorer Scorer { get; }

    public Roster Roster { get; set; }

    public Guid? AccountOwner { get; set; }

    public Instant Now { get; set; }

    public LeadState Lead { get; set; } = LeadState.New with { Id = RouterTests.Id("lead"), IsKnown = true };

    public Instant? WakeAt { get; private set; }

    /// <summary>All that happened, in order.</summary>
    public List<Happening> Happenings { get; } = [];

    public Stage Stage => Lead.Stage;

    public Work Work => Lead.Work;

    public Handoff Handoff => Work.Handoff.ShouldNotBeNull();

    /// <summary>The facts as the scorer reads them: no fact is later than now.</summary>
    public LeadRecord Record => _record ??= Scorer.RecordOf(new Facts([.. _events], [.. _edits], []), Now);

    public static Playbook Read(string yaml)
    {
        var (playbook, mistakes) = PlaybookReader.Read(yaml);
        mistakes.ShouldBeEmpty();
        return playbook.ShouldNotBeNull();
    }

    public LifecycleWorld Did(string name)
    {
        _record = null;
        _events.Add(new Event(Number(), name, Now, Now, []));
        return this;
    }

    public LifecycleWorld Is(string attribute, string value)
    {
        _record = null;
        _edits.Add(new Edit(Number(), Now, [KeyValuePair.Create(attribute, Value.Of(value))]));
        return this;
    }

    public Answer Answer(string criterion, string written, string? form = null)
    {
        var asked = Scorer.Playbook.Criteria.Single(one => one.Name == criterion);
        var (value, problem) = AnswerReader.Read(asked, written, Now);
        problem.ShouldBeNull();
        return new Answer(RouterTests.Id(Number()), criterion, value, written, Now, "Ann", form is null ? AnswerSource.Call : AnswerSource.Form, form);
    }

    /// <summary>Decides, and goes on with what was decided.</summary>
    /// <returns>Why it was refused; null where it was not.</returns>
    public string? Refusal(Command? command)
    {
        switch (Decide(command))
        {
            case Decision.Decided decided:
                Keep(decided);
                return null;
            case Decision.Refused refused:
                return refused.Why;
            default:
                throw new InvalidOperationException("It needs a desk and has one.");
        }
    }

    public Decision Decide(Command? command = null, bool withDesk = true) =>
        LeadLifecycle.Decide(Scorer, Lead, Record, Now, withDesk ? new Desk(Roster, AccountOwner) : null, command);

    /// <summary>Decides, and tells what happened by it.</summary>
    public IReadOnlyList<Happening> Do(Command? command = null)
    {
        var before = Happenings.Count;
        Refusal(command).ShouldBeNull();
        return Happenings[before..];
    }

    /// <summary>Lets time pass, and decides whenever something is due.</summary>
    public IReadOnlyList<Happening> PassTo(Instant then)
    {
        var before = Happenings.Count;
        while (WakeAt is { } due && due <= then)
        {
            Now = due;
            Do();
        }

        Now = then;
        Do();
        return Happenings[before..];
    }

    public IReadOnlyList<Happening> PassTo(string then) => PassTo(Calendars.At(then));

    public IReadOnlyList<Happening> Accept(Guid? person = null) => Do(new Command.Accept("Ann", person ?? Handoff.Person));

    public IReadOnlyList<Happening> Tell(string criterion, string written, string? form = null) => Do(new Command.Tell("Ann", Ann, [Answer(criterion, written, form)]));

    public IReadOnlyList<Happening> Log(ContactKind kind, ContactOutcome outcome = ContactOutcome.NoAnswer, bool isOutbound = true, bool isAutomatic = false) =>
        Do(new Command.Log("Ann", Ann, new Contact(kind, isOutbound, isAutomatic, outcome, Now, null)));

    public IReadOnlyList<Happening> Reject(string reason, string? value = null) =>
        Do(new Command.Reject("Ann", Ann, new Rejection(reason, null, value is null ? null : Operator.Gte, value, null)));

    public IReadOnlyList<Happening> Move(Stage to, Instant? wakeAt = null) => Do(new Command.MoveTo("Ann", Ann, to, "because", wakeAt));

    public void Keep(Decision.Decided decided)
    {
        Lead = Lead with { Stage = decided.Stage, Answers = decided.Answers, Work = decided.Work };
        foreach (var deal in decided.Happenings.OfType<Happening.DealNeeded>())
        {
            Lead = Lead with { Deal = deal.State };
        }

        Roster = decided.Roster ?? Roster;
        WakeAt = decided.WakeAt;
        Happenings.AddRange(decided.Happenings);
    }

    private string Number() => (_number++).ToString("D6", CultureInfo.InvariantCulture);
}

using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Tests.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Lifecycle;

/// <summary>Laws of the lifecycle, on random playbooks, teams and sequences of commands, facts and time. A failure names the seed.</summary>
public class LifecycleLawTests
{
    private const int Sequences = 2_000;

    [Fact]
    public void Whatever_people_do_and_whenever_the_books_are_kept() => Parallel.For(0, Sequences, Run);

    private static void Run(int seed)
    {
        var random = new Random(seed);
        var world = World(random);
        var books = new Books(world);
        for (var step = 0; step < 30 + random.Next(51); step++)
        {
            var where = $"seed {seed}, step {step}";
            try
            {
                Pass(world, random);
                var command = random.Next(3) == 0 ? null : Any(world, random);
                if (random.Next(25) == 0)
                {
                    world.Lead = world.Lead with { Deal = (DealState)random.Next(4) };
                }

                // The same is decided again and again, with or without the teams where they are not asked for.
                var outcome = world.Decide(command);
                if (step % 4 == 0)
                {
                    Same(world.Decide(command), outcome);
                }

                if (step % 4 == 1 && world.Decide(command, withDesk: false) is not Decision.NeedsDesk and var without)
                {
                    Same(without, outcome);
                }

                if (outcome is Decision.Refused { Why: var why })
                {
                    why.ShouldEndWith(".");
                    continue;
                }

                var decided = outcome.ShouldBeOfType<Decision.Decided>();
                world.Keep(decided);
                books.Enter(decided);
                NothingHappensAgain(world, decided);
                if (decided.WakeAt is { } wake && random.Next(2) == 0)
                {
                    // Nothing happens before it is said to.
                    world.Now += Duration.FromTicks(random.NextInt64((wake - world.Now).BclCompatibleTicks));
                    NothingHappensAgain(world, decided);
                }
            }
            catch (Exception e) when (e is not ShouldAssertException || !e.Message.Contains("seed", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{where}: {e.Message}", e);
            }
        }
    }

    private static void NothingHappensAgain(LifecycleWorld world, Decision.Decided decided)
    {
        var again = world.Decide().ShouldBeOfType<Decision.Decided>();
        again.Happenings.ShouldBeEmpty();
        again.Work.ShouldBe(decided.Work);
        again.WakeAt.ShouldBe(decided.WakeAt);
        again.Score.ShouldBe(decided.Score);
    }

    private static void Same(Decision one, Decision other)
    {
        if (one is Decision.Decided first && other is Decision.Decided second)
        {
            string.Join('\n', first.Happenings).ShouldBe(string.Join('\n', second.Happenings));
            (first.Score, first.Work, first.Answers, first.WakeAt).ShouldBe((second.Score, second.Work, second.Answers, second.WakeAt));
        }
        else
        {
            one.ShouldBe(other);
        }
    }

    /// <summary>Time passes: not at all, to the moment that was asked for, or anyhow.</summary>
    private static void Pass(LifecycleWorld world, Random random)
    {
        world.Now = random.Next(6) switch
        {
            0 => world.Now,
            1 when world.WakeAt is { } due => Instant.Max(due, world.Now),
            2 => world.Now + Duration.FromMinutes(random.Next(1, 240)),
            3 => world.Now + Duration.FromHours(random.Next(1, 72)),
            4 => world.Now + Duration.FromSeconds(random.Next(1, 4_000)),
            _ => world.Now + Duration.FromDays(random.Next(10) == 0 ? random.Next(400) : random.Next(8)),
        };
        _ = random.Next(8) switch
        {
            0 => world.Did("Quote Requested"),
            1 => world.Did("page"),
            2 => world.Is("title", random.Next(2) == 0 ? "Manager" : "Intern"),
            _ => world,
        };
        if (random.Next(10) == 0)
        {
            world.Lead = world.Lead with { IsKnown = true };
        }
    }

    private static Command Any(LifecycleWorld world, Random random)
    {
        Guid? person = random.Next(5) == 0 ? null : RouterTests.Id(Pick("Ann", "Bo", "Cy", "Di"));
        var tasks = world.Work.Tasks;
        Guid? task = tasks.IsEmpty || random.Next(3) == 0 ? random.Next(6) == 0 ? RouterTests.Id("no task") : null : tasks[random.Next(tasks.Length)].Id;
        Instant Later() => world.Now + Duration.FromMinutes(random.Next(-100, 20_000));
        return random.Next(14) switch
        {
            0 or 1 => new Command.Accept("x", person),
            2 => new Command.Reject("x", person, new Rejection(Pick("no_budget", "timeline_too_far", "bad_fit", "not_now", "nonsense"), null, null, random.Next(2) == 0 ? null : Pick("18 months", "9 months", "soon"), null)),
            3 => new Command.Assign("x", person, random.Next(2) == 0 ? null : RouterTests.Id(Pick("Ann", "Bo", "Cy", "Di"))),
            4 or 5 or 6 => new Command.Log(
                "x", person, new Contact(random.Next(2) == 0 ? ContactKind.Call : ContactKind.Email, random.Next(5) != 0, random.Next(5) == 0, (ContactOutcome)(random.Next(8) == 0 ? random.Next(6) : 2), world.Now - Duration.FromMinutes(random.Next(5) == 0 ? random.Next(3_000) : 0), null), random.Next(4) == 0 ? task : null),
            7 => new Command.Tell("x", person, [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => world.Scorer.Playbook.Criteria.IsEmpty ? null : random.Next(2) == 0
                ? world.Answer("budget", Pick("200000 EUR", "1000 EUR", "")) : world.Answer("timeline", Pick("6 months", "18 months"))).OfType<Core.Qualification.Answer>()]),
            8 => new Command.Note("x", person, "note"),
            9 => new Command.Sleep("x", person, Later(), "later"),
            10 => new Command.Resume("x", person),
            11 => new Command.MoveTo("x", person, (Stage)random.Next(11), "because", random.Next(3) == 0 ? Later() : null),
            12 => new Command.AddTask("x", person, ContactKind.Call, "Call", Later(), person),
            _ => new Command.EndTask("x", person, task ?? Guid.Empty, TaskEnd.Done),
        };

        string Pick(params string[] of) => of[random.Next(of.Length)];
    }

    private static LifecycleWorld World(Random random)
    {
        var (hasSal, hasMql, hasCadence, hasCriteria, hasSql) = (random.Next(2) == 0, random.Next(3) != 0, random.Next(2) == 0, random.Next(3) != 0, random.Next(3) != 0);
        var mql = !hasMql ? "" : $$"""
              mql:
                routes: [{ name: owner, owner_first: yes }, { name: m, when: { title: { contains: manager } }, team: Inside, assign: least_open }, { name: all, team: {{(random.Next(2) == 0 ? "Inside" : "Field")}} }]
                fallback: {{(random.Next(2) == 0 ? "Field" : "Desk")}}
                response: { within: {{random.Next(1, 600)}} minutes, remind_at: 50, escalate_at: 100, reassign_at: {{random.Next(1, 300)}} }
                {{(random.Next(2) == 0 ? "decision: { within: 16 hours, reassign_at: 200 }" : "")}}
                {{(hasCadence ? "cadence: { attempts: [{ kind: call, day: 0 }, { kind: email, day: 2 }], grace: 3d, wake: 30d }" : "")}}
            """;
        var sql = !hasSql ? "" : """
              sql:
                routes: [{ name: all, team: Field }]
                fallback: Desk
                response: { within: 4 hours }
                cadence: { attempts: [{ kind: call, day: 0 }] }
            """;
        var yaml = $$"""
            name: Random
            fit: { rules: [{ name: Manager, points: 20, when: { title: { contains: manager } } }] }
            engagement: { rules: [{ name: Quote, event: Quote Requested, points: 30, decay: { percent: 100, every: 30d } }, { name: Page, event: page, points: 10, decay: { half_life: 7d } }] }
            {{(hasCriteria ? "qualification: { framework: BANT, budget: { confirmed: { gte: 150000 EUR } } }" : "")}}
            stages: { mql: { score: 30 }, {{(hasSal ? "sal: { accepted_by: x }, " : "")}} sql: { score: 40 {{(hasCriteria ? ", confirmed: [budget]" : "")}} } }
            {{(hasMql || hasSql ? "handoffs:" : "")}}
            {{mql}}
            {{sql}}
            {{(random.Next(2) == 0 ? "recycling: { requalify: 5, lost: 30d }" : "")}}
            """;
        var ann = RouterTests.Person("Ann") with { Absences = random.Next(3) == 0 ? [new Absence(Calendars.At("2026-06-01 09:00 +02"), null)] : [] };
        var roster = random.Next(8) == 0 ? Roster.Empty : Roster.Of([
            RouterTests.Team("Inside", [ann, RouterTests.Person("Bo") with { Capacity = random.Next(3) == 0 ? 0 : 5 }]) with { Calendar = Calendars.Random(random) },
            RouterTests.Team("Field", [RouterTests.Person("Cy")]) with { Calendar = Calendars.Random(random) },
        ]);
        return new LifecycleWorld(yaml, roster)
        {
            AccountOwner = random.Next(4) == 0 ? RouterTests.Id("Cy") : null,
            Lead = LeadState.New with { Id = RouterTests.Id("lead"), IsKnown = random.Next(5) != 0 },
        };
    }

    /// <summary>What somebody knows who reads happenings only.</summary>
    private sealed class Books(LifecycleWorld world)
    {
        private readonly HashSet<Guid> _ids = [];
        private readonly HashSet<Guid> _tasks = [];
        private Stage _stage = world.Stage;
        private Guid? _open;

        public void Enter(Decision.Decided decided)
        {
            foreach (var happening in decided.Happenings)
            {
                switch (happening)
                {
                    case Happening.StageMoved { Move: var move }:
                        move.From.ShouldBe(_stage);
                        move.To.ShouldNotBe(move.From);
                        _stage = move.To;
                        break;
                    case Happening.HandoffOpened { Handoff: var handoff }:
                        _open.ShouldBeNull("There is one open hand-off at most.");
                        _ids.Add(handoff.Id).ShouldBeTrue();
                        handoff.Stage.ShouldBe(_stage);
                        ((handoff.Person is null) == (handoff.Queue is not null)).ShouldBeTrue();
                        _open = handoff.Id;
                        break;
                    case Happening.HandoffClosed { Handoff: var handoff }:
                        handoff.Id.ShouldBe(_open.ShouldNotBeNull());
                        handoff.Steps.ShouldBeEmpty();
                        _open = null;
                        break;
                    case Happening.ClockReached { Handoff: var handoff, Step: var step }:
                        handoff.Id.ShouldBe(_open.ShouldNotBeNull());
                        step.At.ShouldBeLessThanOrEqualTo(world.Now);
                        break;
                    case Happening.HandoffAccepted { Handoff.Id: var id }:
                        id.ShouldBe(_open.ShouldNotBeNull());
                        break;
                    case Happening.Responded { Handoff.Id: var id }:
                        id.ShouldBe(_open.ShouldNotBeNull());
                        break;
                    case Happening.TaskAdded { Task: var task }:
                        _ids.Add(task.Id).ShouldBeTrue();
                        _tasks.Add(task.Id).ShouldBeTrue();
                        break;
                    case Happening.TaskChanged { Task.Id: var id }:
                        _tasks.Contains(id).ShouldBeTrue();
                        break;
                    case Happening.TaskFellDue { Task.Id: var id }:
                        _tasks.Contains(id).ShouldBeTrue();
                        break;
                    case Happening.TaskEnded { Task.Id: var id }:
                        _tasks.Remove(id).ShouldBeTrue("A task ends once.");
                        break;
                }
            }

            var work = decided.Work;
            decided.Stage.ShouldBe(_stage);
            (work.Handoff?.Id).ShouldBe(_open);
            _tasks.SetEquals(work.Tasks.Select(task => task.Id)).ShouldBeTrue("What was added and has not ended is open.");
            work.Tasks.Count(task => task.IsAttempt).ShouldBeLessThanOrEqualTo(1);
            (work.Pursuit?.Next is not null).ShouldBe(work.Tasks.Any(task => task.IsAttempt), "The next attempt is a task.");
            (work.Handoff?.Steps is not { } steps || steps.Zip(steps.Skip(1)).All(pair => pair.First.At <= pair.Second.At)).ShouldBeTrue("Steps are in order.");
            var assignee = work.Handoff?.Person;
            world.Roster.Teams.SelectMany(team => team.Members).All(member => member.Open == (member.PersonId == assignee ? 1 : 0)).ShouldBeTrue("Whoever has the hand-off has one more.");
            if (work is { Snooze: { } snooze, Handoff: { } asleep })
            {
                asleep.Steps.All(step => step.At >= snooze.Until).ShouldBeTrue("Clocks stand still.");
            }

            var confirmations = world.Lead.Confirmations(world.Scorer);
            var change = world.Scorer.ScoreAndNextChange(world.Record, world.Now, confirmations).NextChange?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
            Instant?[] pending = [work.NextDue, change];
            decided.WakeAt.ShouldBe(pending.Min());
            (decided.WakeAt > world.Now).ShouldBe(decided.WakeAt is not null);
        }
    }
}

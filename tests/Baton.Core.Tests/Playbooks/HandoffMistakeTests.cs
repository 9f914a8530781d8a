using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

public class HandoffMistakeTests
{
    [Theory]
    [InlineData("sal: { fallback: Desk }", "`handoffs` has no `sal`; did you mean `sql`?")]
    [InlineData("mql: Inside", "the hand-off of MQLs takes `routes`, `fallback`, `response`, `decision`, `cadence`, not `Inside`")]
    [InlineData("mql: { routes: [] }", "the hand-off of MQLs needs `fallback`, such as `fallback: Sales desk`")]
    [InlineData("mql: { fallback: Desk, routes: Inside }", "`routes` takes a list, each on a line that starts with `- `, not `Inside`")]
    [InlineData("mql: { fallback: Desk, routes: [Inside] }", "the route takes `name`, `when`, `owner_first`, `team`, `assign`, not `Inside`")]
    [InlineData("mql: { fallback: Desk, routes: [{ name: a }] }", "the route needs `team`, such as `team: Inside sales`")]
    [InlineData("mql: { fallback: Desk, routes: [{ team: a }] }", "the route needs `name`, such as `name: Germany, Austria, Switzerland`")]
    [InlineData("mql: { fallback: Desk, routes: [{ name: a, owner_first: maybe, team: b }] }", "`owner_first` takes `yes` or `no`, not `maybe`")]
    [InlineData("mql: { fallback: Desk, routes: [{ name: a, team: b, assign: random }] }", "`assign` is one of `round_robin`, `weighted`, `least_open`, not `random`")]
    [InlineData("mql: { fallback: Desk, routes: [{ name: a, team: b }, { name: A, team: c }] }", "there is another route called `A`; each needs a name of its own")]
    [InlineData("mql: { fallback: Desk, routes: [{ name: a, team: b, when: { x: { contians: y } } }] }", "unknown operator `contians`; did you mean `contains`?")]
    [InlineData("mql: { fallback: Desk, response: 60 }", "`response` takes `within`, `remind_at`, `escalate_at`, `reassign_at`, not `60`")]
    [InlineData("mql: { fallback: Desk, response: { remind_at: 50 } }", "`response` needs `within`, such as `within: 60 minutes`")]
    [InlineData("mql: { fallback: Desk, response: { within: 60 } }", "`within` takes business time from 1 minute to 2,000 hours, such as `60 minutes` or `16 hours`, not `60`")]
    [InlineData("mql: { fallback: Desk, response: { within: 2 days } }", "`within` takes business time from 1 minute to 2,000 hours, such as `60 minutes` or `16 hours`, not `2 days`")]
    [InlineData("mql: { fallback: Desk, response: { within: 0 minutes } }", "`within` takes business time from 1 minute to 2,000 hours, such as `60 minutes` or `16 hours`, not `0 minutes`")]
    [InlineData("mql: { fallback: Desk, decision: { within: 2001 hours } }", "`within` takes business time from 1 minute to 2,000 hours, such as `60 minutes` or `16 hours`, not `2001 hours`")]
    [InlineData("mql: { fallback: Desk, decision: { within: 16 hours, remind_at: 0 } }", "`remind_at` must be from 1 to 1,000, and 0 is not")]
    [InlineData("mql: { fallback: Desk, decision: { within: 16 hours, escalate_at: 1001 } }", "`escalate_at` must be from 1 to 1,000, and 1001 is not")]
    [InlineData("mql: { fallback: Desk, cadence: { grace: 3d } }", "`cadence` needs `attempts`, such as `attempts: [{ kind: call, day: 0 }]`")]
    [InlineData("mql: { fallback: Desk, cadence: { attempts: [] } }", "`attempts` takes a list of 1 to 50 attempts, such as `[{ kind: call, day: 0 }]`, not a list")]
    [InlineData("mql: { fallback: Desk, cadence: { attempts: [{ kind: fax, day: 0 }] } }", "`kind` is one of `call`, `email`, `meeting`, `message`, not `fax`")]
    [InlineData("mql: { fallback: Desk, cadence: { attempts: [{ kind: call }] } }", "the attempt needs `day`, such as `day: 0`")]
    [InlineData("mql: { fallback: Desk, cadence: { attempts: [{ kind: call, day: 3 }, { kind: call, day: 2 }] } }", "`day` 2 is before the 3 of the attempt before it; attempts are made in order")]
    [InlineData("mql: { fallback: Desk, cadence: { attempts: [{ kind: call, day: 0 }], wake: soon } }", "`wake` takes 1 to 3,650 days, such as `30d` or `4w`, not `soon`")]
    [InlineData("sql: { fallback: Desk }", "no lead becomes SQL, so none is handed over; add `sql` to `stages`")]
    public void A_hand_off_is_explained(string handoffs, string message) => Messages($"handoffs: {{ {handoffs} }}").ShouldBe([message]);

    [Theory]
    [InlineData("rejections: [no_budget]", "`rejections` takes names of reasons, each with what becomes of the lead, not a list")]
    [InlineData("rejections: {}", "`rejections` takes names of reasons, each with what becomes of the lead, not a section")]
    [InlineData("rejections: { other: }", "the reason `other` takes `title`, `becomes`, `about`, `wake`, `wake_ahead`, not nothing")]
    [InlineData("rejections: { not_now: { becomes: lost } }", "`becomes` is one of `recycled`, `disqualified`, not `lost`")]
    [InlineData("rejections: { not_now: { becomes: disqualified, wake: 30d } }", "a lead that is disqualified does not wake; leave this out, or say `becomes: recycled`")]
    [InlineData("rejections: { bad_fit: { wake: 30d } }", "a lead that is disqualified does not wake; leave this out, or say `becomes: recycled`")]
    [InlineData("rejections: { not_now: , Not_Now: { wake: 30d } }", "there is another reason called `Not_Now`; each needs a name of its own")]
    [InlineData("recycling: 20", "`recycling` takes `requalify`, `lost`, not `20`")]
    [InlineData("recycling: { requalify: 0 }", "`requalify` must be from 1 to 1,000,000, and 0 is not")]
    public void Rejections_and_recycling_are_explained(string lines, string message) => Messages(lines).ShouldBe([message]);

    [Fact]
    public void Hand_offs_are_read_as_they_are_written()
    {
        var plan = Read("""
            handoffs:
              mql:
                routes:
                  - { name: ' Owner ', owner_first: yes }
                  - { name: All, team: Inside, assign: weighted }
                fallback: Desk
                response: { within: 90m, remind_at: 50, reassign_at: 150 }
                decision: { within: 16 h }
                cadence: { attempts: [{ kind: call, day: 0 }, { kind: message, day: 2 }], wake: 4w }
            """).HandoffOf(Stage.Mql).ShouldNotBeNull();

        plan.Routes.ShouldBe([new Route("Owner", null, true, null, Assignment.RoundRobin), new Route("All", null, false, "Inside", Assignment.Weighted)]);
        plan.Fallback.ShouldBe("Desk");
        plan.Response.ShouldBe(new Deadline(NodaTime.Duration.FromMinutes(90), 50, null, 150));
        plan.Response!.Steps.ShouldBe([(50, StepKind.Remind), (100, StepKind.Breach), (150, StepKind.Reassign)]);
        plan.Decision.ShouldBe(new Deadline(NodaTime.Duration.FromHours(16), null, null, null));
        plan.Cadence!.Attempts.ShouldBe([new Attempt(ContactKind.Call, 0), new Attempt(ContactKind.Message, 2)]);
        (plan.Cadence.GraceDays, plan.Cadence.WakeDays).ShouldBe((3, 28));
    }

    [Fact]
    public void Reasons_are_the_usual_ones_or_those_that_are_listed()
    {
        Read("").Rejections.ShouldBe(RejectionReason.Usual);
        Read("").Recycling.ShouldBe(new Recycling(20, null));
        Read("rejections: { no_budget: , not_now: { wake: 30d }, bad_fit: { becomes: recycled, wake: 1w }, lease_runs: { about: lease, wake_ahead: 60d } }\nrecycling: { requalify: 5, lost: 10d }")
            .Rejections.ShouldBe([
                RejectionReason.Usual[0], RejectionReason.Usual[^1] with { WakeDays = 30 }, new RejectionReason("bad_fit", "Bad fit", false, null, 7, null),
                new RejectionReason("lease_runs", "Lease runs", false, "lease", null, 2),
            ]);
    }

    private static string[] Messages(string lines) => [.. PlaybookReader.Read(Yaml(lines)).Mistakes.Select(mistake => mistake.Message)];

    private static Playbook Read(string lines)
    {
        var (playbook, mistakes) = PlaybookReader.Read(Yaml(lines));
        mistakes.ShouldBeEmpty();
        return playbook.ShouldNotBeNull();
    }

    private static string Yaml(string lines) => $"name: X\nfit: {{ rules: [{{ name: A, points: 5, when: {{ a: 1 }} }}] }}\nstages: {{ mql: {{ score: 5 }} }}\n{lines}\n";
}

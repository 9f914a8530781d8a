using Baton.Server.Storage;
using Baton.Server.Tasks;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Storage;
using Dapper;

namespace Baton.Server.Tests.Tasks;

public class TaskApiTests
{
    /// <summary>Every MQL goes to Ann, who calls twice and then writes.</summary>
    internal const string Playbook = """
        name: Machines
        fit:
          rules:
            - { name: Manager, points: 15, when: { title: { contains: manager } } }
        engagement:
          rules:
            - { name: Quote, event: Quote Requested, points: 30 }
        stages: { mql: { score: 30 }, sql: { score: 90 } }
        qualification:
          framework: BANT
        handoffs:
          mql:
            routes:
              - { name: Everybody, team: Inside, assign: round_robin }
            fallback: Desk
            cadence:
              attempts: [{ kind: call, day: 0 }, { kind: call, day: 1 }, { kind: email, day: 3 }]
              grace: 3d
        """;

    [Theory]
    [EachDatabase]
    public async Task A_time_may_have_an_offset_and_is_answered_in_UTC(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var lead = await WorldAsync(api);
        foreach (var (title, due) in ((string, string)[])[("zone", "2027-12-01T08:00:00+01:00"), ("short", "2027-12-01T08:00-05:30"), ("UTC", "2027-12-01T08:00:00.5Z")])
        {
            (await api.PostAsync($"/api/leads/{lead}/tasks", new { title, due, @for = "bo@acme.example" })).Ok();
        }

        var tasks = (await api.GetAsync("/api/tasks?person=bo@acme.example")).Ok()["items"]!.AsArray();
        tasks.Select(task => ($"{task!["title"]}", $"{task["due"]}")).ShouldBe([("zone", "2027-12-01T07:00:00Z"), ("UTC", "2027-12-01T08:00:00.5Z"), ("short", "2027-12-01T13:30:00Z")]);
        (await BeforeAsync("2027-12-01T08:00:01%2B01:00")).ShouldBe(1);
        (await BeforeAsync("2027-12-01T08:00:00+01:00")).ShouldBe(0, "A plus sign that is not encoded comes as a blank.");
        (await BeforeAsync("2027-12-01T08:00:00-05:31")).ShouldBe(3);

        const string Expected = "a time such as `2026-03-31T12:00:00Z` or `2026-03-31T14:00:00+02:00`";
        (await api.GetAsync("/api/tasks?before=2027-12-01T08:00:00")).Problem(400).ShouldBe($"`before` is {Expected}.");
        foreach (var due in (object[])["2027-12-01", "2027-12-01T08:00:00", "9999-12-31T23:59:59-18:00", "-9998-01-01T00:00:00+18:00", "", 5])
        {
            (await api.PostAsync($"/api/leads/{lead}/tasks", new { title = "Call", due })).Problem(400).ShouldContain($"at `due`: {Expected} is expected.");
        }

        async Task<int> BeforeAsync(string time) => (await api.GetAsync($"/api/tasks?person=bo@acme.example&before={time}")).Ok()["items"]!.AsArray().Count;
    }

    [Fact]
    public async Task A_title_stands_on_one_line()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var lead = await WorldAsync(api);
        (await api.PostAsync($"/api/leads/{lead}/tasks", new { title = "Call\nagain", due = "2027-12-01T08:00:00Z" })).Problem(400)
            .ShouldBe("`title` is a text of 1 to 200 characters on one line.");
    }

    [Theory]
    [EachDatabase]
    public async Task Tasks_are_listed_by_when_they_are_due_and_ended(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var lead = await WorldAsync(api);
        var attempt = (await api.GetAsync("/api/tasks?person=ann@acme.example")).Ok()["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)attempt["kind"], (bool)attempt["attempt"]!, (string?)attempt["title"]).ShouldBe(("call", true, "Call (attempt 1 of 3)"));
        attempt["lead"]!.AsObject().Select(member => $"{member.Key}={member.Value}").ShouldBe(
            [$"id={lead}", "name=Jo Miller", "title=Plant Manager", "company=Acme", "email=jo@acme.example", "phone=+49 30 1234", "stage=MQL", "score=45", "grade="]);
        attempt["handoff"]!.ToString().ShouldBe((await api.GetAsync("/api/handoffs")).Ok()["items"]![0]!["id"]!.ToString());

        foreach (var (title, day, whose) in ((string, int, string?)[])[("b", 3, "bo@acme.example"), ("c", 5, "bo@acme.example"), ("a", 2, "bo@acme.example"), ("n", 4, null)])
        {
            (await api.PostAsync($"/api/leads/{lead}/tasks", new { title, due = $"2026-04-0{day}T08:00:00Z", @for = whose })).Ok();
        }

        (await TitlesAsync("/api/tasks?person=bo@acme.example")).ShouldBe(["a", "b", "c"]);
        (await TitlesAsync("/api/tasks?before=2026-04-03T08:00:00Z")).ShouldBe(["Call (attempt 1 of 3)", "a"]);
        (await TitlesAsync("/api/tasks")).ShouldBe(["Call (attempt 1 of 3)", "a", "b", "n", "c"]);
        (await TitlesAsync("/api/tasks?person=nobody")).ShouldBeEmpty();
        var bos = (await api.GetAsync("/api/tasks?person=bo@acme.example")).Ok()["items"]!.AsArray();

        (await api.PostAsync($"/api/tasks/{attempt["id"]}/done", new { })).Problem(409)
            .ShouldBe($"This is an attempt to reach the lead. It is done when the contact is logged, with what came of it: POST /api/leads/{lead}/contacts with `\"task\": \"{attempt["id"]}\"`.");
        var work = (await api.PostAsync($"/api/tasks/{bos[0]!["id"]}/done", new { @as = "bo@acme.example" })).Ok();
        work["tasks"]!.AsArray().Count.ShouldBe(4);
        (await api.PostAsync($"/api/tasks/{bos[2]!["id"]}/drop", new { })).Ok();
        (await api.PostAsync($"/api/tasks/{bos[2]!["id"]}/done", new { })).Problem(409).ShouldStartWith("This task is over: it was dropped by key ");
        (await api.PostAsync($"/api/tasks/{Guid.Empty}/done", new { })).Problem(404).ShouldBe($"There is no task {Guid.Empty}.");
        (await api.PostAsync($"/api/leads/{lead}/contacts", new { kind = "call", outcome = "no_answer", task = attempt["id"]!.ToString() })).Ok();

        (await TitlesAsync("/api/tasks?person=bo@acme.example")).ShouldBe(["b"]);
        (await TitlesAsync("/api/tasks?state=ended")).ShouldBe(["c", "a", "Call (attempt 1 of 3)"]);
        (await TitlesAsync("/api/tasks?state=ended&person=bo@acme.example")).ShouldBe(["c", "a"]);
        var ended = (await api.GetAsync("/api/tasks?state=ended&person=bo@acme.example")).Ok()["items"]![1]!;
        ((string?)ended["end"], (string?)ended["ended"]).ShouldBe(("done", "2026-03-31T12:00:00Z"));
        ended["endedBy"]!.ToString().ShouldStartWith("Bo (key ");
        (await api.GetAsync("/api/tasks?state=all")).Problem(400);
        (await api.GetAsync("/api/tasks?before=tomorrow")).Problem(400);
        (await api.GetAsync("/api/tasks?person=x@y.example")).Problem(400);

        async Task<List<string>> TitlesAsync(string path) => (await api.AllAsync(path, 2)).ConvertAll(task => task["title"]!.ToString());
    }

    [Theory]
    [EachDatabase]
    public async Task A_task_of_somebody_who_turned_out_to_be_another_lead_is_done_there(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var lead = await WorldAsync(api);
        await api.World.SendAsync(new { type = "identify", userId = "u2", traits = new { email = "jo@home.example" } });
        var other = await api.LeadAsync("jo@home.example");
        (await api.PostAsync($"/api/leads/{other}/tasks", new { title = "Write", due = "2026-04-02T08:00:00Z", @for = "bo@acme.example" })).Ok();
        (await api.PostAsync($"/api/leads/{lead}/merge", new { with = other })).Ok();

        var task = (await api.GetAsync("/api/tasks?person=bo@acme.example")).Ok()["items"]!.AsArray().ShouldHaveSingleItem()!;
        task["lead"]!["id"]!.ToString().ShouldBe(lead.ToString());
        (await api.PostAsync($"/api/tasks/{task["id"]}/done", new { })).Ok()["lead"]!.ToString().ShouldBe(lead.ToString());
        (await api.GetAsync("/api/tasks?person=bo@acme.example")).Ok()["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [EachDatabase]
    public async Task Answers_are_listed_newest_first_whether_they_hold_or_not(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var lead = await WorldAsync(api);
        await api.World.SendAsync(new { type = "identify", userId = "u2", traits = new { email = "jo@home.example" } });
        var other = await api.LeadAsync("jo@home.example");
        await AnswerAsync(other, "100 EUR", "2026-03-01T08:00:00Z", "email");
        (await api.PostAsync($"/api/leads/{lead}/merge", new { with = other })).Ok();
        await AnswerAsync(lead, "200000 EUR", "2026-03-03T08:00:00Z", "call");
        await AnswerAsync(lead, "", "2026-03-02T08:00:00Z", "meeting");

        var answers = await api.AllAsync($"/api/leads/{other}/answers", 2);

        answers.ConvertAll(answer => $"{answer["criterion"]} {answer["answer"]} {answer["source"]} {answer["note"]}").ShouldBe(["budget 200000 EUR call said so", "budget  meeting said so", "budget 100 EUR email said so"]);
        answers[0]["by"]!.ToString().ShouldStartWith("Bo (key ");
        (await api.GetAsync($"/api/leads/{Guid.Empty}/answers")).Problem(404);

        async Task AnswerAsync(Guid of, string budget, string at, string source) =>
            (await api.PostAsync($"/api/leads/{of}/answers", new { answers = new { budget }, source, at, note = "said so", @as = "bo@acme.example" })).Ok();
    }

    [Theory]
    [EachDatabase]
    public async Task Every_list_of_tasks_is_read_by_an_index_in_its_order(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateAsync(dialect);
        await using var connection = await database.Db.OpenReadAsync(TestContext.Current.CancellationToken);
        var some = (from isOpen in (bool[])[true, false]
                    from person in (Guid?[])[null, Guid.Empty]
                    select new TaskQuery(isOpen, person, IsNobodys: false, Before: null, 50, After: null)).ToList();
        foreach (var query in dialect == Dialect.Sqlite ? some : [])
        {
            var plan = string.Join('\n', connection.Query<(int, int, int, string Detail)>(
                "EXPLAIN QUERY PLAN " + TaskList.Sql(query), new { workspaceId = Guid.Empty, person = Guid.Empty, rows = 51 }).Select(step => step.Detail));
            plan.ShouldContain("INDEX task_");
            plan.ShouldNotContain("TEMP B-TREE", customMessage: query.ToString());
        }
    }

    /// <summary>A lead that was handed to Ann.</summary>
    internal static async Task<Guid> WorldAsync(TestApi api)
    {
        await api.PostAsync("/api/people", new { email = "ann@acme.example", name = "Ann", role = "sdr" });
        await api.PostAsync("/api/people", new { email = "bo@acme.example", name = "Bo", role = "ae" });
        (await api.PostAsync("/api/teams", new { name = "Inside", zone = "UTC", hours = "24x7", members = new[] { new { person = "ann@acme.example" } } })).Ok();
        await api.World.PublishAsync(Playbook);
        await api.World.SendAsync(
            new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example", name = "Jo Miller", company = "Acme", title = "Plant Manager", phone = "+49 30 1234" } },
            new { type = "track", userId = "u1", @event = "Quote Requested" });
        return await api.LeadAsync("jo@acme.example");
    }
}

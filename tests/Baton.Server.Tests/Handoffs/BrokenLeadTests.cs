using System.Net;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Handoffs;

/// <summary>A lead that cannot be decided, and input that once made one so.</summary>
public class BrokenLeadTests
{
    [Theory]
    [EachDatabase]
    public async Task One_that_cannot_be_decided_holds_up_no_other_and_is_tried_again_later(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var leads = new List<Guid>();
        foreach (var name in (string[])["ann", "bo", "cy"])
        {
            leads.Add((await desk.HandOverAsync($"{name}.lead@acme.example")).Lead);
        }

        await SetWorkAsync(desk, leads[0], "{");
        desk.Api.World.Now += Duration.FromMinutes(30);
        await desk.Api.World.WakeAsync();

        (await desk.Api.World.QueryAsync<Guid>("SELECT lead_id FROM activity WHERE workspace_id = @Id AND kind = 'sla.reminded'")).ShouldBe([leads[1], leads[2]], ignoreOrder: true);
        (await desk.Api.World.ScalarAsync<long>("SELECT MAX(wake_at) FROM lead WHERE workspace_id = @Id")).ShouldBe((desk.Api.World.Now + Duration.FromHours(1)).ToUnixTimeMilliseconds());

        await desk.Api.World.PublishAsync(SmallDesk.Playbook.Replace("points: 30", "points: 31", StringComparison.Ordinal));
        await desk.Api.World.WakeAsync();
        (await desk.Api.World.QueryAsync<int>("SELECT total FROM lead WHERE workspace_id = @Id")).ShouldBe([30, 31, 31], ignoreOrder: true);

        await SetWorkAsync(desk, leads[0], null);
        desk.Api.World.Now += Duration.FromHours(1);
        await desk.Api.World.WakeAsync();
        (await desk.Api.World.QueryAsync<int>("SELECT total FROM lead WHERE workspace_id = @Id")).ShouldBe([31, 31, 31]);
    }

    [Theory]
    [EachDatabase]
    public async Task What_people_and_programs_send_breaks_none(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");
        var ann = (await desk.Api.GetAsync("/api/people")).Ok()["items"]!.AsArray().Single(person => (string)person!["email"]! == "ann@acme.example")!["id"]!;

        (await desk.Api.PostAsync($"/api/people/{ann}/absences", new { from = "2026-01-01T00:00:00Z", to = "9999-12-31T23:59:59Z" })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await desk.Api.PostAsync($"/api/leads/{lead}/answers", new { answers = new { need = "x\0y" }, source = "form", form = "a\0b" })).Ok();
        (await desk.Api.PostAsync($"/api/leads/{lead}/answers", new { answers = new { need = "x" }, source = "form", form = new string('f', 201) })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await desk.Api.PostAsync($"/api/leads/{lead}/tasks", new { title = "x", due = "-9998-01-01T00:00:00Z" })).Status.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Conflict);

        using var http = new HttpClient();
        using var broken = new ByteArrayContent([1, 2, 3]) { Headers = { { "Content-Type", "multipart/form-data" } } };
        using var answer = await http.PostAsync(desk.Api.Address + links["Accept"], broken, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static Task<int> SetWorkAsync(SmallDesk desk, Guid lead, string? json) => desk.Api.World.Db.WriteAsync(
        transaction => transaction.Connection!.Execute(
            "UPDATE lead SET work = @json WHERE workspace_id = @Id AND lead_id = @lead", new { desk.Api.World.Id, lead, json }, transaction),
        TestContext.Current.CancellationToken);
}

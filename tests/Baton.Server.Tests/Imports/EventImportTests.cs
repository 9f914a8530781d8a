using System.Text;
using Baton.Server.Imports;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Imports;

public class EventImportTests
{
    private const string Lines = """
        {"type":"track","event":"Quote Requested","messageId":"e1","userId":"101","timestamp":"2026-03-01T09:00:00Z","properties":{"budget":"200000"}}
        {"type":"page","messageId":"e2","anonymousId":"visitor","timestamp":"2026-03-02T09:00:00Z","properties":{"path":"/pricing"}}
        {"type":"identify","messageId":"e3","userId":"101","anonymousId":"visitor","timestamp":"2026-03-02T09:01:00Z","traits":{"title":"Plant Manager"}}
        {"type":"track","event":"Quote Requested","messageId":"e1","userId":"101","timestamp":"2026-03-01T09:00:00Z"}
        {"type":"track","event":"Quote Requested","userId":"101"}
        {"type":"track","event":"Quote
        {"type":"track","event":"Quote Requested","messageId":"e4","timestamp":"2026-03-01T09:00:00Z","context":{"traits":{"email":"kim@beta.example"}}}
        {"type":"track","event":"Quote Requested","userId":"102","timestamp":"2026-09-01T09:00:00Z"}
        """;

    [Theory]
    [EachDatabase]
    public async Task Calls_come_in_as_they_were_exported(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);

        var import = await world.ImportAsync(ImportKind.Events, Lines);

        (import.Accepted, import.Repeated, import.Rejected).ShouldBe((5, 1, 2));
        var lead = (await world.UserAsync("101"))!;
        lead.Id.ShouldBe((await world.VisitorAsync("visitor"))!.Id);
        (lead.Score.Fit > 0, lead.Score.Engagement > 0).ShouldBe((true, true));
        (await world.EmailAsync("kim@beta.example")).ShouldNotBeNull();
        (await world.ScalarAsync<long>("SELECT max(occurred_at) FROM event WHERE workspace_id = @Id")).ShouldBe(
            world.Now.ToUnixTimeMilliseconds(), "What claims to be later than it came in happened when it came in.");
        (await world.RejectedAsync(import)).Select(row => (row.Line, row.Reason.Split(':')[0], row.Text)).ShouldBe(
        [
            (5, "has no `timestamp`", """{"type":"track","event":"Quote Requested","userId":"101"}"""),
            (6, "is not JSON", """{"type":"track","event":"Quote"""),
        ]);
        await world.ImportAsync(ImportKind.Events, Encoding.UTF8.GetBytes(Lines));
        (await world.ScalarAsync<long>("SELECT count(*) FROM event WHERE workspace_id = @Id")).ShouldBe(5);
    }

    [Theory]
    [EachDatabase]
    public async Task An_address_that_is_none_is_nobody_s(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);

        var import = await world.ImportAsync(ImportKind.Events, "user_id,email,event,timestamp\n1,none,Opened,2026-03-30\n,none,Opened,2026-03-30\n,\"a@b.example,c@d.example\",Opened,2026-03-30\n");

        (import.Accepted, import.Rejected).ShouldBe((2, 1));
        (await world.EmailAsync("a@b.example")).ShouldNotBeNull();
        import.Notes.ShouldBe(
        [
            "email: 2 values are no e-mail addresses and are left out, such as \"none\" on line 2.",
            "email: 1 value has several e-mail addresses, of which the first is taken: \"a@b.example,c@d.example\" on line 4.",
        ]);
    }

    [Theory]
    [EachDatabase]
    public async Task A_table_says_the_same_as_the_calls(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, "id,email\n7,a@acme.example\n8,b@acme.example\n");

        var import = await world.ImportAsync(ImportKind.Events, """
            id;Wann;event;type;path;user_agent
            7;31/03/2026;Quote Requested;;;
            8;30/03/2026;;page;/pricing/x;Mozilla/5.0
            8;30/03/2026;;page;/pricing/x;Googlebot/2.1
            8;gestern;Quote Requested;;;
            ;30/03/2026;Quote Requested;;;
            """, Importing.Choices(map: ("Wann", "timestamp")));

        (import.Accepted, import.Rejected).ShouldBe((3, 2));
        var (seven, eight) = ((await world.UserAsync("7"))!, (await world.UserAsync("8"))!);
        (seven.Score.Total, eight.Score.Total).ShouldBe((30, 7), "The machine's look does not count.");
        (await world.ScalarAsync<long>("SELECT count(*) FROM event WHERE workspace_id = @Id AND mark = 1")).ShouldBe(1);
    }
}

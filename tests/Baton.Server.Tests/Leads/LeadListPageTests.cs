using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Leads;

/// <summary>The list of leads as people see it, without scripts.</summary>
public partial class LeadListPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task The_list_says_how_many_it_has_in_all_where_an_index_tells(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync([.. Enumerable.Range(0, 60).Select(i => new { type = "identify", userId = $"u{i}", traits = new { email = $"u{i}@c{i}.example", title = "Buyer" } })]);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Reader);
        var found = await CountedAsync("/leads");

        found.ShouldBe("50 of 60 leads");
        (await CountedAsync("/leads?stage=Lead&least=-1000")).ShouldBe("50 of 60 leads");
        (await CountedAsync("/leads?stage=Lead&least=0&most=1000&order=newest")).ShouldBe("50 of 60 leads");
        (await CountedAsync("/leads?q=u1")).ShouldBe("11 leads");
        (await CountedAsync("/leads?where=" + Uri.EscapeDataString("{ title: Buyer }"))).ShouldBe("50 leads on this page");
        await api.World.SendAsync([.. Enumerable.Range(0, 1_000).Select(i => new { type = "identify", userId = $"v{i}", traits = new { email = $"v{i}@d{i}.example" } })]);
        (await CountedAsync("/leads")).ShouldBe("50 of more than 1,000 leads");

        async Task<string> CountedAsync(string path) => Regex.Match((await ann.GetAsync(path)).Ok().Words, "[0-9]+ (of [0-9a-z, ]*)?leads( on this page)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture).Value;
    }

    [Theory]
    [EachDatabase]
    public async Task Every_lead_is_on_one_page_and_on_no_other_in_every_order(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        for (var i = 0; i < 115; i++)
        {
            api.World.Now += Duration.FromSeconds(1);
            await api.World.SendAsync(
                new { type = "identify", userId = $"u{i}", traits = new { name = $"Person {i}", title = i % 4 == 0 ? "Manager" : "Clerk" } },
                new { type = "track", userId = $"u{i}", @event = i % 5 == 0 ? "Quote Requested" : "Nothing" });
        }

        using var reader = await TestBrowser.SignInAsync(api, Roles.Reader);
        foreach (var sort in LeadOrders.Names)
        {
            var seen = new List<string>();
            for (var next = $"/leads?sort={sort}"; next is not null;)
            {
                var page = (await reader.GetAsync(next)).Ok();
                seen.AddRange(LinkToLead().Matches(page.Text).Select(match => match.Groups["id"].Value));
                next = NextPage().Match(page.Text) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["to"].Value) : null;
            }

            seen.Count.ShouldBe(115, sort);
            seen.Distinct().Count().ShouldBe(115, sort);
        }

        (await Found("q=person 7")).ShouldBe(11);
        (await Found("q=PERSON+77")).ShouldBe(1);
        (await Found("stage=MQL")).ShouldBe(23);
        (await Found("min=40&max=45")).ShouldBe(6);
        (await Found("min=1&sort=-created")).ShouldBe(46);
        (await Found("grade=B")).ShouldBe(29);
        (await Found("where={\"all\":[{\"title\":\"manager\"},{\"score\":{\"gte\":40}}]}")).ShouldBe(6);
        (await Found("where={\"all\":[{\"title\":\"manager\"}]}&stage=MQL&q=person")).ShouldBe(6);
        (await reader.GetAsync("/leads?q=nobody&grade=A")).Ok().Words.ShouldContain("No lead is as asked for.");
        (await reader.GetAsync("/leads?after=zzz")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await reader.GetAsync("/leads?where={\"title\":{\"containz\":\"x\"}}")).Words.ShouldContain("unknown operator");

        async Task<int> Found(string query) => LinkToLead().Count((await reader.GetAsync("/leads?" + query)).Ok().Text);
    }

    [Fact]
    public async Task Numbers_of_a_condition_are_read_as_the_page_writes_them()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var reader = await TestBrowser.SignInAsync(api, Roles.Reader);
        await reader.PostAsync("/me/taste", ("language", "de"), ("zone", "UTC"));

        (await reader.GetAsync("/leads?attribute=employees&operator=gte&value=1.000&attribute=revenue&operator=between&value=500.000+bis+1.000.000&attribute=part&operator=eq&value=3.101&attribute=account.employees&operator=eq&value=4.950"))
            .GoesTo.ShouldBe("/leads?where=" + Uri.EscapeDataString(
                "{\"all\":[{\"employees\":{\"gte\":1000}},{\"revenue\":{\"between\":[500000,\"1.000.000\"]}},{\"part\":{\"eq\":3.101}},{\"account.employees\":{\"eq\":4950}}]}"));
    }

    [Fact]
    public async Task A_condition_is_made_in_rows_and_its_mistakes_stand_beside_them()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var reader = await TestBrowser.SignInAsync(api, Roles.Reader);
        (await reader.GetAsync("/leads")).Words.ShouldContain("No lead is known yet.");

        (await reader.GetAsync("/leads?q=&stage=&match=all&attribute=title&operator=contains&value=manager&attribute=&operator=eq&value=")).GoesTo
            .ShouldBe("/leads?where=" + Uri.EscapeDataString("{\"all\":[{\"title\":{\"contains\":\"manager\"}}]}"));
        var wrong = await reader.GetAsync("/leads?match=any&attribute=employees&operator=gte&value=many&attribute=&operator=eq&value=x");
        wrong.Status.ShouldBe(HttpStatusCode.BadRequest);
        wrong.Words.ShouldContain("needs a number");
        wrong.Words.ShouldContain("Choose what is compared");
        wrong.Text.ShouldContain("value=\"many\"");
        AttributeField().Count((await reader.GetAsync("/leads?add=row&attribute=title&operator=contains&value=manager")).Ok().Text).ShouldBe(2);
        (await reader.GetAsync("/leads?where={\"any\":[{\"title\":{\"contains\":\"manager\"}},{\"employees\":{\"between\":[50,200]}}]}")).Ok().Words
            .ShouldContain("- employees: { between: [50, 200] }");
        var typed = await reader.GetAsync("/leads?q=jo&stage=&grade=&match=all&attribute=&operator=eq&value=", ("HX-Request", "true"), ("HX-Trigger-Name", "q"));
        typed.Status.ShouldBe(HttpStatusCode.OK);
        typed.Response.Headers.GetValues("HX-Replace-Url").ShouldBe(["/leads?q=jo"]);
        (await reader.GetAsync("/leads?where={\"not\":{\"title\":\"manager\"}}")).Ok().Text.ShouldContain("<textarea");
    }

    [Theory]
    [InlineData("""{"all":[{"title":{"contains":"manager"}}]}""")]
    [InlineData("""{"any":[{"employees":{"between":[50,200]}},{"country":{"in":["DE","AT"]}},{"phone":{"has":true}}]}""")]
    [InlineData("""{"all":[{"postalcode":{"eq":"01067"}},{"budget":{"gte":"150000 EUR"}},{"optin":{"eq":true}}]}""")]
    public void Rows_come_out_of_a_condition_as_they_went_in(string where)
    {
        var condition = LeadListCondition.TryRead(where).ShouldNotBeNull();
        condition.Written().ShouldBe(where);
        Core.Leads.LeadCondition.Read(condition.Yaml()!).Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("attribute=company&operator=in&value={long}", "longer than an address can be")]
    [InlineData("q={long}", "has at most 200 characters")]
    [InlineData("min=abc", "are whole numbers, such as 40")]
    [InlineData("max=99999999999", "are whole numbers, such as 40")]
    [InlineData("stage=Nowhere", "a stage that is none")]
    [InlineData("account=x", "an account that is none")]
    public async Task What_narrows_the_list_down_and_cannot_be_read_shows_exports_and_keeps_no_other_list(string query, string words)
    {
        query = query.Replace("{long}", string.Join(',', Enumerable.Range(0, 500).Select(i => $"Company {i}")), StringComparison.Ordinal);
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } });
        using var boss = await TestBrowser.SignInAsync(api, Roles.Manager);

        foreach (var headers in new (string, string)[][] { [], [("HX-Request", "true")] })
        {
            var page = await boss.GetAsync("/leads?" + query, headers);
            page.Status.ShouldBe(HttpStatusCode.BadRequest);
            page.Words.ShouldContain(words);
            LinkToLead().Count(page.Text).ShouldBe(0);
            page.Text.ShouldNotContain("/leads/export");
            page.Text.ShouldNotContain("action=\"/leads/views\"");
        }

        var address = "?" + query.Replace("attribute=company&operator=in&value=", "where=" + Uri.EscapeDataString("{\"company\":[\"x\"]}") + "%20", StringComparison.Ordinal);
        foreach (var path in new[] { "/leads/export", "/leads/views" })
        {
            var refused = await boss.PostAsync(path, ("address", address), ("name", "Mine"));
            refused.Status.ShouldBe(HttpStatusCode.BadRequest, path);
            refused.Text.ShouldNotContain("jo@acme.example");
        }
    }

    [Fact]
    public async Task A_condition_that_grows_longer_than_an_address_is_told_in_the_page()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var boss = await TestBrowser.SignInAsync(api, Roles.Manager);

        var page = await boss.GetAsync("/leads?attribute=company&operator=in&value=" + string.Join(',', Enumerable.Range(0, 800).Select(i => $"F{i}")));

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Words.ShouldContain("longer than an address can be");
        page.Text.ShouldContain("F799");
    }

    [Theory]
    [InlineData("Head of Sales; Berlin", "Head of Sales; Berlin")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("x;=1+1", "x;'=1+1")]
    [InlineData("x; \"\"=1+1", "x;' \"\"=1+1")]
    [InlineData("x\t@SUM(1)", "x\t'@SUM(1)")]
    [InlineData("x\r\n-1", "x\r\n'-1")]
    [InlineData("\tx", "'\tx")]
    [InlineData("a-b@c.example", "a-b@c.example")]
    public void No_part_of_a_cell_is_a_formula_wherever_a_spreadsheet_cuts(string text, string harmless) => LeadListExport.Harmless(text).ShouldBe(harmless);

    [Theory]
    [EachDatabase]
    public async Task What_leads_are_called_is_text_and_nothing_else_in_pages_and_in_files(Dialect dialect)
    {
        const string Hostile = "<script>alert(1)</script>\" onfocus=\"alert(2)";
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(
            new { type = "identify", userId = "u1", traits = new { name = Hostile, title = Hostile, company = Hostile, country = Hostile, industry = Hostile, email = "jo@acme.example" } },
            new { type = "identify", userId = "u2", traits = new { name = "=cmd|' /C calc'!A0", title = "@SUM(1)", phone = "+49 89 1234", company = "-1", country = "\tx" } });
        using var boss = await TestBrowser.SignInAsync(api, Roles.Manager, Hostile);
        var columns = string.Concat(Enum.GetValues<LeadListColumn>().Select(column => "&column=" + column.Name()));
        await boss.PostAsync("/leads/views", ("name", Hostile), ("shared", "yes"), ("address", "?q=" + Uri.EscapeDataString(Hostile)));
        foreach (var path in new[] { "/leads?x=1" + columns, "/leads/board", "/leads?q=" + Uri.EscapeDataString(Hostile), "/leads?grade=A&where=" + Uri.EscapeDataString(Hostile), $"/leads?attribute={Uri.EscapeDataString(Hostile)}&operator=eq&value={Uri.EscapeDataString(Hostile)}&add=1" })
        {
            var page = await boss.GetAsync(path);
            page.Text.ShouldNotContain("<script>alert", customMessage: path);
            page.Text.ShouldNotContain("\" onfocus=\"", customMessage: path);
        }

        var file = await boss.PostAsync("/leads/export", ("address", "?sort=created" + columns));
        file.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await BytesAsync(api, boss, "/leads/export"))[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        file.Text.ShouldContain("'=cmd");
        file.Text.ShouldContain(",'@SUM(1),");
        file.Text.ShouldContain(",'+49 89 1234,");
        file.Text.ShouldContain(",'-1,");
        file.Text.Split('\n').Length.ShouldBe(4);
        await using var connection = await api.World.Db.OpenReadAsync(Cancel);
        connection.Query<string>("SELECT act FROM audit WHERE workspace_id = @Id", new { api.World.Id }).ShouldContain("leads.exported");
    }

    /// <summary>What a form is answered with, the mark of its encoding among it.</summary>
    private static async Task<byte[]> BytesAsync(TestApi api, TestBrowser browser, string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, api.Address + path);
        request.Headers.Add("Cookie", string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("form-token", (await browser.GetAsync("/me")).Token)]);
        using var response = await http.SendAsync(request, Cancel);
        return await response.Content.ReadAsByteArrayAsync(Cancel);
    }

    [Fact]
    public async Task A_long_name_is_whole_where_one_points_at_it_and_cells_with_semicolons_stay_cells()
    {
        var name = string.Concat(Enumerable.Repeat("Verylongname", 40));
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { name, title = "x;=1+1", email = "jo@acme.example" } });
        using var boss = await TestBrowser.SignInAsync(api, Roles.Manager);

        (await boss.GetAsync("/leads")).Ok().Text.ShouldContain($"title=\"{name}\"");
        (await boss.PostAsync("/leads/export", ("address", ""))).Text.ShouldContain(",\"x;'=1+1\",");
    }

    [Fact]
    public async Task Who_may_not_work_with_leads_or_take_them_out_does_neither()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } });
        var lead = (await api.LeadAsync("jo@acme.example")).ToString();
        using var reader = await TestBrowser.SignInAsync(api, Roles.Reader);
        using var sdr = await TestBrowser.SignInAsync(api, Roles.Sdr);

        (await reader.PostAsync("/leads/chosen/move", ("lead", lead), ("stage", "SAL"), ("reason", "x"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.PostAsync("/leads/chosen/task", ("lead", lead), ("title", "x"), ("due", "2026-05-01"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.PostAsync("/leads/chosen/export", ("lead", lead))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await sdr.PostAsync("/leads/export", ("address", ""))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await sdr.PostAsync("/leads/chosen/export", ("lead", lead))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.GetAsync("/leads")).Text.ShouldNotContain("type=\"checkbox\" name=\"lead\"");
        (await sdr.GetAsync("/leads")).Text.ShouldNotContain("/leads/export");
        (await reader.GetAsync("/leads/board")).Text.ShouldNotContain("draggable=\"true\"");
        (await sdr.GetAsync("/leads/board")).Text.ShouldContain("draggable=\"true\"");
    }

    [Theory]
    [EachDatabase]
    public async Task Several_leads_are_moved_as_each_alone_and_what_could_not_be_is_told(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync([.. Enumerable.Range(0, 5).Select(i => new { type = "identify", userId = $"u{i}", traits = new { email = $"u{i}@acme.example", name = $"Nr {i}" } })]);
        var leads = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => api.LeadAsync($"u{i}@acme.example")));
        using var sdr = await TestBrowser.SignInAsync(api, Roles.Sdr);

        (await Move(("stage", "MQL"), ("reason", ""))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await api.World.LeadAsync(leads[0]))!.Score.Stage.ShouldBe(Core.Lifecycle.Stage.Lead);
        (await Move(("stage", "Recycled"), ("reason", "a fair"), ("lead", api.World.Id.ToString()))).Ok().Words.ShouldContain("5 leads were moved to Recycled");
        foreach (var lead in leads)
        {
            (await api.World.LeadAsync(lead))!.Score.Stage.ShouldBe(Core.Lifecycle.Stage.Recycled);
        }

        (await sdr.PostAsync("/leads/chosen/task", [("title", "Call"), ("due", "2026-05-01"), .. leads.Select(lead => ("lead", lead.ToString()))])).Ok().Words.ShouldContain("5 leads have a new task");
        (await sdr.PostAsync("/leads/chosen/task", ("title", "Call"), ("due", ""), ("lead", leads[0].ToString()))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await sdr.PostAsync("/leads/chosen/move", ("stage", "MQL"), ("reason", "x"))).Words.ShouldContain("No lead is chosen");
        (await sdr.PostAsync("/leads/chosen/move", [("stage", "MQL"), ("reason", "x"), .. Enumerable.Range(0, 501).Select(i => ("lead", Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(i)).ToString()))]))
            .Words.ShouldContain("At most 500");

        Task<Shown> Move(params (string, string)[] fields) => sdr.PostAsync("/leads/chosen/move", [.. fields, .. leads.Select(lead => ("lead", lead.ToString()))]);
    }

    [Theory]
    [EachDatabase]
    public async Task Views_are_somebodys_own_or_everybodys_and_come_back_after_they_were_deleted(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        using var kim = await TestBrowser.SignInAsync(api, Roles.Sdr, "Kim");
        using var reader = await TestBrowser.SignInAsync(api, Roles.Reader);

        var own = (await sam.PostAsync("/leads/views", ("name", "Mine"), ("address", "?stage=MQL&column=email&after=x"))).GoesTo!;
        own.ShouldStartWith("/leads?stage=MQL&column=email&view=");
        var shared = (await sam.PostAsync("/leads/views", ("name", "Ours"), ("shared", "yes"), ("address", "?q=acme"))).GoesTo!;
        var (ownId, sharedId) = (own[(own.IndexOf("view=", StringComparison.Ordinal) + 5)..], shared[(shared.IndexOf("view=", StringComparison.Ordinal) + 5)..]);
        (await sam.GetAsync("/leads")).Words.ShouldContain("Mine");
        (await kim.GetAsync("/leads")).Words.ShouldContain("Ours");
        (await kim.GetAsync("/leads")).Words.ShouldNotContain("Mine");
        (await kim.PostAsync($"/leads/views/{ownId}/delete")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await kim.PostAsync($"/leads/views/{sharedId}/delete")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await kim.PostAsync($"/leads/views/{sharedId}", ("address", "?q=other"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.PostAsync("/leads/views", ("name", "For all"), ("shared", "yes"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await sam.PostAsync("/leads/views", ("name", " "))).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await sam.PostAsync($"/leads/views/{ownId}", ("address", "?stage=SQL"))).GoesTo.ShouldBe($"/leads?stage=SQL&view={ownId}");
        var gone = (await sam.PostAsync($"/leads/views/{ownId}/delete")).GoesTo!;
        (await sam.GetAsync(gone)).Words.ShouldContain("The view “Mine” is deleted.");
        (await sam.GetAsync("/leads")).Words.ShouldNotContain("Mine");
        (await sam.PostAsync($"/leads/views/{ownId}/restore")).GoesTo.ShouldBe($"/leads?stage=SQL&view={ownId}");
        (await sam.GetAsync("/leads")).Words.ShouldContain("Mine");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 89", "'+49 89")]
    [InlineData("-5", "'-5")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("  =1", "'  =1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("Jo = Kim", "Jo = Kim")]
    [InlineData("", "")]
    public void Cells_that_a_spreadsheet_would_run_are_made_text(string text, string cell) => LeadListExport.Harmless(text).ShouldBe(cell);

    [GeneratedRegex("lead-name text-break\"><a class=\"lead-clamp\" href=\"/leads/(?<id>[0-9a-f-]{36})\"", RegexOptions.NonBacktracking)]
    private static partial Regex LinkToLead();

    [GeneratedRegex("href=\"(?<to>[^\"]+)\" rel=\"next\"", RegexOptions.NonBacktracking)]
    private static partial Regex NextPage();

    [GeneratedRegex("name=\"attribute\"", RegexOptions.NonBacktracking)]
    private static partial Regex AttributeField();
}

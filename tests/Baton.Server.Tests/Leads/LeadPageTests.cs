using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Server.Handoffs;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Handoffs;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Tests.Leads;

public partial class LeadPageTests
{
    private static readonly Guid Nobody = new("01234567-89ab-7def-8123-456789abcdef");

    private static readonly string Groups = TestWorkspace.Playbook
        .Replace("fit:\n", "range: { min: 0, max: 50 }\nfit:\n", StringComparison.Ordinal)
        .Replace("engagement:\n", "engagement:\n  max: 35\n  groups: { reading: { max: 12 } }\n", StringComparison.Ordinal)
        .Replace("points: 7, max_per_day: 2", "points: 7, group: reading, max_per_day: 2", StringComparison.Ordinal);

    [Theory, EachDatabase]
    public async Task Every_line_of_the_score_is_there_and_they_add_up_to_it(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.PublishAsync(Groups);
        var id = await JoAsync(api);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr);

        var page = (await ann.GetAsync($"/leads/{id}")).Ok();

        var told = (await api.GetAsync($"/api/leads/{id}/explanation")).Ok();
        LinesOf(page).Select(line => line.Text).ShouldBe(told["lines"]!.AsArray().Select(line => line!["text"]!.ToString()));
        told["lines"]!.AsArray().Select(line => line!["kind"]!.ToString()).Distinct().Order().ShouldBe(["group", "limit", "rule"]);
        LinesOf(page).Sum(line => line.Points).ShouldBe(TotalOf(page));
        TotalOf(page).ShouldBe(told["score"]!["total"]!.GetValue<decimal>());
        page.Words.ShouldContain("At most 35 points here");
        page.Words.ShouldContain("What gives nothing yet: 3 rules");
    }

    [Theory, EachDatabase]
    public async Task In_German_nothing_of_the_page_is_English_but_the_playbooks_own_words(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.PublishAsync(Groups);
        var id = await JoAsync(api);
        await api.World.SendAsync(new { type = "page", userId = "jo", properties = new { path = "/pricing" }, timestamp = At(2026, 3, 30) });
        using var kim = await TestBrowser.SignInAsync(api, Roles.Manager);
        await kim.PostAsync("/me/taste", ("language", "de"));

        var page = (await kim.GetAsync($"/leads/{id}")).Ok();

        var english = (await api.GetAsync($"/api/leads/{id}/explanation")).Ok()["lines"]!.AsArray().First(line => (string?)line!["kind"] == "group")!["text"]!.ToString();
        english.ShouldBe("reading: at most 12 for “Pricing”");
        page.Words.ShouldContain("reading: höchstens 12 für „Pricing“");
        page.Words.ShouldNotContain("at most");
        page.Words.ShouldContain("hier seit eben");

        (await kim.PostAsync($"/leads/{id}/move", ("stage", "Recycled"), ("reason", "Not yet"))).GoesTo.ShouldNotBeNull();
        foreach (var path in (string[])["/leads", "/leads?stage=Recycled", "/leads/board?side=yes", $"/leads/{id}/move"])
        {
            var shown = (await kim.GetAsync(path)).Ok().Words;
            shown.ShouldContain("Zurück im Marketing");
            shown.ShouldNotContain("Recycled");
            shown.ShouldNotContain("Customer");
        }
    }

    [Theory, EachDatabase]
    public async Task On_a_day_that_is_past_the_page_tells_what_the_API_explains_of_it_and_offers_nothing(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var id = await JoAsync(api);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr);

        foreach (var day in (string[])["2026-01-15", "2026-02-01", "2026-03-30"])
        {
            var page = (await ann.GetAsync($"/leads/{id}?asOf={day}")).Ok();
            var told = (await api.GetAsync($"/api/leads/{id}/explanation?asOf={day}")).Ok();
            (day, TotalOf(page)).ShouldBe((day, told["score"]!["total"]!.GetValue<decimal>()));
            LinesOf(page).Select(line => line.Text).ShouldBe(told["lines"]!.AsArray().Select(line => line!["text"]!.ToString()));
            page.Words.ShouldContain("This is the past");
            page.Text.ShouldNotContain($"action=\"/leads/{id}/", customMessage: "Nothing can be done about the past.");
            page.Text.ShouldNotContain("hx-get=\"/leads/" + id + "/notes");
            page.Words.ShouldNotContain("31 Mar 2026, 12:00", customMessage: "What happened later is not known yet.");
        }

        (await ann.GetAsync($"/leads/{id}?asOf=2026-02-01")).Words.ShouldContain("Baton did not know this lead yet");
        foreach (var (day, words) in new[] { ("2126-01-01", "is still to come"), ("yesterday", "cannot be read") })
        {
            var today = await ann.GetAsync($"/leads/{id}?asOf={day}");
            today.Status.ShouldBe(HttpStatusCode.BadRequest);
            today.Words.ShouldContain(words);
            today.Words.ShouldNotContain("This is the past");
        }
    }

    [Theory, EachDatabase]
    public async Task Each_point_of_the_score_over_time_is_what_the_API_explains_of_that_day(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var id = await JoAsync(api);
        await api.World.SendAsync(
            new { type = "identify", userId = "jo", traits = new { title = "Intern" }, timestamp = At(2026, 2, 10) },
            new { type = "group", userId = "jo", groupId = "acme", traits = new { industry = "Steel" }, timestamp = At(2026, 2, 20) });
        using var ann = await TestBrowser.SignInAsync(api, Roles.Reader);

        var points = PointsOf((await ann.GetAsync($"/leads/{id}")).Ok());

        points.Count.ShouldBe(90, "Each day from the first of January on.");
        points.Select(point => point.Total).Distinct().Count().ShouldBeGreaterThan(5);
        foreach (var (day, total) in points.Where((_, at) => at % 7 == 0 || at > 80))
        {
            var asOf = day == new LocalDate(2026, 3, 31) ? "" : $"?asOf={LocalDatePattern.Iso.Format(day)}";
            (day, total).ShouldBe((day, (await api.GetAsync($"/api/leads/{id}/explanation{asOf}")).Ok()["score"]!["total"]!.GetValue<int>()));
        }
    }

    [Theory, EachDatabase]
    public async Task A_line_leads_to_the_events_behind_it(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var id = await JoAsync(api);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Reader);
        var all = (await ann.GetAsync($"/leads/{id}")).Ok();
        all.Text.ShouldContain($"href=\"/leads/{id}?line=Pricing#timeline\"");

        var pricing = (await ann.GetAsync($"/leads/{id}?line=Pricing")).Ok();
        KindsOf(pricing).ShouldBe(["page", "page", "page"]);
        pricing.Words.ShouldContain("Only what is behind “Pricing”");
        KindsOf(await ann.GetAsync($"/leads/{id}?line=Quote")).ShouldBe(["track", "track"]);
        KindsOf(await ann.GetAsync($"/leads/{id}?line=Manager")).ShouldBe(["identify"], "A rule about who they are leads to who said so.");
        KindsOf(await ann.GetAsync($"/leads/{id}?line=Nothing")).ShouldBeEmpty();
        KindsOf(await ann.GetAsync($"/leads/{id}?line=Pricing&asOf=2026-02-01")).ShouldBe(["page"]);
    }

    [Theory, EachDatabase]
    public async Task The_timeline_is_filtered_and_goes_on_to_older_ones(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var id = await JoAsync(api);
        await api.World.SendAsync([.. Enumerable.Range(0, 40).Select(minute => (object)new { type = "track", @event = "Email Link Clicked", userId = "jo", timestamp = At(2026, 3, 1) + (minute * 600_000L) })]);
        (await api.PostAsync($"/api/leads/{id}/notes", new { text = "Knows our machines" })).Ok();
        using var ann = await TestBrowser.SignInAsync(api, Roles.Reader);

        KindsOf(await ann.GetAsync($"/leads/{id}?show=did")).Distinct().Order().ShouldBe(["page", "track"]);
        KindsOf(await ann.GetAsync($"/leads/{id}?show=known")).ShouldBe(["identify"]);
        KindsOf(await ann.GetAsync($"/leads/{id}?show=talks")).ShouldBe(["note.added"]);
        KindsOf(await ann.GetAsync($"/leads/{id}?show=stages")).Distinct().ShouldBe(["stage.changed"]);
        KindsOf(await ann.GetAsync($"/leads/{id}?show=nonsense")).ShouldContain("note.added");
        KindsOf(await ann.GetAsync($"/leads/{id}?name=quote%20requested")).ShouldBe(["track", "track"]);

        var (seen, path) = (new List<string>(), $"/leads/{id}?show=did");
        for (var pages = 0; pages < 5 && path.Length > 0; pages++)
        {
            var page = (await ann.GetAsync(path)).Ok();
            seen.AddRange(ItemsOf(page));
            path = Older().Match(page.Text) is { Success: true } older ? WebUtility.HtmlDecode(older.Groups["path"].Value) : "";
        }

        seen.Count.ShouldBe(45);
        seen.Distinct().Count().ShouldBe(45);
        var fragment = (await ann.GetAsync($"/leads/{id}/timeline?show=did")).Ok();
        fragment.Text.ShouldNotContain("<html");
        ItemsOf(fragment).ShouldBe(seen.Take(30));
    }

    [Theory, EachDatabase]
    public async Task What_was_found_out_is_answered_in_place(Dialect dialect)
    {
        await using var api = await DeskAsync(dialect);
        var lead = await HandOverAsync(api, "Jo");
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr);
        (await ann.GetAsync($"/leads/{lead}")).Ok().Text.ShouldContain("data-criterion=\"budget\" data-state=\"unknown\"");

        (await ann.PostAsync($"/leads/{lead}/answers", ("answer-budget", "180000 EUR"), ("before-budget", ""), ("source", "call"), ("back", $"/leads/{lead}#qualification"))).GoesTo.ShouldBe($"/leads/{lead}#qualification");

        var page = (await ann.GetAsync($"/leads/{lead}")).Ok();
        page.Words.ShouldContain("180000 EUR");
        page.Text.ShouldNotContain("data-criterion=\"budget\" data-state=\"unknown\"");
        page.Words.ShouldContain("1 of 4 confirmed");
        page.Words.ShouldContain("First contact due");
        page.Words.ShouldContain("sdr one", customMessage: "Who says so stands beside it.");
    }

    [Theory, EachDatabase]
    public async Task The_brief_of_a_hand_off_is_a_page_in_which_nothing_changes(Dialect dialect)
    {
        await using var api = await DeskAsync(dialect);
        var lead = await HandOverAsync(api, "Jo <b>Miller</b>");
        var handoff = (await api.GetAsync($"/api/leads/{lead}/work")).Ok()["handoff"]!["id"]!.ToString();
        using var ann = await TestBrowser.SignInAsync(api, Roles.Reader);
        (await ann.GetAsync($"/leads/{lead}")).Text.ShouldContain($"/handoffs/{handoff}/brief");

        var brief = (await ann.GetAsync($"/handoffs/{handoff}/brief")).Ok();

        brief.Words.ShouldContain("Jo <b>Miller</b>");
        brief.Text.ShouldNotContain("<b>Miller");
        brief.Words.ShouldContain("Why 30 points");
        (await ann.GetAsync($"/handoffs/{Nobody}/brief")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task A_brief_says_what_the_lead_did_as_the_playbook_and_the_timeline_do(Dialect dialect)
    {
        await using var api = await DeskAsync(dialect);
        await api.World.SendAsync(
            new { type = "track", userId = "jo", @event = "pricing_page_viewed" },
            new { type = "track", userId = "jo", @event = "$pageview", properties = new Dictionary<string, string> { ["$current_url"] = "https://acme.example/pricing" } },
            new { type = "page", userId = "jo", properties = new { path = "/machines" } });
        await api.World.PublishAsync(SmallDesk.Playbook.Replace("name: Quote,", "name: Asked for a quote,", StringComparison.Ordinal));
        var lead = await HandOverAsync(api, "Jo Miller");
        var handoff = (await api.GetAsync($"/api/leads/{lead}/work")).Ok()["handoff"]!["id"]!.ToString();
        using var ann = await TestBrowser.SignInAsync(api, Roles.Manager);

        var timeline = (await ann.GetAsync($"/leads/{lead}")).Ok().Words;
        timeline.ShouldContain("Pricing page viewed");
        timeline.ShouldContain("Looked at https://acme.example/pricing");
        timeline.ShouldContain("Looked at /machines");
        (await ann.GetAsync($"/leads/{lead}?name=pricing_page_viewed")).Ok().Words.ShouldContain("Only “Pricing page viewed”");

        var brief = (await ann.GetAsync($"/handoffs/{handoff}/brief")).Ok().Words;
        brief.ShouldContain("To open with Asked for a quote, ");
        brief.ShouldContain("Pricing page viewed: once");
        brief.ShouldContain("Quote Requested: once");
        brief.ShouldContain("Looked at a page: once");
        brief.ShouldNotContain("pricing_page_viewed");
        brief.ShouldNotContain("$pageview");
        var sent = BriefPage.Text(BriefJson.Read((await api.World.QueryAsync<string>("SELECT brief FROM handoff WHERE workspace_id = @Id")).Single()));
        sent.ShouldContain("Asked for a quote on 31 Mar 2026");
        sent.ShouldContain("Pricing page viewed: once, on 31 Mar 2026");

        await ann.PostAsync("/me/taste", ("language", "de"));
        (await ann.GetAsync($"/handoffs/{handoff}/brief")).Ok().Words.ShouldContain("Sah sich eine Seite an: einmal");
    }

    [Theory, EachDatabase]
    public async Task Two_leads_are_made_one_and_taken_apart_again(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var jo = await JoAsync(api);
        await api.World.SendAsync(new { type = "identify", userId = "joanna", traits = new { email = "joanna@acme.example", name = "Joanna Miller" } });
        var joanna = await api.LeadAsync("joanna@acme.example");
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr);
        (await ann.GetAsync($"/leads/{jo}/merge?q=joanna")).Ok().Text.ShouldContain($"value=\"{joanna}\"");
        (await ann.GetAsync($"/leads/{jo}/merge?q=joanna@acme.example")).Ok().Text.ShouldContain($"value=\"{joanna}\"");
        (await ann.GetAsync($"/leads/{jo}/merge?q=jo@acme.example")).Ok().Text.ShouldNotContain($"value=\"{jo}\"", customMessage: "Nobody is merged with themselves.");

        (await ann.PostAsync($"/leads/{jo}/merge", ("with", joanna.ToString()))).GoesTo.ShouldBe($"/leads/{jo}?merged={joanna}");

        var one = (await ann.GetAsync($"/leads/{jo}?merged={joanna}")).Ok();
        one.Words.ShouldContain("The two are one lead now.");
        one.Words.ShouldContain("joanna@acme.example");
        (await ann.GetAsync($"/leads/{joanna}")).Ok().Words.ShouldContain("Who you looked for turned out to be this lead");
        (await ann.PostAsync($"/leads/{jo}/unmerge", ("part", joanna.ToString()))).GoesTo.ShouldBe($"/leads/{jo}#identities");
        (await ann.GetAsync($"/leads/{jo}")).Words.ShouldNotContain("joanna@acme.example");
        (await ann.GetAsync($"/leads/{joanna}")).Words.ShouldNotContain("turned out to be this lead");
        (await ann.PostAsync($"/leads/{jo}/merge", ("with", joanna.ToString()))).Status.ShouldBe(HttpStatusCode.Conflict, "Somebody has taken them apart.");
        (await ann.PostAsync($"/leads/{jo}/merge", ("with", "nobody"))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, EachDatabase]
    public async Task What_is_known_is_changed_by_hand_and_says_who_did_it(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var jo = await JoAsync(api);
        await api.World.SendAsync(new { type = "identify", userId = "bo", traits = new { email = "bo@acme.example" } });
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr, "Ann Lee");

        (await ann.PostAsync($"/leads/{jo}/attributes", ("attribute", "Number of employees"), ("value", "120"))).GoesTo.ShouldBe($"/leads/{jo}#about");

        var page = (await ann.GetAsync($"/leads/{jo}")).Ok();
        LinesOf(page).ShouldContain(line => line.Text == "Big" && line.Points == 10);
        page.Words.ShouldContain("by Ann Lee");
        var taken = await ann.PostAsync($"/leads/{jo}/attributes", ("attribute", "email"), ("value", "bo@acme.example"));
        taken.Status.ShouldBe(HttpStatusCode.Conflict);
        taken.Words.ShouldContain("Another lead has this already");
        taken.Text.ShouldContain($"/leads/{jo}/merge?with={await api.LeadAsync("bo@acme.example")}");
        taken.Text.ShouldContain("value=\"bo@acme.example\"", customMessage: "What was typed is kept.");
        (await ann.PostAsync($"/leads/{jo}/attributes", ("attribute", ""), ("value", "x"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        api.World.Now += Duration.FromMinutes(1);
        (await ann.PostAsync($"/leads/{jo}/attributes", ("attribute", "Number of employees"), ("value", ""))).Ok();
        LinesOf(await ann.GetAsync($"/leads/{jo}")).ShouldNotContain(line => line.Text == "Big");
    }

    [Theory, EachDatabase]
    public async Task An_event_of_a_machine_is_said_to_be_one_and_counts_no_longer(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var jo = await JoAsync(api);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr);
        var quotes = await ann.GetAsync($"/leads/{jo}?line=Quote");
        var item = ItemsOf(quotes)[0];

        (await ann.PostAsync($"/leads/{jo}/events/{item}/mark", ("machine", "yes"), ("back", $"/leads/{jo}?line=Quote#timeline"))).GoesTo.ShouldBe($"/leads/{jo}?line=Quote#timeline");

        var after = await ann.GetAsync($"/leads/{jo}?line=Quote");
        ItemsOf(after).ShouldBe(ItemsOf(quotes).Skip(1));
        TotalOf(after).ShouldBeLessThan(TotalOf(quotes));
        (await ann.GetAsync($"/leads/{jo}")).Words.ShouldContain("a machine’s: somebody said so");
        (await ann.PostAsync($"/leads/{jo}/events/{item}/mark", ("machine", "no"))).Ok();
        TotalOf(await ann.GetAsync($"/leads/{jo}")).ShouldBe(TotalOf(quotes));
        (await ann.PostAsync($"/leads/{jo}/events/{Nobody}/mark", ("machine", "yes"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task Whoever_only_reads_is_offered_nothing_and_can_do_nothing(Dialect dialect)
    {
        await using var api = await DeskAsync(dialect);
        var lead = await HandOverAsync(api, "Jo");
        using var rae = await TestBrowser.SignInAsync(api, Roles.Reader);

        var page = (await rae.GetAsync($"/leads/{lead}")).Ok();

        Forms().Matches(page.Text).Select(form => form.Groups["path"].Value).Distinct().ShouldBe(["/sign-out"]);
        page.Text.ShouldNotContain("hx-post");
        foreach (var path in (string[])["attributes", "merge", "unmerge", $"events/{Nobody}/mark", "answers", "accept", "notes"])
        {
            (path, (await rae.PostAsync($"/leads/{lead}/{path}")).Status).ShouldBe((path, HttpStatusCode.Forbidden));
        }

        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing);
        var marketing = (await mia.GetAsync($"/leads/{lead}")).Ok();
        marketing.Text.ShouldContain($"action=\"/leads/{lead}/attributes\"");
        marketing.Text.ShouldNotContain($"action=\"/leads/{lead}/answers\"");
    }

    [Theory, EachDatabase]
    public async Task Whatever_comes_in_is_shown_as_text(Dialect dialect)
    {
        const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        await using var api = await DeskAsync(dialect);
        await api.World.SendAsync(
            new { type = "identify", userId = "jo", traits = new Dictionary<string, string> { ["email"] = "jo@acme.example", ["name"] = Hostile, ["title"] = Hostile, ["company"] = Hostile, ["phone"] = Hostile, ["country"] = Hostile, [Hostile] = Hostile } },
            new { type = "track", userId = "jo", @event = Hostile, properties = new Dictionary<string, string> { [Hostile] = Hostile } },
            new { type = "page", userId = "jo", properties = new Dictionary<string, string> { ["title"] = Hostile, ["url"] = "javascript:alert(1)" } },
            new { type = "group", userId = "jo", groupId = Hostile, traits = new Dictionary<string, string> { ["name"] = Hostile, [Hostile] = Hostile } },
            new { type = "track", userId = "jo", @event = "Quote Requested" });
        var lead = await api.LeadAsync("jo@acme.example");
        (await api.PostAsync($"/api/leads/{lead}/notes", new { text = Hostile })).Ok();
        (await api.PostAsync($"/api/leads/{lead}/tasks", new { title = Hostile, due = "2026-04-01T10:00:00Z" })).Ok();
        (await api.PostAsync($"/api/leads/{lead}/answers", new { answers = new { need = Hostile }, source = "call", note = Hostile })).Ok();
        (await api.PostAsync($"/api/leads/{lead}/deals", new { name = Hostile, stage = Hostile })).Ok();
        using var ann = await TestBrowser.SignInAsync(api, Roles.Admin, "Ann");
        var account = (await api.GetAsync($"/api/leads/{lead}")).Ok()["account"]!["id"]!.ToString();

        (await ann.GetAsync($"/leads/{lead}?asOf={Uri.EscapeDataString(Hostile)}")).Text.ShouldNotContain(Hostile);
        foreach (var path in (string[])[$"/leads/{lead}", $"/leads/{lead}?asOf=2026-03-31T11:59:59Z", $"/leads/{lead}?name={Uri.EscapeDataString(Hostile)}", $"/leads/{lead}?line={Uri.EscapeDataString(Hostile)}", $"/leads/{lead}/merge?q={Uri.EscapeDataString(Hostile)}", $"/leads/{lead}/timeline", "/accounts", $"/accounts?q={Uri.EscapeDataString(Hostile)}", $"/accounts/{account}"])
        {
            var page = (await ann.GetAsync(path)).Ok();
            page.Text.ShouldNotContain("<img src=x", customMessage: path);
            page.Text.ShouldNotContain("<script>alert", customMessage: path);
            page.Text.ShouldNotContain("href=\"javascript:", customMessage: path);
        }

        (await ann.GetAsync($"/leads/{lead}")).Words.ShouldContain(Hostile);
        (await ann.PostAsync($"/leads/{lead}/attributes", ("attribute", "email"), ("value", Hostile))).Text.ShouldNotContain("<img src=x");
    }

    [Theory, EachDatabase]
    public async Task Who_is_not_there_is_not_found(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr);

        foreach (var path in (string[])["", "/timeline", "/merge"])
        {
            (await ann.GetAsync($"/leads/{Nobody}{path}")).Status.ShouldBe(HttpStatusCode.NotFound);
        }

        (await ann.PostAsync($"/leads/{Nobody}/attributes", ("attribute", "title"), ("value", "x"))).Status.ShouldBe(HttpStatusCode.NotFound);
        await api.World.SendAsync(new { type = "page", anonymousId = "device" });
        var visitor = (await api.World.VisitorAsync("device"))!.Id;
        (await ann.GetAsync($"/leads/{visitor}")).Ok().Words.ShouldContain("A visitor");
    }

    /// <summary>A server where MQLs are handed over, into a queue.</summary>
    private static async Task<TestApi> DeskAsync(Dialect dialect)
    {
        var api = await TestApi.StartAsync(dialect);
        await api.World.PublishAsync(SmallDesk.Playbook);
        return api;
    }

    private static async Task<Guid> HandOverAsync(TestApi api, string name)
    {
        await api.World.SendAsync(new { type = "identify", userId = "jo", traits = new { email = "jo@acme.example", name } }, new { type = "track", userId = "jo", @event = "Quote Requested" });
        return await api.LeadAsync("jo@acme.example");
    }

    /// <summary>A manager who has looked at prices and asked for quotes since January.</summary>
    private static async Task<Guid> JoAsync(TestApi api)
    {
        await api.World.SendAsync(
            new { type = "identify", userId = "jo", traits = new { email = "jo@acme.example", title = "Plant Manager" }, timestamp = At(2026, 1, 1) },
            new { type = "track", @event = "Quote Requested", userId = "jo", timestamp = At(2026, 1, 10) },
            new { type = "track", @event = "Quote Requested", userId = "jo", timestamp = At(2026, 3, 20) },
            new { type = "page", userId = "jo", properties = new { path = "/pricing" }, timestamp = At(2026, 1, 31) },
            new { type = "page", userId = "jo", properties = new { path = "/pricing/machines" }, timestamp = At(2026, 3, 28) },
            new { type = "page", userId = "jo", properties = new { path = "/pricing" }, timestamp = At(2026, 3, 31) });
        return await api.LeadAsync("jo@acme.example");
    }

    private static long At(int year, int month, int day) => Instant.FromUtc(year, month, day, 9, 0).ToUnixTimeMilliseconds();

    private static List<(string Text, decimal Points)> LinesOf(Shown page) =>
        [.. Line().Matches(page.Text).Select(line => (WebUtility.HtmlDecode(line.Groups["text"].Value), decimal.Parse(line.Groups["points"].Value, CultureInfo.InvariantCulture)))];

    private static decimal TotalOf(Shown page) => decimal.Parse(Total().Match(page.Text).Groups["total"].Value, CultureInfo.InvariantCulture);

    private static List<string> KindsOf(Shown page) => [.. Item().Matches(page.Ok().Text).Select(item => item.Groups["kind"].Value)];

    private static List<string> ItemsOf(Shown page) => [.. Item().Matches(page.Ok().Text).Select(item => item.Groups["id"].Value)];

    private static List<(LocalDate Day, int Total)> PointsOf(Shown page) =>
    [
        .. JsonNode.Parse(WebUtility.HtmlDecode(Chart().Match(page.Text).Groups["points"].Value))!.AsArray().Select(point => point![2]!.ToString().Split(": "))
            .Select(words => (LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu").Parse(words[0]).Value, int.Parse(words[1].Split(' ')[0], CultureInfo.InvariantCulture))),
    ];

    [GeneratedRegex("data-line=\"(?<text>[^\"]*)\" data-points=\"(?<points>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Line();

    [GeneratedRegex("data-total=\"(?<total>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Total();

    [GeneratedRegex("id=\"item-(?<id>[^\"]*)\" data-kind=\"(?<kind>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Item();

    [GeneratedRegex("data-chart=\"(?<points>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Chart();

    [GeneratedRegex("<a class=\"btn\" href=\"(?<path>[^\"#]*)#timeline\" hx-get", RegexOptions.NonBacktracking)]
    private static partial Regex Older();

    [GeneratedRegex("<form method=\"post\" action=\"(?<path>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Forms();
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tasks;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Tasks;

public class CalendarTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 31, 12, 0);

    public static TheoryData<string> HostileTitles =>
    [
        "plain",
        "",
        "a, b; c\\d: \"e\"",
        "first\r\nsecond\rthird\nfourth\u2028fifth",
        "BEGIN:VEVENT\r\nEND:VCALENDAR",
        "x\0y\u0007z\ttab",
        .. Enumerable.Range(50, 30).Select(length => new string('x', length) + "👩‍👩‍👧‍👦é漢🚀" + new string('y', 80)),
        string.Concat(Enumerable.Repeat("🚀", 1_250)) + string.Concat(Enumerable.Repeat("ü,", 1_250)),
        new string('\\', 5_000),
    ];

    [Theory]
    [MemberData(nameof(HostileTitles))]
    public void Any_title_comes_back_as_it_is_and_keeps_to_the_form(string title)
    {
        var task = TaskOf(title);
        var text = TaskCalendar.Write("Ann; Lee", [task, task with { Id = Guid.Parse("0199f1a2-61d0-7aa1-9c44-0123456789ab"), Title = "other" }], Now);

        var bytes = Encoding.UTF8.GetBytes(text);
        var lines = Split(bytes);
        lines.ShouldAllBe(line => line.Length <= 75 && IsWhole(line) && !line.Contains((byte)'\r') && !line.Contains((byte)'\n'));
        var components = Read(lines);
        components.Select(component => component.Name).ShouldBe(["VCALENDAR", "VEVENT", "VTODO", "VEVENT", "VTODO"]);
        var expected = $"{Kept(title)}: Jo Miller, Acme";
        (components[1].Members["SUMMARY"], components[2].Members["SUMMARY"]).ShouldBe((expected, expected));
        components[1].Members["DESCRIPTION"].ShouldBe("Lead: Jo Miller\nJob: Chief, Plants\nCompany: Acme\nTelephone: +49 30 1234\nStage: MQL, 45 points");
        (components[1].Members["DTSTART"], components[1].Members["DTEND"], components[1].Members["DTSTAMP"], components[2].Members["DUE"]).ShouldBe(("20260401T080000Z", "20260401T081500Z", "20260331T120000Z", "20260401T080000Z"));
        components.Skip(1).Select(component => component.Members["UID"]).ShouldBeUnique();
        components[1].Members["UID"].ShouldBe($"event-{task.Id}@baton");
        var calendar = components[0].Members;
        (calendar["VERSION"], calendar["METHOD"], calendar["X-WR-CALNAME"], calendar["REFRESH-INTERVAL;VALUE=DURATION"]).ShouldBe(("2.0", "PUBLISH", "Baton: Ann; Lee", "PT15M"));
    }

    [Theory]
    [EachDatabase]
    public async Task A_person_has_one_secret_address_that_is_renewed_and_taken_away(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var lead = await TaskApiTests.WorldAsync(api);
        var people = (await api.GetAsync("/api/people")).Ok()["items"]!.AsArray();
        var (ann, bo) = (people[0]!["id"]!.ToString(), people[1]!["id"]!.ToString());
        (await api.PostAsync($"/api/leads/{lead}/tasks", new { title = "Only Bo's", due = "2026-04-02T08:00:00Z", @for = bo })).Ok();

        var editor = ("Authorization", "Bearer " + await api.KeyAsync(Scopes.Edit));
        (await api.PostAsync($"/api/people/{ann}/calendar", null, editor)).Problem(403).ShouldContain("does not have the scope `admin`");
        var made = await api.PostAsync($"/api/people/{ann}/calendar");
        made.Headers.CacheControl!.ToString().ShouldBe("no-store");
        var first = PathOf(made);
        var shown = await api.GetAsync(first, ("Authorization", ""));
        (shown.Status, shown.Type).ShouldBe((HttpStatusCode.OK, "text/calendar"));
        var components = Read(Split(Encoding.UTF8.GetBytes(shown.Text)));
        components.Select(component => component.Name).ShouldBe(["VCALENDAR", "VEVENT", "VTODO"]);
        components[1].Members["SUMMARY"].ShouldBe("Call (attempt 1 of 3): Jo Miller, Acme");
        api.World.Now += Duration.FromMinutes(1);
        (await api.GetAsync(first, ("Authorization", ""), ("If-None-Match", shown.ETag))).Status.ShouldBe(HttpStatusCode.NotModified);
        (await api.SendAsync(HttpMethod.Head, first, null, ("Authorization", ""))).Text.ShouldBeEmpty();
        (await api.PostAsync($"/api/leads/{lead}/tasks", new { title = "More", due = "2026-04-02T08:00:00Z", @for = ann })).Ok();
        (await api.GetAsync(first, ("Authorization", ""), ("If-None-Match", shown.ETag))).Text.ShouldContain("SUMMARY:More: Jo Miller\\, Acme\r\n");

        var second = PathOf(await api.PostAsync($"/api/people/{ann}/calendar"));
        second.ShouldNotBe(first);
        (await api.GetAsync(first, ("Authorization", ""))).Problem(404).ShouldStartWith("There is no calendar here");
        (await api.GetAsync(second, ("Authorization", ""))).Status.ShouldBe(HttpStatusCode.OK);
        (await api.World.ScalarAsync<string>("SELECT COUNT(*) FROM calendar WHERE workspace_id = @Id")).ShouldBe("1");
        (await api.SendAsync(HttpMethod.Delete, $"/api/people/{ann}/calendar", null, editor)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, $"/api/people/{ann}/calendar", null)).Problem(404);
        (await api.GetAsync(second, ("Authorization", ""))).Problem(404);
        (await api.GetAsync("/calendar/x.ics", ("Authorization", ""))).Problem(404);
        (await api.GetAsync($"/calendar/{new string('A', 48)}.ics", ("Authorization", ""))).Problem(404);
        (await api.PostAsync($"/api/people/{Guid.Empty}/calendar")).Problem(404);
    }

    [Theory]
    [EachDatabase]
    public async Task Who_has_left_has_no_calendar_and_gets_none_back(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var ann = (await api.PostAsync("/api/people", new { email = "ann@acme.example", name = "Ann", role = "sdr" })).Ok()["id"]!.ToString();
        var path = PathOf(await api.PostAsync($"/api/people/{ann}/calendar"));
        (await api.GetAsync(path, ("Authorization", ""))).Status.ShouldBe(HttpStatusCode.OK);

        (await api.PatchAsync($"/api/people/{ann}", new { active = false })).Ok();
        (await api.GetAsync(path, ("Authorization", ""))).Problem(404);
        (await api.PostAsync($"/api/people/{ann}/calendar")).Problem(404);
        (await api.PatchAsync($"/api/people/{ann}", new { active = true })).Ok();
        (await api.GetAsync(path, ("Authorization", ""))).Problem(404);
    }

    [Theory]
    [EachDatabase]
    public async Task Everybody_makes_the_address_of_their_own_calendar_in_the_pages(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr, "Ann");
        (await ann.GetAsync("/me")).Ok().Text.ShouldContain("href=\"/me/calendar\"");
        (await ann.GetAsync("/me/calendar")).Ok().Words.ShouldContain("Make an address");

        var made = (await ann.PostAsync("/me/calendar")).Ok();
        made.Words.ShouldContain("it is not shown again");
        var first = AddressIn(made);
        made.Text.ShouldContain($"href=\"webcal://{first.Authority}{first.AbsolutePath}\"");
        (await api.GetAsync(first.AbsolutePath, ("Authorization", ""))).Text.ShouldContain("X-WR-CALNAME:Baton: Ann");
        var again = (await ann.GetAsync("/me/calendar")).Ok();
        again.Text.ShouldNotContain(first.AbsolutePath);
        again.Words.ShouldContain("There is an address, made");

        var second = AddressIn((await ann.PostAsync("/me/calendar")).Ok());
        (await api.GetAsync(first.AbsolutePath, ("Authorization", ""))).Problem(404);
        (await ann.PostAsync("/me/calendar/off")).GoesTo.ShouldBe("/me/calendar");
        (await api.GetAsync(second.AbsolutePath, ("Authorization", ""))).Problem(404);
        (await ann.PostAsync("/me/calendar/off")).GoesTo.ShouldBe("/me/calendar");
    }

    private static Uri AddressIn(Shown shown) => new(Regex.Match(shown.Text, "id=\"address\">(?<address>[^<]+)<", RegexOptions.NonBacktracking).Groups["address"].Value);

    private static string PathOf(Answer made) => new Uri(made.Ok()["url"]!.ToString()).AbsolutePath;

    private static TaskAnswer TaskOf(string title) => new(
        Guid.Parse("0199f1a2-5b7c-7def-8123-456789abcdef"),
        new LeadCard(Guid.Empty, "Jo Miller", "Chief, Plants", "Acme", null, "+49 30 1234", "MQL", 45, null),
        "call",
        title,
        Instant.FromUtc(2026, 4, 1, 8, 0),
        null,
        Attempt: false,
        null,
        Now,
        "baton",
        null,
        null,
        null);

    /// <summary>What a title is in a calendar, where lines end in one way and nothing controls anything.</summary>
    private static string Kept(string title) =>
        string.Concat(title.Replace("\r\n", "\n").Replace('\r', '\n').Replace('\u2028', '\n').Where(letter => letter is '\n' or '\t' || !char.IsControl(letter)));

    /// <summary>The lines of a calendar, each without the CRLF with which it has to end.</summary>
    private static List<byte[]> Split(byte[] calendar)
    {
        var lines = new List<byte[]>();
        for (var rest = calendar.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOf("\r\n"u8);
            end.ShouldBeGreaterThanOrEqualTo(0, "The last line ends, too.");
            lines.Add(rest[..end].ToArray());
            rest = rest[(end + 2)..];
        }

        return lines;
    }

    private static bool IsWhole(byte[] utf8)
    {
        try
        {
            _ = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(utf8);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Joins what was folded, and reads the components in the order in which they begin.</summary>
    private static List<(string Name, Dictionary<string, string> Members)> Read(List<byte[]> lines)
    {
        var unfolded = new List<List<byte>>();
        foreach (var line in lines)
        {
            if (line[0] is (byte)' ' or (byte)'\t')
            {
                unfolded[^1].AddRange(line[1..]);
            }
            else
            {
                unfolded.Add([.. line]);
            }
        }

        var (all, open) = (new List<(string Name, Dictionary<string, string> Members)>(), new Stack<(string Name, Dictionary<string, string> Members)>());
        foreach (var line in unfolded.Select(bytes => Encoding.UTF8.GetString([.. bytes])))
        {
            var colon = line.IndexOf(':');
            var (name, value) = (line[..colon], Unescaped(line[(colon + 1)..]));
            if (name == "BEGIN")
            {
                open.Push((value, []));
                all.Add(open.Peek());
            }
            else if (name == "END")
            {
                open.Pop().Name.ShouldBe(value);
            }
            else
            {
                open.Peek().Members.Add(name, value);
            }
        }

        open.ShouldBeEmpty();
        return all;
    }

    private static string Unescaped(string value)
    {
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            text.Append(value[i] != '\\' ? value[i] : value[++i] is 'n' or 'N' ? '\n' : value[i]);
        }

        return text.ToString();
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Core.Handoffs;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Delivery;
using NodaTime;

namespace Baton.Server.Tests.Handoffs;

/// <summary>The people of the practical case at work, over the API of a running server whose time the test moves.</summary>
internal sealed class SalesFloor : IAsyncDisposable
{
    private static readonly string[] Countries = ["Germany", "France", "Poland", "Austria", "Netherlands"];

    private readonly TestApi _api;
    private readonly Receiver _mails;
    private readonly Dictionary<Guid, int> _numbers = [];

    private SalesFloor(TestApi api, Receiver mails) => (_api, _mails) = (api, mails);

    /// <summary>What becomes of a lead, by its number.</summary>
    private enum Fate
    {
        NeverAnswers,
        HasTooLittle,
        IsTooEarly,
        Buys,
        BuysToo,
    }

    public static async Task<SalesFloor> OpenAsync(Dialect dialect, Receiver mails)
    {
        var api = await TestApi.StartAsync(
            dialect, "--SmtpHost=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--SmtpPort={mails.Port}"), "--SmtpTls=none", "--MailFrom=baton@packline.example", "--PublicUrl=https://baton.packline.example");
        var floor = new SalesFloor(api, mails);

        // A Monday, 9 o'clock in Berlin.
        api.World.Now = Instant.FromUtc(2026, 3, 2, 8, 0);
        await api.World.PublishAsync(await File.ReadAllTextAsync(Repository.File("samples/playbooks/packaging-machines.yaml")));

        // Two hundred at once: who has room for twelve would leave most of them in the queue.
        var teams = Regex.Replace(await File.ReadAllTextAsync(Repository.File("samples/teams.yaml")), @", (?:capacity|weight): \d+", "", RegexOptions.NonBacktracking);
        var (file, _) = TeamFile.Read(teams, Roles.All);
        (await new TeamStore(api.World.Db, api.World).SetAsync(api.World.Id, file.ShouldNotBeNull(), default)).ShouldBeOfType<TeamFileResult>();
        return floor;
    }

    public async Task SendLeadsAsync(int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(50))
        {
            await _api.World.SendAsync([.. some.SelectMany(number => (object[])
            [
                new
                {
                    type = "identify",
                    userId = $"u{number}",
                    traits = new
                    {
                        email = $"jo{number}@company{number}.example",
                        name = $"Jo Number{number}",
                        title = "Plant Manager",
                        phone = $"+49 211 {100_000 + number}",
                        company = new { name = $"Company {number}", industry = "Pharmaceuticals", employee_count = 300 },
                        address = new { country = Countries[number % Countries.Length] },
                    },
                },
                new { type = "page", userId = $"u{number}", properties = new { path = "/pricing", url = "https://packline.example/pricing" }, context = new { campaign = new { name = "spring", source = "google", medium = "cpc" } } },
                new { type = "track", userId = $"u{number}", @event = "Quote Requested", properties = new { horizon_months = 10 } },
            ])]);
        }

        foreach (var number in Enumerable.Range(0, count))
        {
            _numbers.Add((await _api.World.UserAsync($"u{number}"))!.Id, number);
        }
    }

    /// <summary>Inside sales accepts and phones, and asks what the playbook asks.</summary>
    public async Task CallEverybodyAsync(IReadOnlyList<JsonNode> open)
    {
        _api.World.Now += Duration.FromMinutes(20);
        foreach (var handoff in open)
        {
            var (lead, id, who) = (Lead(handoff), (string)handoff["id"]!, (string)handoff["person"]!["email"]!);
            await DoAsync($"/api/handoffs/{id}/accept", new { @as = who });
            var fate = FateOf(lead);
            await DoAsync($"/api/leads/{lead}/contacts", new { kind = "call", outcome = fate == Fate.NeverAnswers ? "no_answer" : "reached", @as = who });
            switch (fate)
            {
                case Fate.NeverAnswers:
                    break;
                case Fate.HasTooLittle:
                    await AnswerAsync(lead, who, "80000 EUR", "6 months");
                    await DoAsync($"/api/handoffs/{id}/reject", new { reason = "budget_too_small", @operator = "lt", value = "100000 EUR", @as = who });
                    break;
                case Fate.IsTooEarly:
                    await AnswerAsync(lead, who, "300000 EUR", "18 months");
                    await DoAsync($"/api/handoffs/{id}/reject", new { reason = "timeline_too_far", @operator = "gte", value = "18 months", note = "new building first", @as = who });
                    break;
                case Fate.Buys or Fate.BuysToo:
                    await AnswerAsync(lead, who, "220000 EUR", "9 months");
                    break;
            }
        }
    }

    /// <summary>The regional managers take the SQLs on, but for some that are a duplicate or no fit.</summary>
    public async Task DecideAsRegionalManagersAsync()
    {
        _api.World.Now += Duration.FromHours(2);
        var open = await ListAsync("/api/handoffs?stage=SQL&state=open&limit=200");
        foreach (var (handoff, place) in open.Select((handoff, place) => (handoff, place)))
        {
            var (id, who) = ((string)handoff["id"]!, (string?)handoff["person"]?["email"]);
            who.ShouldNotBeNull(((await GetAsync($"/api/leads/{Lead(handoff)}/timeline?kind=handoff.opened"))["items"]![0]!["data"]!["why"]!).ToJsonString());
            await (place < 10
                ? DoAsync($"/api/handoffs/{id}/reject", new { reason = "not_now", note = "takeover under way", @as = who })
                : DoAsync($"/api/handoffs/{id}/accept", new { @as = who }));
        }
    }

    /// <summary>Those who never answered are tried again as the cadence asks, until it has run out.</summary>
    public async Task KeepTryingAsync()
    {
        for (var day = 0; day < 30; day++)
        {
            _api.World.Now += Duration.FromDays(1);
            await _api.World.WakeAsync();
            foreach (var lead in _numbers.Keys.Where(lead => FateOf(lead) == Fate.NeverAnswers))
            {
                var work = await GetAsync($"/api/leads/{lead}/work");
                foreach (var task in work["tasks"]!.AsArray().Where(task => TimeOf(task!["due"]) <= _api.World.Now).ToList())
                {
                    var kind = (string)task!["kind"]!;
                    await DoAsync($"/api/leads/{lead}/contacts", new { kind, outcome = kind == "email" ? "sent" : "no_answer", task = (string)task["id"]!, @as = (string)work["owner"]!["email"]! });
                }
            }
        }
    }

    /// <summary>Of the opportunities thirty are won, twenty are lost, and the others go on.</summary>
    public async Task CloseDealsAsync()
    {
        foreach (var (deal, place) in (await ListAsync("/api/deals?state=open&limit=200")).Select((deal, place) => (deal, place)))
        {
            var id = (string)deal["id"]!;
            if (place < 30)
            {
                (await _api.PatchAsync($"/api/deals/{id}", new { amount = 240_000, currency = "EUR" })).Ok();
                await DoAsync($"/api/deals/{id}/win", new { });
            }
            else if (place < 50)
            {
                await DoAsync($"/api/deals/{id}/lose", new { reason = "the incumbent was cheaper" });
            }
        }
    }

    public async Task<IReadOnlyDictionary<string, int>> StagesAsync()
    {
        await _api.World.WakeAsync();
        var stages = await _api.World.QueryAsync<short>("SELECT stage FROM lead WHERE workspace_id = @Id AND parent_id IS NULL AND is_known");
        return stages.CountBy(stage => Core.Lifecycle.Stages.Title((Core.Lifecycle.Stage)stage)).ToDictionary();
    }

    /// <summary>Every hand-off came to its assignee's mailbox, as a brief that has the whole story.</summary>
    public async Task CheckMailsAsync()
    {
        var handoffs = await ListAsync("/api/handoffs?limit=200");
        for (var wait = 0; wait < 300 && (await BriefsAsync()).Count < handoffs.Count; wait++)
        {
            _api.World.Now += Duration.FromSeconds(10);
            await Task.Delay(200);
        }

        // Time goes fifty times as fast as mails do: one whose sender seems to have gone is sent again, with its id.
        var briefs = await BriefsAsync();
        briefs.Count.ShouldBe(handoffs.Count);
        var sql = briefs.First(mail => ((string)mail["subject"]!).StartsWith("SQL", StringComparison.Ordinal));
        var text = (string)sql["text"]!;
        text.ShouldContain("Budget: 220000 EUR, confirmed (call");
        text.ShouldContain("Timeline: 9 months, confirmed");
        text.ShouldContain("Quote Requested");
        text.ShouldContain("campaign spring");
        text.ShouldContain("https://baton.packline.example/act/");
        ((string)sql["html"]!).ShouldContain("Accept</a>");
    }

    /// <summary>Leads that were given back wake on the day that was agreed, and not before.</summary>
    public async Task CheckWakingAsync()
    {
        var early = _numbers.Keys.Where(lead => FateOf(lead) == Fate.IsTooEarly).ToList();
        var work = await GetAsync($"/api/leads/{early[0]}/work");
        ((string)work["givenBack"]!).ShouldBe("timeline_too_far");
        var wakesAt = TimeOf(work["wakesAt"]);
        wakesAt.ToString("uuuu-MM", CultureInfo.InvariantCulture).ShouldBe("2027-03", "Eighteen months: it wakes after twelve.");

        _api.World.Now = wakesAt - Duration.FromSeconds(1);
        await _api.World.WakeAsync();
        ((string)(await GetAsync($"/api/leads/{early[0]}/work"))["stage"]!).ShouldBe("Recycled");
        _api.World.Now = wakesAt;
        await _api.World.WakeAsync();
        ((string)(await GetAsync($"/api/leads/{early[0]}/work"))["stage"]!).ShouldNotBe("Recycled");
    }

    /// <summary>The activities of every lead lead from one stage to the next without a gap, up to where it stands, and as many hand-offs begin as there are.</summary>
    public async Task CheckStoriesAsync()
    {
        var opened = 0;
        foreach (var lead in _numbers.Keys)
        {
            var timeline = (await GetAsync($"/api/leads/{lead}/timeline?limit=200"))["items"]!.AsArray().Where(item => (string)item!["type"]! == "activity").Reverse().ToList();
            var stage = "Visitor";
            foreach (var move in timeline.Where(item => (string)item!["kind"]! == "stage.changed"))
            {
                ((string)move!["data"]!["from"]!).ShouldBe(stage, $"Lead {_numbers[lead]}.");
                stage = (string)move["data"]!["to"]!;
            }

            stage.ShouldBe((string)(await GetAsync($"/api/leads/{lead}/work"))["stage"]!);
            opened += timeline.Count(item => (string)item!["kind"]! == "handoff.opened");
        }

        opened.ShouldBe((int)await _api.World.ScalarAsync<long>("SELECT COUNT(*) FROM handoff WHERE workspace_id = @Id"));
        (await _api.World.ScalarAsync<long>("SELECT COUNT(*) FROM handoff WHERE workspace_id = @Id AND closed_at IS NULL")).ShouldBe(
            await _api.World.ScalarAsync<long>("SELECT COUNT(*) FROM lead WHERE workspace_id = @Id AND work LIKE '%\"handoff\":{%'"));
        (await _api.World.ReplayAsync()).Count.ShouldBe(_numbers.Count);
    }

    /// <summary>What lists say of hand-offs and deals is what the stories of the leads say, and what became of every lead accounts for all of them.</summary>
    public async Task CheckCountsAsync()
    {
        var told = new Dictionary<string, int>();
        foreach (var lead in _numbers.Keys)
        {
            foreach (var item in (await GetAsync($"/api/leads/{lead}/timeline?limit=200"))["items"]!.AsArray().Where(item => (string)item!["type"]! == "activity"))
            {
                var kind = (string)item!["kind"]!;
                var what = kind == "stage.changed" ? $"to {(string)item["data"]!["to"]!}" : kind;
                told[what] = told.GetValueOrDefault(what) + 1;
            }
        }

        var handoffs = await ListAsync("/api/handoffs?limit=200");
        told["handoff.opened"].ShouldBe(handoffs.Count);
        told["to MQL"].ShouldBe(handoffs.Count(handoff => (string)handoff["stage"]! == "MQL"));
        told["to SQL"].ShouldBe(handoffs.Count(handoff => (string)handoff["stage"]! == "SQL"));
        told["handoff.accepted"].ShouldBe(handoffs.Count(handoff => handoff["accepted"] is not null));
        told["lead.rejected"].ShouldBe(90);

        var deals = await ListAsync("/api/deals?limit=200");
        told["to Opportunity"].ShouldBe(deals.Count);
        told["to Customer"].ShouldBe(deals.Count(deal => (string)deal["state"]! == "won"));
        told["to Lost"].ShouldBe(deals.Count(deal => (string)deal["state"]! == "lost"));
        deals.Where(deal => (string)deal["state"]! == "won").Sum(deal => (decimal)deal["amount"]!).ShouldBe(30 * 240_000);
        var names = new[] { "Unresponsive", "Customer", "Lost" };
        told["to Recycled"].ShouldBe(90);
        (names.Sum(name => told[$"to {name}"]) + 90 + deals.Count(deal => (string)deal["state"]! == "open")).ShouldBe(_numbers.Count, "Nobody is left over.");
    }

    /// <summary>All items of a list, page after page.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string path)
    {
        var items = new List<JsonNode>();
        for (string? next = null; ;)
        {
            var page = await GetAsync(path + (next is null ? "" : $"&cursor={next}"));
            items.AddRange(page["items"]!.AsArray().Select(item => item!.DeepClone()));
            next = (string?)page["next"];
            if (next is null)
            {
                return items;
            }
        }
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private async Task<List<JsonNode>> BriefsAsync() => [.. (await _mails.TakenAsync()).Where(mail => ((string)mail["subject"]!).Contains(" for you: ", StringComparison.Ordinal)).DistinctBy(mail => (string)mail["id"]!)];

    private static Guid Lead(JsonNode handoff) => Guid.Parse((string)handoff["lead"]!);

    private static Instant TimeOf(JsonNode? time) => NodaTime.Text.InstantPattern.ExtendedIso.Parse((string)time!).Value;

    private Fate FateOf(Guid lead) => (Fate)(_numbers[lead] % 5);

    private Task AnswerAsync(Guid lead, string who, string budget, string timeline) => DoAsync(
        $"/api/leads/{lead}/answers",
        new { answers = new Dictionary<string, string> { ["budget"] = budget, ["timeline"] = timeline, ["authority"] = "decides", ["need"] = "A line for vials" }, source = "call", @as = who });

    private async Task<JsonNode> GetAsync(string path)
    {
        var answer = await _api.GetAsync(path);
        ((int)answer.Status).ShouldBe(200, answer.Text);
        return JsonNode.Parse(answer.Text)!;
    }

    private async Task DoAsync(string path, object body)
    {
        var answer = await _api.PostAsync(path, body);
        ((int)answer.Status).ShouldBe(200, $"{path} {JsonSerializer.Serialize(body)}: {answer.Text}");
    }
}

using Baton.Core.Lifecycle;
using Baton.Core.Leads;
using Baton.Server.Api;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Storage;
using Dapper;

namespace Baton.Server.Tests.Leads;

/// <summary>Who is found by which words.</summary>
public class SearchWordsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Müller", "muller")]
    [InlineData("ŁÓDŹ  o'Neil", "lodz o neil")]
    [InlineData("Jo.Doe@Acme-Tools.example", "jo doe acme tools example")]
    [InlineData("+49 (89) 1234", "49891234")]
    [InlineData("0049 89 1234", "49891234")]
    [InlineData("--", "")]
    [InlineData("Straße", "strasse")]
    public void What_is_searched_for_becomes_these_words_for_ever(string text, string words) => string.Join(' ', SearchWords.Of(text)).ShouldBe(words);

    [Theory]
    [InlineData("jo", true)]
    [InlineData("mueller ACME", true)]
    [InlineData("muller", true)]
    [InlineData("uller", false)]
    [InlineData("089 1234", true)]
    [InlineData("891234567", true)]
    [InlineData("1234567", true)]
    [InlineData("plant man", true)]
    [InlineData("jo intern", false)]
    [InlineData("jo@acme.example", true)]
    public void Each_word_begins_one_of_the_leads(string asked, bool isFound)
    {
        var edits = new Edit("e", NodaTime.Instant.FromUnixTimeSeconds(1), Set(("name", "Jo Müller"), ("title", "Plant Manager"), ("email", "jo@acme.example"), ("phone", "+49 89 1234567")));
        SearchWords.Find(new Facts([], [edits], []), SearchWords.Of(asked)).ShouldBe(isFound);
        var kept = SearchWords.Of([edits]).ToList();
        SearchWords.Of(asked).All(word => kept.Exists(one => one.StartsWith(word, StringComparison.Ordinal))).ShouldBe(isFound);
    }

    [Theory]
    [EachDatabase]
    public async Task Words_are_those_of_what_leads_and_accounts_say_through_merges_and_back(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(
            new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example", name = "Jo Doe" } },
            new { type = "identify", userId = "u2", traits = new { name = "Joanna Doe", title = "Buyer" } },
            new { type = "group", userId = "u2", groupId = "g1", traits = new { name = "Zephyr Works" } });
        await SameAsAnewAsync(api, words: 9);
        (await FoundAsync(api, "jo")).ShouldBe(2);
        (await FoundAsync(api, "zeph")).ShouldBe(1);

        api.World.Now += NodaTime.Duration.FromSeconds(1);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { name = "Kim Doe" } }, new { type = "group", userId = "u2", groupId = "g1", traits = new { name = "Boreas Works" } });
        await SameAsAnewAsync(api, words: null);
        (await FoundAsync(api, "zephyr")).ShouldBe(0);
        (await FoundAsync(api, "boreas")).ShouldBe(1);

        var (one, other) = ((await api.World.UserAsync("u1"))!.Id, (await api.World.UserAsync("u2"))!.Id);
        var lead = (await api.PostAsync($"/api/leads/{one}/merge", new { with = other })).Ok()["id"]!.ToString();
        await SameAsAnewAsync(api, words: null);
        (await FoundAsync(api, "buyer jo@acme")).ShouldBe(1);
        (await api.PostAsync($"/api/leads/{one}/unmerge", new { part = lead == one.ToString() ? other : one })).Ok();
        await SameAsAnewAsync(api, words: null);
        (await FoundAsync(api, "buyer jo@acme")).ShouldBe(0);
    }

    [Theory]
    [EachDatabase]
    public async Task What_was_there_before_words_were_is_found_while_they_are_written_and_after(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync([.. Enumerable.Range(0, 30).Select(i => new { type = "identify", userId = $"u{i}", traits = new { name = $"Person{i:00} Doe", email = $"u{i}@c{i % 3}.example" } })]);
        var before = await EntriesAsync(api);
        await api.World.Db.WriteAsync(
            transaction => transaction.Connection!.Execute(
                "DELETE FROM word WHERE workspace_id = @Id; INSERT INTO word_fill (workspace_id, kind, after_id) VALUES (@Id, 0, @none), (@Id, 1, @none)", new { api.World.Id, none = Guid.Empty }, transaction),
            Cancel);
        (await FoundAsync(api, "person07")).ShouldBe(1);

        var fill = new WordFill(api.World.Db);
        while (await fill.WorkAsync(api.World.Id, Cancel))
        {
        }

        (await EntriesAsync(api)).ShouldBe(before);
        (await FoundAsync(api, "person07 doe")).ShouldBe(1);
        (await FoundAsync(api, "c1")).ShouldBe(10);
    }

    [Theory]
    [EachDatabase]
    public async Task Of_very_many_with_one_name_each_is_found_once_in_the_order_of_the_list(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        foreach (var some in Enumerable.Range(0, 2_400).Chunk(400))
        {
            await api.World.SendAsync([.. some.Select(i => new
            {
                type = "identify", userId = $"u{i}", traits = new { name = i % 8 == 0 ? $"Bert {i}" : $"Anna {i}", title = i % 3 == 0 ? "Plant Manager" : "Buyer" },
            })]);
        }

        foreach (var sort in (string[])["-score", "score", "-created", "since"])
        {
            var found = await api.AllAsync($"/api/leads?q=anna&sort={sort}", 200);
            found.Select(lead => lead["id"]!.ToString()).Distinct().Count().ShouldBe(2_100);
            found.ShouldAllBe(lead => lead["name"]!.ToString().StartsWith("Anna", StringComparison.Ordinal));
        }

        var scores = (await api.AllAsync("/api/leads?q=anna", 200)).Select(lead => lead["score"]!["total"]!.GetValue<int>()).ToList();
        scores.ShouldBe(scores.OrderDescending());
        scores.Distinct().Count().ShouldBe(2);
        // The same list whatever the bounds of a request are, only in more pages.
        var whole = (await api.AllAsync("/api/leads?q=anna", 200)).Select(lead => Guid.Parse(lead["id"]!.ToString())).ToList();
        var narrow = new LeadList(api.World.Db) { FewNamed = 10, PlacesAtOnce = 70, MostRows = 45, MostPlaces = 150 };
        var (seen, after) = (new List<Guid>(), (Place?)null);
        do
        {
            var query = new LeadQuery(LeadOrder.HighestScore, null, null, null, "anna", null, Visitors: false, Limit: 50, after);
            var (some, next) = await narrow.ReadAsync(api.World.Id, query, Cancel);
            some.Count.ShouldBeLessThanOrEqualTo(45);
            seen.AddRange(some.Select(lead => lead.Id));
            after = next;
        }
        while (after is not null);
        seen.ShouldBe(whole);
        (await FoundAsync(api, "\u0301")).ShouldBe(0);
        (await FoundAsync(api, "anna buyer")).ShouldBe(1_400);
        (await api.AllAsync("/api/leads?q=anna&where={ title: Plant Manager }", 50)).Count.ShouldBe(700);
        (await FoundAsync(api, "anna 7")).ShouldBe(Enumerable.Range(0, 2_400).Count(i => i % 8 != 0 && $"{i}".StartsWith('7')));
    }

    [Theory]
    [EachDatabase]
    public async Task Words_and_stages_are_read_by_their_indexes(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync([.. Enumerable.Range(0, 400).Select(i => new { type = "identify", userId = $"u{i}", traits = new { name = $"Person{i} Doe{i}", email = $"u{i}@c{i}.example" } })]);
        await api.World.Db.WriteAsync(transaction => transaction.Connection!.Execute("ANALYZE;", transaction: transaction), Cancel);
        await using var connection = await api.World.Db.OpenReadAsync(Cancel);
        foreach (var (sql, index) in new[] { (WordTable.EntriesSql, dialect == Dialect.Sqlite ? "PRIMARY KEY" : "word_pkey"), (LeadList.CountSql, "lead_by_stage"),
            (LeadList.CountSqlOf(All with { Stage = Stage.Mql }), "lead_by_stage"), (LeadList.CountSqlOf(All with { Least = 1, Most = 5 }), "lead_by_score") })
        {
            var parameters = new { workspaceId = api.World.Id, from = "person7", to = "person8", stage = (short)2, least = 900, atMost = 905, most = 100 };
            var plan = dialect == Dialect.Sqlite
                ? string.Join('\n', connection.Query($"EXPLAIN QUERY PLAN {sql}", parameters).Select(row => (string)row.detail))
                : string.Join('\n', connection.Query<string>($"EXPLAIN {sql}", parameters));
            plan.ShouldContain(index, customMessage: plan);
        }
    }

    private static LeadQuery All => new(LeadOrder.HighestScore, null, null, null, null, null, Visitors: false, 50, null);

    /// <summary>What stands in the table is what all leads and accounts would write into an empty one.</summary>
    private static async Task SameAsAnewAsync(TestApi api, int? words)
    {
        var kept = await EntriesAsync(api);
        kept.Count.ShouldBe(words ?? kept.Count);
        await using var connection = await api.World.Db.OpenReadAsync(Cancel);
        var leads = connection.Query<(Guid Root, string Edits)>("SELECT root_id, edits FROM lead WHERE workspace_id = @Id", new { api.World.Id })
            .SelectMany(row => SearchWords.Of(EditJson.Read(row.Edits)).Select(word => (word, (short)WordKind.Lead, row.Root)));
        var accounts = connection.Query<(Guid Id, string Edits)>("SELECT account_id, edits FROM account WHERE workspace_id = @Id", new { api.World.Id })
            .SelectMany(row => SearchWords.OfAccount(EditJson.Read(row.Edits)).Select(word => (word, (short)WordKind.Account, row.Id)));
        kept.ShouldBe(leads.Concat(accounts).Distinct().Order());
    }

    private static async Task<List<(string Word, short Kind, Guid Id)>> EntriesAsync(TestApi api)
    {
        await using var connection = await api.World.Db.OpenReadAsync(Cancel);
        return [.. connection.Query<(string, short, Guid)>("SELECT word, kind, id FROM word WHERE workspace_id = @Id", new { api.World.Id }).Order()];
    }

    private static async Task<int> FoundAsync(TestApi api, string words) => (await api.AllAsync("/api/leads?q=" + Uri.EscapeDataString(words), 50)).Count;

    private static Dictionary<string, Core.Conditions.Value> Set(params (string Name, string Value)[] values) => values.ToDictionary(one => one.Name, one => Core.Conditions.Value.Of(one.Value));
}

using System.Text;
using System.Text.Json;
using Baton.Core.Lifecycle;
using Baton.Server.Imports;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Imports;

public class DealImportTests
{
    private const string Leads = "Record ID,Email,Company name\n101,dana@acme.example,Acme\n102,robin@beta.example,Beta\n103,kim@gamma.example,Gamma\n";

    [Theory]
    [EachDatabase]
    public async Task A_lead_stands_where_the_furthest_of_its_deals_stands(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, Leads);

        var import = await world.ImportAsync(ImportKind.Deals, """
            Deal ID,Record ID,Deal Name,Amount,Currency,Deal Stage,Create Date,Close Date,Reason
            D1,101,Filler,"150,000.50",EUR,Closed won,2026-01-02T08:00:00Z,2026-03-01T08:00:00Z,
            D2,101,Second filler,20000,EUR,Negotiation,2026-02-02T08:00:00Z,2026-09-01T08:00:00Z,
            D3,102,Packer,80000,EUR,Closed lost,2026-01-02T08:00:00Z,2026-02-01T08:00:00Z,no budget
            D4,103,Packer,ca. 5,EUR,Negotiation,2026-01-02T08:00:00Z,,
            D5,999,Packer,5,EUR,Negotiation,2026-01-02T08:00:00Z,,
            """);

        (import.Accepted, import.Repeated, import.Rejected).ShouldBe((3, 0, 2));
        (await world.RejectedAsync(import)).Select(row => (row.Line, row.Reason)).ShouldBe(
        [
            (5, "has an amount that is no number: ca. 5"),
            (6, "is of a lead that is not known, and names neither an e-mail address nor an account: 999"),
        ]);
        var dana = (await world.UserAsync("101"))!;
        (dana.Deal, dana.Score.Stage).ShouldBe((DealState.Won, Stage.Customer));
        (await world.ActivitiesAsync(dana.Id)).Count(kind => kind == ActivityKinds.DealChanged).ShouldBe(2);
        var robin = (await world.UserAsync("102"))!;
        (robin.Deal, robin.Score.Stage).ShouldBe((DealState.Lost, Stage.Lost), "All its deals were lost, though nobody told of them before.");
        (await DealsAsync(world)).ShouldBe(
        [
            ("D1", 15_000_050, "EUR", (short)DealState.Won, null, true),
            ("D2", 2_000_000, "EUR", (short)DealState.Open, null, false),
            ("D3", 8_000_000, "EUR", (short)DealState.Lost, "no budget", true),
        ]);
    }

    [Theory]
    [EachDatabase]
    public async Task What_is_no_money_is_rejected_as_the_API_does(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, Leads);

        var import = await world.ImportAsync(ImportKind.Deals, """
            Deal ID,Record ID,Amount,Currency,Deal Stage,Create Date
            D1,101,-5,EUR,Negotiation,
            D2,101,(5),EUR,Negotiation,
            D3,101,10000000000001,EUR,Negotiation,
            D4,101,5,XYZ,Negotiation,
            D5,101,,XYZ,Negotiation,
            D6,101,5,EUR,Negotiation,2026-02-30
            D7,101,10000000000000,usd,Negotiation,
            D8,101,0 €,£,Negotiation,
            D9,101,,,Negotiation,
            """);

        (import.Accepted, import.Rejected).ShouldBe((3, 6));
        (await world.RejectedAsync(import)).Select(row => (row.Line, row.Reason)).ShouldBe(
        [
            (2, "has an amount that is not from 0 to 10,000,000,000,000: -5"),
            (3, "has an amount that is not from 0 to 10,000,000,000,000: (5)"),
            (4, "has an amount that is not from 0 to 10,000,000,000,000: 10000000000001"),
            (5, "has a currency that is not in ISO 4217: XYZ"),
            (6, "has a currency that is not in ISO 4217: XYZ"),
            (7, "has a date that does not exist: Create Date = 2026-02-30"),
        ]);
        await using var connection = await world.Db.OpenReadAsync(TestContext.Current.CancellationToken);
        connection.Query<(string, long?, string?)>("SELECT external_id, amount, currency FROM deal WHERE workspace_id = @Id ORDER BY external_id", new { world.Id })
            .ShouldBe([("D7", 1_000_000_000_000_000, "USD"), ("D8", 0, "GBP"), ("D9", null, null)]);
    }

    [Theory]
    [EachDatabase]
    public async Task A_lost_deal_that_finds_its_lead_later_is_news_to_it(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        const string Lost = "deal id,lead id,company,stage,close date\nD1,101,Acme,Closed lost,2026-03-20\n";
        (await world.ImportAsync(ImportKind.Deals, Lost)).Accepted.ShouldBe(1);
        await world.ImportAsync(ImportKind.Leads, Leads);
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Lead);

        world.Now += Duration.FromMinutes(1);
        await world.ImportAsync(ImportKind.Deals, Lost + "D2,102,Acme,Proposal,\n");
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Lost);

        world.Now += Duration.FromMinutes(1);
        await world.ImportAsync(ImportKind.Deals, "deal id,lead id,company,stage,close date\nD1,103,Acme,Closed lost,2026-03-20\n");
        (await world.UserAsync("103"))!.Score.Stage.ShouldBe(Stage.Lost, "It was somebody else's deal, who lost it.");
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Lead, "There was no deal, and so no loss.");
    }

    [Theory]
    [EachDatabase]
    public async Task Of_several_lost_deals_the_last_one_counts(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, Leads);
        await world.ImportAsync(ImportKind.Deals, "deal id,lead id,stage,close date\nD1,101,Closed lost,2026-03-30\nD2,101,Proposal,\n");
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Opportunity);

        world.Now += Duration.FromMinutes(1);
        await world.ImportAsync(ImportKind.Deals, "deal id,lead id,stage,close date\nD2,101,Closed lost,2024-01-01\n");
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Lost, "That of yesterday keeps it away, though the other one was lost long ago.");
    }

    [Theory]
    [EachDatabase]
    public async Task A_changed_deal_is_brought_up_to_date_and_an_unchanged_one_left_alone(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, Leads);
        const string Open = "Opportunity ID,Contact ID,Amount,Stage\nD1,101,\"1.000,50 €\",Proposal\nD2,102,5,Proposal\n";
        await world.ImportAsync(ImportKind.Deals, Open);
        var started = (await world.UserAsync("101"))!;
        (started.Deal, started.Score.Stage).ShouldBe((DealState.Open, Stage.Opportunity));
        world.Now += Duration.FromDays(1);

        var changed = await world.ImportAsync(ImportKind.Deals, Open.Replace("€\",Proposal", "€\",Closed Lost", StringComparison.Ordinal));
        var older = await ImportOlderAsync(world, Open);

        (changed.Accepted, changed.Repeated).ShouldBe((1, 1));
        (older.Accepted, older.Repeated).ShouldBe((0, 2), "A file of yesterday does not undo today's.");
        var lead = (await world.UserAsync("101"))!;
        (lead.Deal, lead.Score.Stage).ShouldBe((DealState.Lost, Stage.Lost));
        (await DealsAsync(world))[0].ShouldBe(("D1", 100_050, "EUR", (short)DealState.Lost, null, false));
        (await world.ActivitiesAsync(lead.Id)).Count(kind => kind == ActivityKinds.DealChanged).ShouldBe(2);
    }

    [Theory]
    [EachDatabase]
    public async Task A_deal_finds_or_makes_its_lead_by_the_address_and_its_account_by_the_name(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, Leads);

        var import = await world.ImportAsync(ImportKind.Deals, """
            Record ID,Deal Name,Deal Stage,Associated Contact,Associated Company
            1,One,Negotiation,Robin Hayes (ROBIN@beta.example),Beta
            2,Two,Closed won,Sam New (sam@delta.example),Delta
            3,Three,Negotiation,,Acme
            4,Four,Negotiation,,
            """);

        (import.Accepted, import.Rejected).ShouldBe((3, 1));
        (await world.EmailAsync("robin@beta.example"))!.Score.Stage.ShouldBe(Stage.Opportunity);
        var sam = (await world.EmailAsync("sam@delta.example"))!;
        (sam.Score.Stage, sam.AccountId is null).ShouldBe((Stage.Customer, false));
        (await world.UserAsync("101"))!.Deal.ShouldBe(DealState.None, "The third deal is the company's, not any lead's.");
        var dana = (await world.UserAsync("101"))!;
        (await world.ScalarAsync<long>($"SELECT count(*) FROM deal d JOIN account_key k ON k.workspace_id = d.workspace_id AND k.account_id = d.account_id WHERE d.workspace_id = @Id AND d.lead_id IS NULL AND k.value = 'acme'")).ShouldBe(1);
        dana.AccountId.ShouldNotBeNull();
    }

    [Theory]
    [EachDatabase]
    public async Task A_merge_moves_no_deal(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, Leads);
        await world.ImportAsync(ImportKind.Deals, "deal id,lead id,stage\nD1,101,won\n");
        var row = (await world.UserAsync("101"))!.Id;

        await world.SendAsync(new { type = "alias", userId = "102", previousId = "101" });

        var merged = (await world.UserAsync("102"))!;
        (merged.Score.Stage, (await world.UserAsync("101"))!.Id).ShouldBe((Stage.Customer, merged.Id));
        (await world.ScalarAsync<long>($"SELECT count(*) FROM deal WHERE workspace_id = @Id AND lead_id IN (SELECT lead_id FROM lead WHERE workspace_id = @Id AND deal = 3)")).ShouldBe(1);
        var again = await world.ImportAsync(ImportKind.Deals, "deal id,lead id,stage\nD1,101,lost\n");
        again.Accepted.ShouldBe(1);
        (await world.UserAsync("102"))!.Score.Stage.ShouldBe(Stage.Lost);
        row.ShouldNotBe(Guid.Empty);
    }

    [Theory]
    [EachDatabase]
    public async Task The_same_file_after_another_one_changes_nothing_unless_it_is_said_to_be_newer(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, Leads);
        const string Won = "deal id,lead id,stage\nD1,101,Closed won\nD2,999,Closed won\n";
        const string Lost = "deal id,lead id,stage\nD1,101,Closed lost\n";
        var first = await world.ImportAsync(ImportKind.Deals, Won);
        world.Now += Duration.FromDays(1);
        await world.ImportAsync(ImportKind.Deals, Lost);
        world.Now += Duration.FromDays(1);
        await world.ImportAsync(ImportKind.Leads, "Record ID,Email\n999,late@acme.example\n");

        var again = await world.ImportAsync(ImportKind.Deals, Won);

        (again.Repeats, again.TrueAsOf, again.Started).ShouldBe((first.Id, first.Started, world.Now));
        (again.Accepted, again.Repeated, again.Rejected).ShouldBe((1, 1, 0), "What was skipped is tried again.");
        (await world.UserAsync("999"))!.Score.Stage.ShouldBe(Stage.Customer);
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Lost);
        (await world.ImportAsync(ImportKind.Deals, Lost)).Repeats.ShouldNotBeNull();

        var newer = await world.ImportAsOfAsync(ImportKind.Deals, Won, world.Now);

        (newer.Accepted, newer.Repeats).ShouldBe((1, null));
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Customer);
        (await world.ActivitiesAsync((await world.UserAsync("101"))!.Id)).Count(kind => kind == ActivityKinds.DealChanged).ShouldBe(3);
    }

    [Theory]
    [EachDatabase]
    public async Task A_file_of_an_earlier_time_undoes_nothing_and_of_two_of_one_time_the_one_imported_later_holds(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, Leads);
        var then = world.Now - Duration.FromDays(30);
        const string Won = "deal id,lead id,stage\nD1,101,Closed won\n";
        const string Lost = "deal id,lead id,stage\nD1,101,Closed lost\n";
        const string Open = "deal id,lead id,stage\nD1,101,Proposal\n";

        await world.ImportAsOfAsync(ImportKind.Deals, Won, then);
        (await world.ImportAsOfAsync(ImportKind.Deals, Lost, then - Duration.FromDays(1))).Accepted.ShouldBe(0);
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Customer);
        (await world.ImportAsOfAsync(ImportKind.Deals, Open, then)).Accepted.ShouldBe(1);
        (await world.ImportAsOfAsync(ImportKind.Deals, Won, then)).Accepted.ShouldBe(0);
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Opportunity);
        (await world.ImportAsync(ImportKind.Deals, Lost)).Accepted.ShouldBe(1);
        (await world.UserAsync("101"))!.Score.Stage.ShouldBe(Stage.Lost);
    }

    [Theory]
    [EachDatabase]
    public async Task What_happened_to_a_deal_has_its_amount_in_units_of_the_currency(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, Leads);

        await world.ImportAsync(ImportKind.Deals, "deal id,lead id,amount,currency,stage\nD1,101,180000,EUR,Won\nD2,102,\"180,000.50\",EUR,Won\nD3,103,,,Won\n");

        async Task<string> AmountOfAsync(string id)
        {
            var data = await world.ScalarAsync<string>($"SELECT data FROM activity WHERE workspace_id = @Id AND kind = 'deal.changed' AND lead_id = (SELECT lead_id FROM identity WHERE workspace_id = @Id AND kind = 1 AND value = '{id}')");
            return JsonDocument.Parse(data).RootElement.GetProperty("amount").GetRawText();
        }

        (await AmountOfAsync("101"), await AmountOfAsync("102"), await AmountOfAsync("103")).ShouldBe(("180000", "180000.5", "null"));
    }

    [Fact]
    public async Task How_each_stage_was_read_is_said()
    {
        const string Text = "deal id,lead id,stage\nD1,101,Proposal\nD2,101,Not won yet\nD3,101,Closed Won\nD4,101,\nD5,101,Closed Won\n";
        InputFile.TryOpen("file", new MemoryStream(Encoding.UTF8.GetBytes(Text)), Text.Length, out var input, out _).ShouldBeTrue();
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        using (input)
        {
            var (file, _) = await world.Runner().OpenAsync(world.Id, ImportKind.Deals, ColumnChoices.None, input!, TestContext.Current.CancellationToken);
            var upload = new Upload(world.Id, ImportKind.Deals, ColumnChoices.None, null, "file", "test", Stream.Null);

            var preview = ImportPreview.Of(file!, upload.ToImport(world.Now, isUploaded: false), isCut: () => false, TestContext.Current.CancellationToken);

            preview.Notes.ShouldContain("stage: Closed Won → won, Proposal → open, Not won yet → open, blank → open.");
        }
    }

    private static async Task<Import> ImportOlderAsync(TestWorkspace world, string text)
    {
        world.Now -= Duration.FromDays(2);
        var import = await world.ImportAsync(ImportKind.Deals, text);
        world.Now += Duration.FromDays(2);
        return import;
    }

    private static async Task<IReadOnlyList<(string Id, long Amount, string Currency, short State, string? Reason, bool IsClosed)>> DealsAsync(TestWorkspace world)
    {
        await using var connection = await world.Db.OpenReadAsync(default);
        return [.. connection.Query<(string Id, long Amount, string Currency, short State, string? Reason, long? Closed)>(
            "SELECT external_id, amount, currency, state, reason, closed_at FROM deal WHERE workspace_id = @Id ORDER BY external_id", new { world.Id })
            .Select(row => (row.Id, row.Amount, row.Currency, row.State, row.Reason, row.Closed is not null))];
    }
}

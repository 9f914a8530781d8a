using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Server.Imports;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Imports;

public class LeadImportTests
{
    private const string File = """
        Record ID,First Name,Email,Phone Number,Job Title,Company name,Industry,Number of Employees,Favourite Colour,Create Date
        101,Dana,dana@acme.example,+49 30 1234567,Plant Manager,Acme,Steel,"1,200",green,2025-11-03
        102,Robin,robin@acme.example,N/A,Intern,Acme,,unknown,,2025-11-04
        103,Kim,not an address,,Sales Manager,Beta,Wood,20,,2025-11-05
        104,Sam,sam@beta.example,,,,,,,,,,too many
        ,,,,Nobody's Manager,,,,,
        """;

    [Theory]
    [EachDatabase]
    public async Task Every_column_is_an_attribute_and_leads_are_found_by_what_identifies_them(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);

        var import = await world.ImportAsync(ImportKind.Leads, File);

        (import.Accepted, import.Repeated, import.Rejected, import.State).ShouldBe((4, 0, 1, ImportState.Done));
        var dana = (await world.UserAsync("101"))!;
        dana.Id.ShouldBe((await world.EmailAsync("DANA@acme.example"))!.Id);
        dana.Id.ShouldBe((await world.FindAsync(IdentityKey.Phone("0049301234567")))!.Id);
        var facts = dana.Edits.ShouldHaveSingleItem();
        facts.Occurred.ShouldBe(import.Started);
        facts.Attributes.ToDictionary(a => a.Key, a => a.Value.Text).ShouldBe(new Dictionary<string, string>
        {
            ["firstname"] = "Dana",
            ["email"] = "dana@acme.example",
            ["phone"] = "+49 30 1234567",
            ["title"] = "Plant Manager",
            ["company"] = "Acme",
            ["industry"] = "Steel",
            ["employees"] = "1,200",
            ["favouritecolour"] = "green",
            ["created"] = "2025-11-03",
        }, ignoreOrder: true);
        (dana.Score.Total, dana.Score.Stage).ShouldBe((30, Stage.Mql));
        (await world.ActivitiesAsync(dana.Id)).ShouldContain(ActivityKinds.StageChanged);
        var kim = (await world.UserAsync("103"))!;
        (kim.Score.Total, kim.AccountId).ShouldNotBe((0, dana.AccountId));
        (await world.ScalarAsync<long>("SELECT count(*) FROM lead WHERE workspace_id = @Id AND is_known")).ShouldBe(4);
        (await world.RejectedAsync(import)).ShouldBe(
            [new RejectedRow(5, "has more fields than the header: 13 instead of 10", "104,Sam,sam@beta.example,,,,,,,,,,too many")]);
        await ShouldReplayAsync(world);
    }

    [Theory]
    [EachDatabase]
    public async Task What_a_row_says_of_the_company_holds_for_the_colleagues(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);

        await world.ImportAsync(ImportKind.Leads, File);
        await world.ImportAsync(ImportKind.Leads, "id,email,company,industry\n201,new@gmail.com,ACME ,Steel\n202,x@gmail.com,Wood & Co,Wood\n203,y@acme-holding.example,Acme,Steel\n");
        await world.WakeAsync();

        var (dana, robin, other) = ((await world.UserAsync("101"))!, (await world.UserAsync("102"))!, (await world.UserAsync("201"))!);
        robin.AccountId.ShouldBe(dana.AccountId);
        other.AccountId.ShouldBe(dana.AccountId, "The company's name is the same.");
        robin.Score.Total.ShouldBe(5 + 10, "Steel and 1,200 employees, as Dana's row says.");
        (await world.UserAsync("202"))!.AccountId.ShouldNotBe(dana.AccountId);
        (await world.UserAsync("203"))!.AccountId.ShouldNotBe(dana.AccountId, "A domain of its own tells more than a name that two companies can have.");
        await ShouldReplayAsync(world);
    }

    [Theory]
    [EachDatabase]
    public async Task The_same_file_again_changes_nothing_and_a_newer_one_does(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, File);
        var before = await world.ContentsAsync();
        world.Now += Duration.FromHours(1);

        var again = await world.ImportAsync(ImportKind.Leads, File);

        (again.Accepted, again.Repeated, again.Rejected).ShouldBe((0, 4, 1));
        (await world.ContentsAsync()).ShouldBe(before);
        await world.ImportAsync(ImportKind.Leads, "Record ID,Job Title\n101,Manager of nothing\n");
        (await world.UserAsync("101"))!.Edits.Single(e => e.Attributes.Has("title")).Attributes["title"].Text.ShouldBe("Manager of nothing");
        var mapped = await world.ImportAsync(ImportKind.Leads, File, Importing.Choices(map: ("Favourite Colour", "plan")));
        (mapped.Accepted, mapped.Repeated).ShouldBe((4, 0), "Read in another way the rows say something else.");
        await ShouldReplayAsync(world);
    }

    [Theory]
    [EachDatabase]
    public async Task Facts_as_of_an_earlier_time_do_not_undo_newer_ones(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var then = world.Now - Duration.FromDays(100);
        static string Of(string title) => $"id,email,title\n1,a@acme.example,{title}\n";
        async Task<string> TitleAsync() => NewestEdits.Of((await world.UserAsync("1"))!.Edits).Where(edit => edit.Attributes.Has("title")).Select(edit => edit.Attributes["title"].Text).Last();

        var first = await world.ImportAsOfAsync(ImportKind.Leads, Of("Intern"), then);
        (first.TrueAsOf, (await world.UserAsync("1"))!.Edits.Single().Occurred).ShouldBe((then, then));
        await world.ImportAsOfAsync(ImportKind.Leads, Of("Pupil"), then - Duration.FromDays(1));
        (await TitleAsync()).ShouldBe("Intern");
        foreach (var title in (string[])["Buyer", "Engineer", "Plant Manager", "Director"])
        {
            await world.ImportAsOfAsync(ImportKind.Leads, Of(title), then);
            (await TitleAsync()).ShouldBe(title, "Of two files of one time the one that is imported later holds.");
        }

        await world.ImportAsync(ImportKind.Leads, Of("Owner"));
        world.Now += Duration.FromDays(1);
        var again = await world.ImportAsOfAsync(ImportKind.Leads, Of("Intern"), then);
        (again.Accepted, again.Repeats, await TitleAsync()).ShouldBe((0, first.Id, "Owner"));
        (await world.ImportAsOfAsync(ImportKind.Leads, Of("Intern"), world.Now + Duration.FromHours(3))).TrueAsOf.ShouldBe(world.Now, "The end of a day that is not over is now.");
        (await TitleAsync()).ShouldBe("Intern");
        await ShouldReplayAsync(world);
    }

    [Theory]
    [EachDatabase]
    public async Task Of_two_rows_about_one_lead_the_later_holds_and_fills_what_the_earlier_leaves_out(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var rows = Enumerable.Range(1, 60).Select(i => FormattableString.Invariant($"{i % 2 + 1},{(i > 40 ? "a@b.example" : "")},{(i == 3 ? "London" : "")},{i}"));

        await world.ImportAsync(ImportKind.Leads, "id,email,city,employees\n" + string.Join('\n', rows));

        var lead = (await world.EmailAsync("a@b.example"))!;
        lead.Id.ShouldBe((await world.UserAsync("1"))!.Id);
        var attributes = NewestOf(await world.ScalarAsync<string>("SELECT max(edits) FROM lead WHERE workspace_id = @Id AND edits LIKE '%\"60\"%'"));
        attributes["employees"].ShouldBe("60");
        await ShouldReplayAsync(world);
    }

    [Theory]
    [EachDatabase]
    public async Task What_is_no_address_is_left_out_and_of_several_the_first_is_taken(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);

        var import = await world.ImportAsync(ImportKind.Leads, """
            id,Work Email,title
            1,not-an-address,Manager
            2,"b@acme.example, c@acme.example",Manager
            3,Dana Keller <dana@acme.example>,Manager
            4,also none,Manager
            5,d@acme.example;D@acme.example,Manager
            """);

        (import.Accepted, import.Rejected).ShouldBe((5, 0));
        import.Notes.ShouldContain("Work Email: 2 values are no e-mail addresses and are left out, such as \"not-an-address\" on line 2.");
        import.Notes.ShouldContain("Work Email: 1 value has several e-mail addresses, of which the first is taken: \"b@acme.example, c@acme.example\" on line 3.");
        (await world.UserAsync("1"))!.Edits.Single().Attributes.Select(a => a.Key).ShouldBe(["title"]);
        (await world.EmailAsync("b@acme.example"))!.Id.ShouldBe((await world.UserAsync("2"))!.Id);
        (await world.EmailAsync("c@acme.example")).ShouldBeNull();
        (await world.UserAsync("3"))!.Edits.Single().Attributes["email"].Text.ShouldBe("dana@acme.example");
        (await world.UserAsync("5"))!.Edits.Single().Attributes["email"].Text.ShouldBe("d@acme.example");
        (await ImportTable.GetAsync(world.Db, world.Id, import.Id, TestContext.Current.CancellationToken))!.Notes.ShouldBe(import.Notes);
    }

    [Theory]
    [EachDatabase]
    public async Task Rows_that_are_joined_to_a_lead_with_another_id_are_counted(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportAsync(ImportKind.Leads, "email\nonly@acme.example\n");
        const string Joining = "id,email\n1,a@acme.example\n2,A@acme.example\n2,a@acme.example\n3,only@acme.example\n4,d@acme.example\n";

        (await world.ImportAsync(ImportKind.Leads, Joining)).Joined.ShouldBe(1, "A lead without an id only gets one.");
        (await world.ImportAsync(ImportKind.Leads, Joining)).Joined.ShouldBe(0);
        (await world.ImportAsync(ImportKind.Leads, "id,email\n5,only@acme.example\n6,d@acme.example\n4,a@acme.example\n7,new@acme.example\n")).Joined.ShouldBe(3);
        (await world.UserAsync("2"))!.Id.ShouldBe((await world.UserAsync("4"))!.Id);
    }

    [Fact]
    public async Task What_the_playbook_asks_about_and_no_column_says_is_named()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite, "{ name: Rules, fit: { rules: [{ name: A, points: 5, when: { budget: { gte: 5 } } }, { name: B, points: 5, when: { account.industry: { eq: Steel } } }] } }");

        (await world.ImportAsync(ImportKind.Leads, "id,industry\n1,Steel\n")).Notes.ShouldBe(["Rules asks about budget, which no column of file has."]);
    }

    [Fact]
    public void Ids_of_rows_are_what_they_always_were()
    {
        var import = new Import
        {
            Id = Guid.Empty,
            WorkspaceId = Guid.Empty,
            Kind = ImportKind.Leads,
            FileName = "",
            Bytes = 0,
            Choices = ColumnChoices.None,
            Fingerprint = Import.FingerprintOf(ImportKind.Leads, Importing.Choices("Id", ("b", "title"), ("a", "city")), [1, 2, 3]),
            Started = default,
            StartedBy = "",
        };

        import.EventIdOf(2).ToString().ShouldBe("ab03c117-5df8-8048-af90-000000000002");
        import.EventIdOf(1_000_000).ToString().CompareTo(import.EventIdOf(999_999).ToString()).ShouldBeGreaterThan(0);
        Import.FingerprintOf(ImportKind.Leads, Importing.Choices("Id", ("a", "city"), ("b", "title")), [1, 2, 3]).ShouldBe(import.Fingerprint);
        Convert.ToHexString(Import.FingerprintOf(ImportKind.Leads, import.Choices, [1, 2, 3], Instant.FromUnixTimeSeconds(1_780_000_000))).ShouldStartWith("852B03D679E84711");
    }

    private static Dictionary<string, string> NewestOf(string edits) =>
        EditJson.Read(edits).SelectMany(edit => edit.Attributes).ToDictionary(a => a.Key, a => a.Value.Text);

    private static async Task ShouldReplayAsync(TestWorkspace world)
    {
        await world.WakeAsync();
        foreach (var (_, stored, replayed) in await world.ReplayAsync())
        {
            (stored.Total, stored.Fit, stored.Engagement).ShouldBe((replayed.Total, replayed.Fit, replayed.Engagement));
        }
    }
}

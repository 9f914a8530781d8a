using System.Net;
using System.Text;
using Baton.Server.Imports;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Baton.Server.Tests.Imports;

/// <summary>The pages on which files are imported.</summary>
public class ImportPageTests
{
    private const string Path = "/settings/imports";
    private const string Leads = "Record ID,Email,Rolle\n1,a@acme.example,Plant Manager\n2,b@acme.example,\"=HYPERLINK(\"\"http://evil.example\"\")\",too many\n3,c@acme.example,Buyer\n";

    [Theory, EachDatabase]
    public async Task A_file_is_looked_at_mapped_imported_and_accounted_for(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");

        var page = await SendAsync(mia, "crm.csv", Leads);
        var look = await mia.GetAsync(page);
        look.Words.ShouldContain("Rows: 3. Readable: 2, of which 0 repeat a row above. Not readable: 1.");
        look.Words.ShouldContain("rolle, as Baton reads it");
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM lead WHERE workspace_id = @Id")).ShouldBe(0, "Nothing comes in before somebody says so.");

        (await mia.PostAsync(page + "/columns", ("kind", "leads"), ("c2", "title"), ("asOf", "2026-03-01"))).GoesTo.ShouldBe(page);
        var again = await mia.GetAsync(page);
        again.Text.ShouldContain("value=\"title\" selected");
        again.Text.ShouldContain("value=\"2026-03-01\"");
        (await mia.PostAsync(page + "/start", ("kind", "leads"), ("c2", "title"), ("asOf", "2026-03-01"))).GoesTo.ShouldBe(page);
        var done = await DoneAsync(mia, page);

        done.ShouldContain("Rows. New: 2, known already: 0, left out: 1.");
        (await mia.GetAsync(page + "/rejected")).Text.ShouldContain("line,reason,row\n3,has more fields than the header: 4 instead of 3,\"2,b@acme.example");
        (await mia.GetAsync(Path)).Words.ShouldContain("crm.csv");
        (await api.World.EmailAsync("a@acme.example")).ShouldNotBeNull();
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM import_part WHERE workspace_id = @Id")).ShouldBe(0);
        (await mia.PostAsync(page + "/start", ("kind", "leads"))).GoesTo.ShouldBe(page, "What is over is shown as it is.");
    }

    [Fact]
    public async Task Of_what_is_packed_tightly_only_the_beginning_is_looked_at()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        using var packed = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write("Email\na@acme.example\n"u8);
            var blank = new byte[1 << 20];
            Array.Fill(blank, (byte)'\n');
            for (var i = 0; i < 70; i++)
            {
                zip.Write(blank);
            }

            zip.Write("b@acme.example\n"u8);
        }

        var page = (await mia.SendFileAsync(Path, "crm.csv.gz", packed.ToArray(), ("kind", "leads"))).GoesTo!;

        (await mia.GetAsync(page)).Words.ShouldContain("First rows: 1. Readable: 1");
    }

    [Fact]
    public async Task Columns_can_be_left_out_and_one_can_be_the_id()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var page = await SendAsync(mia, "crm.csv", "Nr,Email,Secret\nK-1,a@acme.example,do not keep\n");

        (await mia.PostAsync(page + "/columns", ("kind", "leads"), ("c0", "id"), ("c1", "id"))).Words.ShouldContain("Two columns are said to be the id.");
        (await mia.PostAsync(page + "/columns", ("kind", "leads"), ("asOf", "2027-01-01"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await mia.PostAsync(page + "/columns", ("kind", "leads"), ("asOf", "<b>"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        await mia.PostAsync(page + "/start", ("kind", "leads"), ("c0", "id"), ("c2", "-"));
        await DoneAsync(mia, page);

        (await api.World.UserAsync("K-1")).ShouldNotBeNull();
        (await api.World.QueryAsync<string>("SELECT edits FROM lead WHERE workspace_id = @Id")).ShouldAllBe(edits => !edits.Contains("do not keep"));
    }

    [Fact]
    public async Task A_file_of_another_kind_says_so_and_can_be_read_as_what_it_is()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var page = await SendAsync(mia, "deals.csv", "Deal ID,Deal Name,Email,Amount,Deal Stage,Close Date\nD-1,Line,a@acme.example,5000,Closed won,2026-02-01\n");

        var wrong = await mia.GetAsync(page);
        wrong.Words.ShouldContain("deals.csv looks like deals");
        wrong.Words.ShouldNotContain("--map");
        wrong.Words.ShouldNotContain("baton import");
        (await mia.PostAsync(page + "/start", ("kind", "leads"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await mia.PostAsync(page + "/columns", ("kind", "deals"))).GoesTo.ShouldBe(page);
        (await mia.GetAsync(page)).Words.ShouldContain("Rows: 1. Readable: 1");
        await mia.PostAsync(page + "/start", ("kind", "deals"));
        (await DoneAsync(mia, page)).ShouldContain("Rows. New: 1,");
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_and_its_rows_is_told_in_the_language_of_the_page()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var deals = await SendAsync(mia, "deals.csv", "Deal ID,Deal Name,Email,Amount,Deal Stage,Close Date\nD-1,Line,a@acme.example,5000,Closed won,2026-02-01\n");
        var leads = await SendAsync(mia, "crm.csv", "Name,Email\nJo,a@acme.example\nMo,b@acme.example,too much\n");
        await mia.PostAsync("/me/taste", ("language", "de"), ("zone", "Europe/Berlin"));

        var other = (await mia.GetAsync(deals)).Words;
        other.ShouldContain("deals.csv sieht nach Deals aus");
        other.ShouldContain("wählen Sie unten, welche Spalte ihr Name ist");
        (await mia.GetAsync(leads)).Words.ShouldContain("hat mehr Felder als die Kopfzeile");
        (await mia.PostAsync(leads + "/start", ("kind", "leads"))).GoesTo.ShouldBe(leads);
        await mia.PostAsync("/me/taste", ("language", "en"), ("zone", "Europe/Berlin"));
        await DoneAsync(mia, leads);
        await mia.PostAsync("/me/taste", ("language", "de"), ("zone", "Europe/Berlin"));
        (await mia.GetAsync(leads + "/rejected")).Text.ShouldContain("hat mehr Felder als die Kopfzeile: 3 statt 2");
    }

    [Fact]
    public async Task Values_that_no_rule_can_read_are_told_before_they_are_imported()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.PublishAsync("name: X\nfit:\n  rules:\n    - { name: Large, points: 10, when: { employees: { gte: 100 } } }\n");
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        await mia.PostAsync("/me/taste", ("language", "de"), ("zone", "Europe/Berlin"));

        var looked = (await mia.GetAsync(await SendAsync(mia, "crm.csv", "Name,Email,Employees\nJo,a@acme.example,ca. 50\nMo,b@acme.example,1.200\n"))).Words;

        looked.ShouldContain("employees: 1 Lead hat einen Wert, der keine Zahl ist, etwa „ca. 50“");
        looked.ShouldContain("Dezimalpunkt");
    }

    [Fact]
    public async Task A_file_without_rows_is_not_offered()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");

        var looked = (await mia.GetAsync(await SendAsync(mia, "crm.csv", "Name,Email,Employees\n"))).Words;

        looked.ShouldContain("No row of it can be imported.");
        looked.ShouldNotContain("Import it so");
    }

    [Theory]
    [InlineData("leads.xlsx", "UEsDBBQAAAAIAFtDb250ZW50X1R5cGVzXS54bWw=", "an Excel workbook")]
    [InlineData("leads.zip", "UEsDBBQAAAAIAGxlYWRzLmNzdg==", "a zip archive")]
    [InlineData("leads.csv", "", "is empty")]
    [InlineData("leads.bin", "AAECAwAAAAD/AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "is not a text file")]
    [InlineData("leads.json", "W3siYSI6MX1d", "one JSON array")]
    public async Task What_is_no_table_is_refused_in_words_and_leaves_nothing_behind(string name, string base64, string words)
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");

        var refused = await mia.SendFileAsync(Path, name, Convert.FromBase64String(base64), ("kind", "leads"));

        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Words.ShouldContain(words);
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM import WHERE workspace_id = @Id")).ShouldBe(0);
    }

    [Fact]
    public async Task A_form_without_a_file_or_without_a_token_is_refused()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");

        (await mia.SendFileAsync(Path, "", [], ("kind", "leads"))).Words.ShouldContain("Choose a file first.");
        (await mia.PostAsync(Path, ("kind", "leads"))).Words.ShouldContain("Choose a file first.");
        (await mia.PostAsItIsAsync(Path, ("kind", "leads"))).Words.ShouldContain("This form has expired.");
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM import WHERE workspace_id = @Id")).ShouldBe(0);
    }

    [Fact]
    public async Task Hostile_names_are_names()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var name = "../../<img src=x onerror=alert(1)>\u202Evsc.exe" + new string('w', 500);

        var page = await SendAsync(mia, name, "\"<script>alert(2)</script>\",Email\n\"<script>alert(3)</script>\",a@acme.example\n");

        foreach (var text in (string[])[(await mia.GetAsync(page)).Text, (await mia.GetAsync(Path)).Text])
        {
            text.ShouldNotContain("<img src=x");
            text.ShouldNotContain("<script>alert");
            text.ShouldNotContain("\u202E");
        }

        (await mia.PostAsync(page + "/start", ("kind", "leads"))).GoesTo.ShouldBe(page);
        await DoneAsync(mia, page);
    }

    [Theory, EachDatabase]
    public async Task An_import_is_stopped_and_a_file_that_waits_is_thrown_away(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var rows = new StringBuilder("Record ID,Email\n");
        for (var row = 0; row < 20_000; row++)
        {
            rows.Append(row).Append(",p").Append(row).Append("@acme.example\n");
        }

        var thrown = await SendAsync(mia, "small.csv", "Email\na@acme.example\n");
        (await mia.PostAsync(thrown + "/stop")).GoesTo.ShouldBe(Path);
        (await mia.GetAsync(thrown)).Status.ShouldBe(HttpStatusCode.NotFound);

        var page = await SendAsync(mia, "large.csv", rows.ToString());
        await mia.PostAsync(page + "/start", ("kind", "leads"));
        (await mia.PostAsync(page + "/stop")).GoesTo.ShouldBe(page);
        (await mia.GetAsync(page)).Words.ShouldContain("It was stopped. What came in until then stays.");
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM import_part WHERE workspace_id = @Id")).ShouldBe(0);

        // The same file again goes on, and ends.
        var once = await SendAsync(mia, "large.csv", "Record ID,Email\n1,p1@acme.example\n");
        await mia.PostAsync(once + "/start", ("kind", "leads"));
        await DoneAsync(mia, once);
        (await mia.GetAsync(page)).Words.ShouldContain("It was stopped.");
    }

    [Fact]
    public async Task A_file_that_nobody_starts_is_given_up_after_a_day()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var page = await SendAsync(mia, "crm.csv", Leads);

        api.World.Now += Duration.FromHours(23);
        (await mia.PostAsync(page + "/columns", ("kind", "leads"))).Ok();
        api.World.Now += Duration.FromHours(23);
        (await mia.GetAsync(page)).Words.ShouldContain("Import it so");
        api.World.Now += Duration.FromHours(2);
        await api.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<ImportLoop>().Single().WorkAsync(api.World.Id, TestContext.Current.CancellationToken);

        (await mia.GetAsync(page)).Words.ShouldContain("Nobody said within a day that it may begin.");
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM import_part WHERE workspace_id = @Id")).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_sees_the_imports_of_others()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var page = await SendAsync(mia, "crm.csv", Leads);
        var theirs = await api.Services.GetRequiredService<Workspaces.WorkspaceStore>().AddAsync("Others", TestContext.Current.CancellationToken);
        await new PeopleStore(api.World.Db, api.World).AddAsync(theirs.Id, "them@other.example", "Them", Roles.Admin, TestBrowser.Password, TestContext.Current.CancellationToken);
        using var other = TestBrowser.Stranger(api);
        await other.SignInAsync("them@other.example", TestBrowser.Password);

        (await other.GetAsync(page)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync(page + "/rejected")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostAsync(page + "/start", ("kind", "leads"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostAsync(page + "/stop")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync(Path)).Words.ShouldNotContain("crm.csv");
    }

    [Fact]
    public async Task A_file_with_more_columns_than_anybody_has_is_refused_and_of_many_notes_the_first_are_shown()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");

        var commas = await mia.GetAsync(await SendAsync(mia, "commas.csv", new string(',', 900_000) + "\n"));
        commas.Words.ShouldContain("commas.csv has 900,001 columns, and no more than 10,000 can be read.");
        commas.Text.Length.ShouldBeLessThan(100_000);

        var same = await mia.GetAsync(await SendAsync(mia, "same.csv", "Record ID,Email" + string.Concat(Enumerable.Repeat(",a", 9_998)) + "\n1,a@acme.example\n"));
        same.Words.ShouldContain("Column 15 repeats the name \"a\"");
        same.Words.ShouldNotContain("Column 30 repeats the name");
        same.Words.ShouldContain("more");
        same.Text.Length.ShouldBeLessThan(2_000_000);
    }

    private static async Task<string> SendAsync(TestBrowser browser, string name, string content)
    {
        var sent = await browser.SendFileAsync(Path, name, Encoding.UTF8.GetBytes(content), ("kind", "leads"));
        return sent.GoesTo.ShouldNotBeNull(sent.Words);
    }

    /// <summary>Waits for the end of an import, and reads what its page says then.</summary>
    private static async Task<string> DoneAsync(TestBrowser browser, string page)
    {
        for (var turn = 0; turn < 400; turn++)
        {
            if ((await browser.GetAsync(page)).Words is var words && !words.Contains("Look again", StringComparison.Ordinal))
            {
                return words;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The import did not end.");
    }
}

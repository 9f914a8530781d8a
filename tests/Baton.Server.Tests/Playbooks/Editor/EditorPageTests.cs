using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Playbooks.Editor;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Tests.Playbooks.Editor;

public class EditorPageTests
{
    private const string Text = "name: Small\nfit:\n  rules:\n    - name: Manager # ours\n      points: 10\n      when: { title: { contains: manager } }\nstages:\n  sql: { score: 10 }\n";

    [Fact]
    public async Task Without_scripts_fields_are_written_into_the_text_and_mistakes_stand_beside_it()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");

        var changed = (await mia.PostAsync("/playbook/check", ("yaml", Text.ReplaceLineEndings("\r\n")), ("shown", Text), ("/fit/rules/0/points", "25"), ("/name", "Small"))).Ok();
        Yaml(changed).ShouldBe(Text.Replace("10\n      when", "25\n      when", StringComparison.Ordinal));
        changed.Words.ShouldContain("No mistakes");

        var wrong = (await mia.PostAsync("/playbook/check", ("yaml", Text), ("shown", Text), ("/fit/rules/0/points", "many"))).Ok();
        wrong.Words.ShouldContain("Line 5, column 15");
        wrong.Words.ShouldContain("takes a number, not many");
        var refused = await mia.PostAsync("/playbook", ("yaml", Yaml(wrong)), ("shown", Yaml(wrong)), ("/fit/rules/0/points", "many"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Yaml(refused).ShouldContain("points: many");

        var added = (await mia.PostAsync("/playbook/check", ("yaml", Text), ("shown", Text), ("act", "add:/fit/rules"))).Ok();
        Yaml(added).ShouldContain("name: New rule");
        var removed = (await mia.PostAsync("/playbook/check", ("yaml", Yaml(added)), ("shown", Yaml(added)), ("act", "remove:/fit/rules/0"))).Ok();
        Yaml(removed).ShouldNotContain("Manager # ours");
        Yaml(removed).ShouldContain("New rule");
    }

    [Fact]
    public async Task Of_many_mistakes_the_first_are_told_and_how_many_more_there_are()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var rules = string.Concat(Enumerable.Range(0, 80).Select(i => $"    - {{ name: R{i}, points: many, when: {{ title: clerk }} }}\n"));

        var page = (await mia.PostAsync("/playbook/check", ("yaml", $"name: Small\nfit:\n  rules:\n{rules}stages:\n  sql: {{ score: 10 }}\n"))).Ok();

        page.Words.ShouldContain("80 mistakes");
        page.Words.ShouldContain("and 30 more; they are shown once some of these are mended");
        Regex.Count(page.Text, "takes a number, not many", RegexOptions.NonBacktracking).ShouldBeLessThanOrEqualTo(2 * 50 * 2);
    }

    [Fact]
    public async Task A_long_draft_is_tried_on_the_leads_as_well_as_it_is_kept()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var comment = string.Concat(Enumerable.Repeat("# ñ\n", 200_000));

        var panel = await mia.PostAsync("/playbook/what-if", ("yaml", Text + comment));

        panel.Status.ShouldBe(HttpStatusCode.OK);
        panel.Words.ShouldNotContain("expired");
    }

    [Fact]
    public async Task A_field_has_one_name_and_others_that_read_as_the_same_are_none()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");

        var changed = (await mia.PostAsync("/playbook/check", ("yaml", Text), ("shown", Text), ("/name", "Large"), ("%002fname", "Other"))).Ok();

        Yaml(changed).ShouldStartWith("name: Large\n");
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut_between_characters()
    {
        var text = new string('a', PlaybookForm.Longest - 1);

        PlaybookForm.Read(new FormCollection(new() { ["yaml"] = text + "😀" }), TestContext.Current.CancellationToken).Text.ShouldBe(text);
    }

    [Fact]
    public async Task Mistakes_are_told_in_the_language_of_the_page()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        await mia.PostAsync("/me/taste", ("language", "de"), ("zone", "Europe/Berlin"));

        var wrong = (await mia.PostAsync("/playbook/check", ("yaml", Text.Replace("points: 10", "points: many", StringComparison.Ordinal).Replace("contains", "contain", StringComparison.Ordinal)))).Ok();
        wrong.Words.ShouldContain("points nimmt eine Zahl, nicht many");
        (await mia.PostAsync("/playbook/check", ("yaml", Text), ("shown", Text), ("/fit/rules/0/points", "1.000"))).Ok().Text.ShouldContain("points: 1000");
        wrong.Words.ShouldContain("den Vergleich contain gibt es nicht; meinten Sie contains");
    }

    [Fact]
    public async Task Where_the_text_was_changed_too_it_holds_and_what_else_was_changed_in_fields_is_taken()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var typed = Text.Replace("points: 10", "points: 11", StringComparison.Ordinal);

        var both = (await mia.PostAsync("/playbook/check", ("yaml", typed), ("shown", Text), ("/fit/rules/0/points", "12"), ("/stages/sql/score", "9"))).Ok();

        Yaml(both).ShouldContain("points: 11");
        Yaml(both).ShouldContain("score: 9");
        both.Words.ShouldContain("The text was changed in the same place");
    }

    [Fact]
    public async Task Groups_whose_names_differ_in_case_only_have_fields_of_their_own()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        string[] groups = ["web", "Web", "WEB 100%", "Größe", "GRÖSSE", "größe"];
        var text = "name: Small\nfit:\n  groups:\n" + string.Concat(groups.Select((group, at) => $"    {group}: {{ max: {at} }}\n")) + "  rules:\n    - { name: Manager, points: 1, when: { title: x } }\n";

        var names = Regex.Matches((await mia.PostAsync("/playbook/check", ("yaml", text), ("shown", text))).Ok().Text, "name=\"(?<name>/fit/groups/[^\"]*/max)\" value=\"(?<max>[0-9])\"", RegexOptions.NonBacktracking)
            .ToDictionary(field => field.Groups["max"].Value, field => WebUtility.HtmlDecode(field.Groups["name"].Value));
        names.Count.ShouldBe(groups.Length);
        names.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(groups.Length);

        var changed = (await mia.PostAsync("/playbook/check", [("yaml", text), ("shown", text), .. names.Select(name => (name.Value, name.Key == "1" ? "77" : name.Key))])).Ok();

        Yaml(changed).ShouldBe(text.Replace("Web: { max: 1 }", "Web: { max: 77 }", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_that_cannot_be_read_keeps_every_character_and_says_why()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        const string Broken = "\nname: [\n\t</textarea><b>\n";

        var page = (await mia.PostAsync("/playbook/check", ("yaml", Broken))).Ok();

        Yaml(page).ShouldBe(Broken);
        page.Words.ShouldContain("The fields come back as soon as the text can be read.");
        page.Text.ShouldNotContain("<b>");
        (await mia.PostAsync("/playbook", ("yaml", Broken))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_thousand_rules_have_fields()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        var text = "name: Large\nfit:\n  rules:\n" + string.Concat(Enumerable.Range(0, 1000).Select(rule => $"    - {{ name: Rule {rule}, points: 1, when: {{ title: x{rule} }} }}\n"));

        var fields = Enumerable.Range(0, 1000).SelectMany(rule => new[] { ($"/fit/rules/{rule}/name", $"Rule {rule}"), ($"/fit/rules/{rule}/points", rule == 999 ? "7" : "1") }).ToArray();
        var page = (await mia.PostAsync("/playbook/check", [("yaml", text), ("shown", text), .. fields])).Ok();

        Yaml(page).ShouldContain("Rule 999, points: 7,");
    }

    [Fact]
    public void Samples_are_within_the_program()
    {
        SamplePlaybooks.All.Count.ShouldBe(Directory.GetFiles(Repository.File("samples/playbooks"), "*.yaml").Length);
        foreach (var sample in SamplePlaybooks.All)
        {
            Core.Playbooks.PlaybookReader.Read(sample.Yaml).Mistakes.ShouldBeEmpty();
            sample.Yaml.ShouldStartWith("# ");
            sample.Yaml.ShouldNotContain("$schema");
        }
    }

    [Fact]
    public void Lines_are_compared_in_pieces_with_what_stands_around_them()
    {
        var older = string.Join('\n', Enumerable.Range(1, 40));
        var lines = LineChanges.Between(older, older.Replace("\n5\n", "\nfive\n", StringComparison.Ordinal).Replace("\n30\n", "\n", StringComparison.Ordinal));

        (lines.Added, lines.Removed, lines.Pieces.Length).ShouldBe((1, 2, 2));
        lines.Pieces[0].Select(line => line.Text).ShouldBe(["2", "3", "4", "5", "five", "6", "7", "8"]);
        lines.Pieces[1].Select(line => (line.Old, line.New)).ShouldBe([(27, 27), (28, 28), (29, 29), (30, null), (31, 30), (32, 31), (33, 32)]);
        LineChanges.Between(older, older).Pieces.ShouldBeEmpty();
        LineChanges.Between("a", "a\nb\nc\nd\ne\nf\ng\nh").Pieces.Length.ShouldBe(1);
    }

    [Fact]
    public async Task In_a_long_text_only_so_many_fields_are_changed_at_once_that_have_it_read_again()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        const int Rules = 500;
        var text = "name: Long\nfit:\n  rules:\n" + string.Concat(Enumerable.Range(0, Rules).Select(rule => $"    - name: Rule {rule}\n      points: 1\n      when: {{ title: {{ contains: x{rule} }} }}\n")) + "# " + new string('x', 800_000) + "\n";

        var page = (await mia.PostAsync("/playbook/check", [("yaml", text), ("shown", text), .. Enumerable.Range(0, Rules).Select(rule => ($"/fit/rules/{rule}/when?when.operator", "starts_with"))])).Ok();

        page.Words.ShouldContain("Not all of these fields could be changed at once, for the text is long.");
        Yaml(page).Split("starts_with").Length.ShouldBeInRange(2, 60);
    }

    private static string Yaml(Shown page) =>
        WebUtility.HtmlDecode(Regex.Match(page.Text, "<textarea id=\"yaml\"[^>]*>(?<text>[^<]*)</textarea>", RegexOptions.NonBacktracking).Groups["text"].Value)[1..];
}

using Baton.Core.Playbooks;
using Baton.Server.Playbooks;

namespace Baton.Server.Tests.Playbooks;

public class AgreementHtmlTests
{
    [Fact]
    public void The_page_is_the_document_with_tables_and_needs_nothing_else()
    {
        var html = Page("name: Small\nengagement: { rules: [ { name: Asked, event: Quote Requested, points: 30, max: 1 } ] }");

        html.ShouldStartWith("<!DOCTYPE html>");
        html.ShouldContain("<title>Small</title>");
        html.ShouldContain("<h1>Small</h1>");
        html.ShouldContain("<td>“Quote Requested”</td>");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("http");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("</title><img src=x onerror=alert(1)>")]
    [InlineData("</table></main><b>out</b>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("![x](//evil.example/x.png)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("`</td><i>` | <u>")]
    [InlineData("\\\\<b>")]
    [InlineData("a\\n\\n<b>new line</b>\\n\\n    code\\n\\n| a | b |")]
    [InlineData("[x]: //evil.example 'y'")]
    [InlineData("&lt;b&gt;&#60;i&#62;")]
    public void Markup_in_names_is_shown_and_not_obeyed(string name)
    {
        var html = Page($$"""
            name: "{{name}}"
            fit:
              groups: { "{{name}}": { pick: best, max: 5 } }
              rules: [ { name: "{{name}}", points: 1, group: "{{name}}", when: { "{{name}}": { eq: "{{name}}" } } } ]
            engagement: { rules: [ { name: "{{name}} 2", points: 1, event: "{{name}}", where: { a: "{{name}}" } } ] }
            qualification: { "{{name}}": { ask: "{{name}}", confirmed: { contains: "{{name}}" } } }
            stages: { sal: { accepted_by: "{{name}}" }, sql: { confirmed: [ "{{name}}" ] } }
            """);

        var plain = Page("name: x\nfit: { groups: { g: { pick: best, max: 5 } }, rules: [ { name: x, points: 1, group: g, when: { a: x } } ] }\n"
            + "engagement: { rules: [ { name: y, points: 1, event: x, where: { a: x } } ] }\n"
            + "qualification: { c: { ask: x, confirmed: { contains: x } } }\nstages: { sal: { accepted_by: x }, sql: { confirmed: [ c ] } }");
        Tags(html).ShouldBe(Tags(plain));
    }

    private static string[] Tags(string html) =>
        [.. System.Text.RegularExpressions.Regex.Matches(html, "<[^>]*>", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Select(m => m.Value)];

    private static string Page(string yaml)
    {
        var (playbook, mistakes) = PlaybookReader.Read(yaml);
        mistakes.ShouldBeEmpty();
        return AgreementHtml.ToHtml(playbook.ShouldNotBeNull());
    }
}

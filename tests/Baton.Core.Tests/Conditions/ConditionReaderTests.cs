namespace Baton.Core.Tests.Conditions;

public class ConditionReaderTests
{
    [Theory]
    [InlineData("title: { contians: manager }", "line 1, column 10: unknown operator `contians`; did you mean `contains`?")]
    [InlineData("title:\n  - a\n  - { b: 1 }", "line 3, column 5: `in` takes a list of values, and a section is none")]
    [InlineData("title: { is: x }", "line 1, column 10: unknown operator `is`; did you mean `in`?")]
    [InlineData("title: { resembles: x }", "line 1, column 10: unknown operator `resembles`")]
    [InlineData("eq: 5", "line 1, column 1: `eq` is an operator; the property comes first: `title: { eq: … }`")]
    [InlineData("'': 5", "line 1, column 1: a property's name is missing here")]
    [InlineData("a: {}", "line 1, column 4: say how `a` is compared, such as `{ eq: … }`")]
    [InlineData("a: { eq: [1, 2] }", "line 1, column 10: `eq` takes one value, not a list; for a list write `in`")]
    [InlineData("a: { neq: [1, 2] }", "line 1, column 11: `neq` takes one value, not a list; for a list write `not_in`")]
    [InlineData("a: { gt: [1] }", "line 1, column 10: `gt` takes one value, not a list")]
    [InlineData("a: { matches: [x] }", "line 1, column 15: `matches` takes one value, not a list")]
    [InlineData("a: { in: [] }", "line 1, column 10: `in` takes at least one value")]
    [InlineData("a: []", "line 1, column 4: `in` takes at least one value")]
    [InlineData("a: { eq: }", "line 1, column 10: `eq` needs a value; for an unknown property write `not_has: true`")]
    [InlineData("a: ~", "line 1, column 4: `eq` needs a value; for an unknown property write `not_has: true`")]
    [InlineData("a: ' '", "line 1, column 4: `eq` needs a value; for an unknown property write `not_has: true`")]
    [InlineData("a: { between: 5 }", "line 1, column 15: `between` takes two values: `between: [50, 200]`")]
    [InlineData("a: { between: [1, 2, 3] }", "line 1, column 15: `between` takes two values: `between: [50, 200]`")]
    [InlineData("a: { between: [5, 1] }", "line 1, column 15: `between` takes the smaller value first: `between: [1, 5]`")]
    [InlineData("a: { between: [2026-01-01, 5] }", "line 1, column 15: `between` takes two numbers, two amounts in one currency or two dates")]
    [InlineData("a: { between: [1 EUR, 5 USD] }", "line 1, column 15: `between` takes two numbers, two amounts in one currency or two dates")]
    [InlineData("a: { gt: soon }", "line 1, column 10: `gt` needs a number, an amount such as `150000 EUR` or a date such as `2026-03-31`, and `soon` is none")]
    [InlineData("a: { lt: 2026-02-30 }", "line 1, column 10: `lt` needs a number, an amount such as `150000 EUR` or a date such as `2026-03-31`, and `2026-02-30` is none")]
    [InlineData("a: { gte: 150,000 EUR }", "line 1, column 15: `000 EUR` is no operator; inside braces an amount with a comma needs quotes: '150,000 EUR'")]
    [InlineData("a: { has: no }", "line 1, column 11: `has` takes `true`; for the opposite write `not_has: true`")]
    [InlineData("a: { not_has: false }", "line 1, column 15: `not_has` takes `true`; for the opposite write `has: true`")]
    [InlineData("a: { contains: '**' }", "line 1, column 16: `contains` takes words, with `*` at their start or end only; for more write `matches`")]
    [InlineData("a: { contains: 'a*b' }", "line 1, column 16: `contains` takes words, with `*` at their start or end only; for more write `matches`")]
    [InlineData("a: { matches: '(a' }", "line 1, column 15: the pattern is not a regular expression: Invalid pattern '(a' at offset 2. Not enough )'s")]
    [InlineData("all: x", "line 1, column 6: `all` takes a list of conditions, each on a line that starts with `- `")]
    [InlineData("any: []", "line 1, column 6: `any` takes a list of conditions, each on a line that starts with `- `")]
    [InlineData("not: x", "line 1, column 6: a condition is expected here, such as `title: { contains: manager }`, not `x`")]
    [InlineData("al: { x: { y: 1 } }", "line 1, column 1: `al` is followed by conditions; did you mean `all`?")]
    [InlineData("account.: x", "line 1, column 1: `account.` needs the name of an attribute behind its point, such as `account.industry`")]
    [InlineData("any: [ { x: 1 }, { Account. : { gt: 5 } } ]", "line 1, column 20: `Account.` needs the name of an attribute behind its point, such as `account.industry`")]
    [InlineData("anny: [ { x: 1 } ]", "line 1, column 1: `anny` is followed by conditions; did you mean `any`?")]
    [InlineData("- a", "line 1, column 1: a condition is expected here, such as `title: { contains: manager }`, not a list")]
    [InlineData("{}", "line 1, column 1: a condition is expected here, such as `title: { contains: manager }`, not a section")]
    public void A_mistake_says_where_it_is_what_is_wrong_and_what_to_do(string yaml, string mistake) => Asked.Mistakes(yaml).ShouldBe([mistake]);

    [Fact]
    public void Every_mistake_is_found_at_once() =>
        Asked.Mistakes("""
            all:
              - title: { contians: manager }
              - employees: { gt: many }
              - any:
                  - not: { revenue: { between: [2, 1] } }
                  - country: { in: [] }
            """).Select(m => m.Split(':')[0]).ShouldBe(["line 2, column 14", "line 3, column 22", "line 5, column 36", "line 6, column 24"]);

    [Fact]
    public void JSON_is_read_like_YAML() =>
        Asked.Of("Plant manager", """{"all": [{"it": {"contains": "manager"}}, {"not": {"it": "Buyer"}}]}""").ShouldBeTrue();

    [Fact]
    public void A_long_value_is_cut_in_its_message() =>
        Asked.Mistakes("a: { gt: " + new string('x', 100_000) + " }").ShouldHaveSingleItem().Length.ShouldBeLessThan(250);

    [Fact]
    public void Names_that_only_resemble_all_any_and_not_are_properties() =>
        Asked.Of([("note", Core.Conditions.Value.Of("x"))], "note: { eq: x }").ShouldBeTrue();
}

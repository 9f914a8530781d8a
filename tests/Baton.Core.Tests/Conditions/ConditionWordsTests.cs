using Baton.Core.Conditions;

namespace Baton.Core.Tests.Conditions;

public class ConditionWordsTests
{
    [Theory]
    [InlineData("title: [VP of Operations, Plant Manager]", "title is one of “VP of Operations”, “Plant Manager”")]
    [InlineData("title: Buyer", "title is “Buyer”")]
    [InlineData("title: { neq: Buyer }", "title is something other than “Buyer”")]
    [InlineData("employees: { lt: 20 }", "employees is below 20")]
    [InlineData("horizon_months: { lte: 12 }", "horizon months is at most 12")]
    [InlineData("employees: { gt: 2000 }", "employees is above 2,000")]
    [InlineData("budget: { gte: 150000 EUR }", "budget is at least 150,000 EUR")]
    [InlineData("employees: { between: [50, 200] }", "employees is from 50 to 200")]
    [InlineData("since: { lt: 2026-03-31 }", "since is before 2026-03-31")]
    [InlineData("since: { lte: 2026-03-31 }", "since is 2026-03-31 or earlier")]
    [InlineData("since: { gt: '2026-03-31T14:05Z' }", "since is after 2026-03-31 14:05 UTC")]
    [InlineData("since: { gte: 2026-03-31 }", "since is 2026-03-31 or later")]
    [InlineData("since: { between: [2026-01-01, 2026-03-31] }", "since is from 2026-01-01 to 2026-03-31")]
    [InlineData("country: { not_in: [France, Italy] }", "country is known and none of “France”, “Italy”")]
    [InlineData("country: { not_in: France }", "country is something other than “France”")]
    [InlineData("phone: { has: true }", "phone is known")]
    [InlineData("phone: { not_has: true }", "phone is unknown")]
    [InlineData("title: { contains: intern }", "title contains the word “intern”")]
    [InlineData("title: { contains: head of }", "title contains the words “head of”")]
    [InlineData("title: { contains: [intern, student] }", "title contains one of the words “intern”, “student”")]
    [InlineData("title: { not_contains: intern }", "title is known and does not contain the word “intern”")]
    [InlineData("path: { starts_with: /pricing }", "path starts with “/pricing”")]
    [InlineData("email: { ends_with: ['@gmail.com', '@gmx.de'] }", "email ends with one of “@gmail.com”, “@gmx.de”")]
    [InlineData(@"title: { matches: '\bhead\b' }", @"title matches the pattern “\bhead\b”")]
    [InlineData("opted_in: true", "opted in is yes")]
    [InlineData("account.industry: Pharma", "account’s industry is “Pharma”")]
    public void A_comparison_reads_as_a_phrase(string yaml, string words) => ConditionWords.Of(Asked.Read(yaml)).ShouldBe(words);

    [Theory]
    [InlineData("not: { title: Buyer }", "title is not “Buyer”")]
    [InlineData("not: { title: { neq: Buyer } }", "title is unknown or “Buyer”")]
    [InlineData("not: { title: [a, b] }", "title is not one of “a”, “b”")]
    [InlineData("not: { title: { not_in: [a, b] } }", "title is unknown or one of “a”, “b”")]
    [InlineData("not: { title: { contains: student } }", "title does not contain the word “student”")]
    [InlineData("not: { title: { not_contains: student } }", "title is unknown or contains the word “student”")]
    [InlineData("not: { path: { starts_with: /a } }", "path does not start with “/a”")]
    [InlineData("not: { path: { matches: a } }", "path does not match the pattern “a”")]
    [InlineData("not: { phone: { has: true } }", "phone is unknown")]
    [InlineData("not: { phone: { not_has: true } }", "phone is known")]
    [InlineData("not: { employees: { gte: 5 } }", "employees is not at least 5")]
    [InlineData("not: { not: { title: Buyer } }", "title is “Buyer”")]
    public void A_negation_is_said_of_the_comparison(string yaml, string words) => ConditionWords.Of(Asked.Read(yaml)).ShouldBe(words);

    [Theory]
    [InlineData("{ employees: { gte: 50 }, country: Austria }", "employees is at least 50 and country is “Austria”")]
    [InlineData("employees: { gte: 50, lt: 200 }", "employees is at least 50 and is below 200")]
    [InlineData("any: [ { email: { ends_with: '@a.b' } }, { email: { ends_with: '@c.d' } } ]", "email ends with “@a.b” or ends with “@c.d”")]
    [InlineData("{ country: Austria, any: [ { a: 1 }, { b: 2 } ] }", "country is “Austria” and (a is 1 or b is 2)")]
    [InlineData("any: [ { a: 1, b: 2 }, { c: 3 } ]", "(a is 1 and b is 2) or c is 3")]
    [InlineData("all: [ { all: [ { a: 1 }, { b: 2 } ] }, { c: 3 } ]", "a is 1 and b is 2 and c is 3")]
    [InlineData("not: { any: [ { a: 1 }, { b: 2 } ] }", "a is not 1 and b is not 2")]
    [InlineData("{ c: 3, not: { a: 1, b: 2 } }", "c is 3 and (a is not 1 or b is not 2)")]
    [InlineData("any: [ { c: 3 }, { not: { a: 1, b: 2 } } ]", "c is 3 or a is not 1 or b is not 2")]
    [InlineData("any: [ { a: 1, any: [ { b: 2 }, { c: 3, d: 4 } ] }, { e: 5 } ]", "(a is 1 and (b is 2 or (c is 3 and d is 4))) or e is 5")]
    [InlineData("{ a: { neq: 1 }, b: 2, any: [ { a: 5 }, { not: { a: { neq: 2 } } } ] }", "a is something other than 1 and b is 2 and (a is 5 or is unknown or 2)")]
    public void Nesting_reads_without_doubt(string yaml, string words) => ConditionWords.Of(Asked.Read(yaml)).ShouldBe(words);
}

using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

public class OccasionTests
{
    // Databases keep these keys: a change here makes every workspace count its events anew.
    [Theory]
    [InlineData("event: Quote Requested", 2821503157360204563UL)]
    [InlineData("event: page, where: { path: { starts_with: /pricing } }", 12763253620739486012UL)]
    [InlineData("event: [page, screen], where: { all: [{ minutes: { between: [3, 10] } }, { not: { any: [{ budget: 1500.50 EUR }, { on: 2026-03-31 }, { first: yes }] } }, { path: { matches: '^/a' } }] }", 9282931230119872177UL)]
    public void The_key_of_an_occasion_never_changes(string rule, ulong key) => Of(rule).Key.ShouldBe(key);

    [Theory]
    [InlineData("event: [page, Quote Requested], points: 3", "event: [quote requested, page], points: 5, max: 3, decay: { half_life: 3d }")]
    [InlineData("event: page, where: { Utm Source: x }", "event: Page, where: { utm_source: x }")]
    public void Points_caps_decay_and_spelling_make_no_other_occasion(string one, string other) => Of(one).ShouldBe(Of(other));

    [Theory]
    [InlineData("event: page", "event: screen")]
    [InlineData("event: page", "event: page, where: { path: x }")]
    [InlineData("event: page, where: { path: x }", "event: page, where: { path: { neq: x } }")]
    [InlineData("event: page, where: { path: { in: [ab, c] } }", "event: page, where: { path: { in: [a, bc] } }")]
    [InlineData("event: page, where: { path: '5' }", "event: page, where: { path: { matches: '5' } }")]
    [InlineData("event: page, where: { all: [{ a: x }, { b: y }] }", "event: page, where: { any: [{ a: x }, { b: y }] }")]
    [InlineData("event: page, where: { not: { a: x } }", "event: page, where: { a: x }")]
    [InlineData("event: page, where: { a: 5 }", "event: page, where: { a: 5 EUR }")]
    public void What_counts_other_events_is_another_occasion(string one, string other) => Of(one).ShouldNotBe(Of(other));

    private static Occasion Of(string rule)
    {
        var points = rule.Contains("points", StringComparison.Ordinal) ? "" : ", points: 1";
        var (playbook, mistakes) = PlaybookReader.Read($"name: One\nengagement: {{ rules: [{{ name: Rule, {rule}{points} }}] }}");
        mistakes.ShouldBeEmpty();
        return Occasion.Of(playbook!.Engagement.Rules[0]);
    }
}

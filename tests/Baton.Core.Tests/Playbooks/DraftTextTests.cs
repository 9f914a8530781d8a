using Baton.Core.Documents;
using Baton.Core.Playbooks;
using Baton.Core.Playbooks.Outline;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Core.Tests.Playbooks;

public class DraftTextTests
{
    private static readonly string Sample = File.ReadAllText(Repository.File("samples/playbooks/packaging-machines.yaml")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_field_of_a_playbook_takes_every_word_and_shows_it_again_and_no_other_field_changes()
    {
        var before = DraftText.Read(Sample).ShouldNotBeNull();
        var names = before.Fields.Values.Where(field => field.CanChange && !field.Name.Contains('?', StringComparison.Ordinal)).Select(field => field.Name).ToList();
        names.Count.ShouldBeGreaterThan(200);

        Prop.ForAll(Gen.Elements<string>(names).ToArbitrary(), Gen.Elements("7", "-2.5", "a: b # c", "it's", "\"", "{x}", "Ünïcode 😀", "null", "- x").ToArbitrary(), (name, value) =>
        {
            var after = DraftText.Read(Changed(before, name, value)).ShouldNotBeNull();

            after.Fields[name].Value.ShouldBe(value);
            after.Fields.Values.Where(field => field.Name != name).Select(field => (field.Name, field.Value)).ShouldBe(before.Fields.Values.Where(field => field.Name != name).Select(field => (field.Name, field.Value)));
            Comments(after.Text).ShouldBe(Comments(Sample));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("/fit/rules/0/points", "25", "      points: 25\n")]
    [InlineData("/engagement/rules/0/decay?decay.kind", "half_life", "      decay: { half_life: 30d }\n    - name: Asked for a demo")]
    [InlineData("/engagement/rules/0/decay?days", "60", "      decay: { percent: 25, every: 60d }\n    - name: Asked for a demo")]
    [InlineData("/engagement/rules/17/decay?decay.kind", "percent", "      max: 1\n      decay: { percent: 25, every: 30d }\n    - name: Bounced")]
    [InlineData("/engagement/rules/0/decay?decay.kind", "none", "      max: 1\n    - name: Asked for a demo")]
    [InlineData("/engagement/rules/0/event?list", "Quote Requested, Offer Requested", "event: [Quote Requested, Offer Requested]\n      points: 30")]
    [InlineData("/engagement/rules/0/max_per_day", "2", "      points: 30\n      max_per_day: 2\n      max: 1")]
    [InlineData("/engagement/rules/0/where?when.property", "kind", "      points: 30\n      where: { kind: '' }\n      max: 1")]
    [InlineData("/fit/rules/2/when?when.value", "director", "      when: { title: { contains: director } }\n")]
    [InlineData("/fit/rules/7/when?when.value", "50, 900", "      when: { employees: { between: [50, 900] } }\n")]
    [InlineData("/stages/sql/confirmed?list", "budget", "    confirmed: [budget]\n")]
    [InlineData("/handoffs/sql/response/within", "2 hours", "response: { within: 2 hours, remind_at: 50, escalate_at: 100 }")]
    [InlineData("/handoffs/sql/response/reassign_at", "150", "response: { within: 4 hours, remind_at: 50, escalate_at: 100, reassign_at: 150 }")]
    [InlineData("/rejections/no_budget/title", "No money", "  no_budget: { title: No money }\n  budget_too_small:\n")]
    [InlineData("/rejections/bought_elsewhere/wake?days", "365", "bought_elsewhere: { title: Has just bought elsewhere, becomes: recycled, wake: 365d }")]
    [InlineData("/recycling/lost?days", "", "recycling: { requalify: 20 }")]
    [InlineData("/range/min", "", "range: { max: 100 }")]
    public void What_is_changed_in_a_field_is_changed_where_it_stands(string name, string value, string expected) =>
        Changed(DraftText.Read(Sample)!, name, value).ShouldContain(expected);

    [Theory]
    [InlineData("name: x", "/fit/rules", "fit:\n  rules:\n    - name: New rule\n      points: 5\n      when: { title: { contains: manager } }")]
    [InlineData("name: x\nfit:\n  max: 5\n", "/fit/rules", "fit:\n  max: 5\n  rules:\n    - name: New rule\n      points: 5\n")]
    [InlineData("name: x\nengagement: { rules: [{ name: New rule, event: A, points: 1 }] }", "/engagement/rules", "points: 1 }, { name: New rule 2, event: Quote Requested, points: 5, max: 1 }] }")]
    [InlineData("name: x\nstages: { mql: { score: 1 } }", "/stages/sql", "stages: { mql: { score: 1 }, sql: { score: 75 } }")]
    [InlineData("name: x\nstages:\n  mql: { score: 1 }\n  sql: { score: 75 }\n", "/stages/sal", "  mql: { score: 1 }\n  sal: { accepted_by: sales }\n  sql:")]
    [InlineData("name: x\nstages: { mql: { score: 1 } }", "/grades", "name: x\ngrades:\n  fit: { A: 40, B: 25, C: 10 }\n  engagement: { 1: 40, 2: 20, 3: 5 }\nstages:")]
    public void What_is_added_stands_where_the_language_has_it(string text, string way, string expected) => DraftText.Read(text)!.WithAdded(way)!.Value.Text.ShouldContain(expected);

    [Fact]
    public void The_samples_stay_in_order_whatever_rule_goes()
    {
        var draft = DraftText.Read(Sample)!;
        foreach (var rule in draft.Outline.Fit.Rules.Concat(draft.Outline.Engagement.Rules))
        {
            var without = draft.Without(rule.Way).ShouldNotBeNull();

            PlaybookReader.Read(without).Mistakes.ShouldBeEmpty();
            without.ShouldNotContain($"name: {rule.Name.Value}\n");
            Comments(without).ShouldBe(Comments(Sample));
        }
    }

    [Fact]
    public void Conditions_that_are_more_than_fields_show_are_left_to_the_text()
    {
        var draft = DraftText.Read(Sample)!;

        draft.Outline.Fit.Rules[13].Condition.ShouldBeNull();
        draft.Outline.Fit.Rules[13].Words.ShouldContain("@gmail.com");
        draft.Changed([KeyValuePair.Create("/fit/rules/13/when?when.value", "x")], TestContext.Current.CancellationToken).Taken.ShouldBe(FieldsTaken.NotOnlyFields);
    }

    [Fact]
    public void Many_values_are_changed_at_once_as_they_are_one_by_one()
    {
        var draft = DraftText.Read(Sample)!;
        var fields = draft.Fields.Values.Where(field => field.CanChange && !field.Name.Contains('?', StringComparison.Ordinal)).Select((field, at) => KeyValuePair.Create(field.Name, $"it's {at}: #x")).ToList();

        var (changed, taken) = draft.Changed(fields, TestContext.Current.CancellationToken);

        taken.ShouldBe(FieldsTaken.All);
        changed.Fields.Values.Where(field => fields.Exists(one => one.Key == field.Name)).ShouldAllBe(field => fields.Single(one => one.Key == field.Name).Value == field.Value);
        Comments(changed.Text).ShouldBe(Comments(Sample));
        var (one, two) = (fields[0], fields[^1]);
        draft.Changed([one, two], TestContext.Current.CancellationToken).Draft.Text.ShouldBe(Changed(DraftText.Read(Changed(draft, one.Key, one.Value))!, two.Key, two.Value));
    }

    [Fact]
    public void What_cannot_be_changed_in_fields_keeps_nothing_else_from_being_changed()
    {
        var (changed, taken) = DraftText.Read(Sample)!.Changed([KeyValuePair.Create("/fit/rules/13/when?when.value", "x"), KeyValuePair.Create("/fit/rules/0/points", "77")], TestContext.Current.CancellationToken);

        taken.ShouldBe(FieldsTaken.NotOnlyFields);
        changed.Fields["/fit/rules/0/points"].Value.ShouldBe("77");
    }

    [Fact]
    public void Values_that_stand_there_are_exchanged_in_one_reading_however_many()
    {
        const int Groups = 10_000;
        var text = "name: x\nfit:\n  groups:\n" + string.Concat(Enumerable.Range(0, Groups).Select(group => $"    g{group}: {{ max: 1 }}\n"));
        var draft = DraftText.Read(text)!;
        var names = draft.Outline.Fit.Groups.Select(group => group.Max.Name).ToList();

        // What is exchanged is read back once for all; only what is not would be read back one by one, in the square of their number.
        var (exchanged, ways) = DocumentText.Read(text)!.Exchange(names.ToDictionary(name => name, _ => "2"));

        ways.ShouldBe(names, ignoreOrder: true);
        exchanged.Text.ShouldBe(text.Replace("max: 1", "max: 2", StringComparison.Ordinal));
        draft.Changed(names.Select(name => KeyValuePair.Create(name, "2")), TestContext.Current.CancellationToken).Draft.Text.ShouldBe(exchanged.Text);
    }

    /// <summary>The text after one field was changed.</summary>
    private static string Changed(DraftText draft, string name, string value)
    {
        var (changed, taken) = draft.Changed([KeyValuePair.Create(name, value)]);
        taken.ShouldBe(FieldsTaken.All, name);
        return changed.Text;
    }

    private static string[] Comments(string text) => [.. text.Split('\n').Where(line => line.TrimStart().StartsWith('#'))];
}

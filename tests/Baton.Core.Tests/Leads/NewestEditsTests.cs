using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using NodaTime;

namespace Baton.Core.Tests.Leads;

public class NewestEditsTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    [Fact]
    public void Of_too_many_attributes_the_same_ones_stay_in_whatever_order_and_however_grouped_they_come()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var edits = Enumerable.Range(0, 3_000).Select(i => Of(i, RandomName(random), random.Next(5))).ToList();
            var atOnce = Shown(NewestEdits.Of(edits));

            var shuffled = edits.ToArray();
            random.Shuffle(shuffled);
            var parts = shuffled.Chunk(random.Next(1, 900)).Select(part => NewestEdits.Of(part)).ToList();
            var byAndBy = parts.Aggregate((one, other) => NewestEdits.Of([.. one, .. other]));

            Shown(byAndBy).ShouldBe(atOnce);
            NewestEdits.AreFull(byAndBy).ShouldBeTrue();
        }
    }

    [Fact]
    public void What_is_known_and_what_people_name_stays_before_what_programs_make_up()
    {
        var made = Enumerable.Range(0, 5_000).Select(i => Of(i, string.Create(CultureInfo.InvariantCulture, $"a{i}"), 0));
        Edit[] named = [Of(9_000, "Number of Employees", 50), Of(9_001, "favourite_machine", 1)];

        var kept = NewestEdits.Of([.. made, .. named]).SelectMany(edit => edit.Attributes).Select(set => set.Key).ToList();

        kept.Count.ShouldBe(NewestEdits.MostAttributes);
        kept.ShouldContain("employees");
        kept.ShouldContain("favouritemachine");
        NewestEdits.AreFull([]).ShouldBeFalse();
    }

    [Fact]
    public void However_much_a_lead_is_said_to_have_it_is_bounded_and_one_with_few_attributes_keeps_long_ones()
    {
        var longest = new string('x', Edit.LongestValue);
        var many = NewestEdits.Of(Enumerable.Range(0, 2_000).Select(i => new Edit("e", Start, [KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"a{i}"), Value.Of(longest))])));
        var few = NewestEdits.Of([new Edit("e", Start, [KeyValuePair.Create("message", Value.Of(longest))])]);

        many.SelectMany(edit => edit.Attributes).Sum(set => set.Value.Text.Length).ShouldBe((30 * Edit.LongestValue) + (170 * 500) + (800 * 100));
        few.Single().Attributes["message"].Text.ShouldBe(longest);
    }

    [Fact]
    public void A_long_value_is_cut_and_never_in_the_middle_of_a_character()
    {
        var text = new string('x', Edit.LongestValue - 1);
        var edit = new Edit("e", Start, [KeyValuePair.Create("a", Value.Of(text + "😀😀")), KeyValuePair.Create("b", Value.Of(text + "yz")), KeyValuePair.Create("c", Value.Of(3m))]);

        (edit.Attributes["a"].Text, edit.Attributes["b"].Text, edit.Attributes["c"]).ShouldBe((text, text + "y", Value.Of(3m)));
    }

    private static string RandomName(Random random) => random.Next(4) switch
    {
        0 => "country",
        1 => new string((char)('a' + random.Next(26)), random.Next(1, 60)),
        _ => string.Create(CultureInfo.InvariantCulture, $"t{random.Next(2_500)}"),
    };

    private static Edit Of(int id, string name, int value) =>
        new(id.ToString(CultureInfo.InvariantCulture), Start + Duration.FromMinutes(id * 7 % 100), [KeyValuePair.Create(name, Value.Of(new string('x', 1 + (300 * value))))]);

    private static string Shown(IEnumerable<Edit> edits) =>
        string.Join('\n', edits.SelectMany(edit => edit.Attributes.Select(set => $"{set.Key} {set.Value.Text} {edit.Id}")).Order(StringComparer.Ordinal));
}

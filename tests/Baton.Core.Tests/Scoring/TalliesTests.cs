using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Tests.Scoring;

public class TalliesTests
{
    private static readonly Occasion Visit = new(0x0102030405060708);
    private static readonly Occasion Quote = new(7);
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 31, 12, 0);

    [Fact]
    public void Tallies_survive_being_written_and_read()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var tallies = RandomTallies(seed);

            Tallies.Read(tallies.ToBytes()).ToBytes().ShouldBe(tallies.ToBytes(), $"seed {seed}");
        }
    }

    [Fact]
    public void Tallies_of_two_leads_add_up_to_those_of_the_one_that_they_are()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (one, other, both) = (new Tallies(), new Tallies(), new Tallies());
            foreach (var (occasion, occurred) in RandomEvents(random))
            {
                (random.Next(2) == 0 ? one : other).Add(occasion, occurred);
                both.Add(occasion, occurred);
            }

            one.Add(other);

            one.ToBytes().ShouldBe(both.ToBytes(), $"seed {seed}");
        }
    }

    [Fact]
    public void What_is_taken_back_was_never_there()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (tallies, rest) = (new Tallies(), new Tallies());
            var events = RandomEvents(random);
            events.ForEach(one => tallies.Add(one.Occasion, one.Occurred));
            var all = events.ToList();
            events.RemoveAll(_ => random.Next(2) == 0);
            foreach (var taken in all.Where(one => !events.Contains(one)).ToList())
            {
                tallies.Remove(taken.Occasion, taken.Occurred, since => events.Where(one => one.Occasion == taken.Occasion && one.Occurred >= since).Select(one => (Instant?)one.Occurred).Max());
            }

            events.ForEach(one => rest.Add(one.Occasion, one.Occurred));
            tallies.ToBytes().ShouldBe(rest.ToBytes(), $"seed {seed}");
        }
    }

    [Fact]
    public void Taking_back_the_newest_leaves_the_end_of_the_day_where_nobody_knows_more()
    {
        var (tallies, rest) = (new Tallies(), new Tallies());
        tallies.Add(Visit, Noon - Duration.FromDays(1));
        tallies.Add(Visit, Noon);
        tallies.Remove(Visit, Noon, _ => null);
        tallies.Remove(Quote, Noon, _ => null);
        rest.Add(Visit, Instant.FromUtc(2026, 3, 30, 23, 59, 59) + Duration.FromMilliseconds(999));

        tallies.ToBytes().ShouldBe(rest.ToBytes());
    }

    [Fact]
    public void What_was_kept_by_an_older_Baton_is_read()
    {
        var tallies = new Tallies();
        tallies.Add(Visit, Noon);
        tallies.Add(Visit, Noon + Duration.FromMinutes(1));
        tallies.Add(Visit, Noon - Duration.FromDays(3));
        tallies.Add(Quote, Instant.FromUtc(1969, 12, 31, 23, 59));

        Convert.ToHexString(tallies.ToBytes()).ShouldBe("01020700000000000000BFA9070102010807060504030201C0F1A5BCA86702FDC002020601");
    }

    [Fact]
    public void Days_before_a_day_are_kept_and_later_ones_are_not()
    {
        var tallies = new Tallies();
        tallies.Add(Visit, Noon);
        tallies.Add(Visit, Noon - Duration.FromDays(1));
        var older = new Tallies();
        older.Add(Visit, Instant.FromUtc(2026, 3, 30, 23, 59, 59) + Duration.FromMilliseconds(999));

        tallies.Before(new LocalDate(2026, 3, 31)).ToBytes().ShouldBe(older.ToBytes());
    }

    [Theory]
    [InlineData("02")]
    [InlineData("01")]
    [InlineData("0101")]
    [InlineData("01010700000000000000")]
    [InlineData("0101FFFF")]
    public void Bytes_that_are_no_tallies_are_refused(string hex) =>
        Should.Throw<FormatException>(() => Tallies.Read(Convert.FromHexString(hex)));

    private static Tallies RandomTallies(int seed)
    {
        var tallies = new Tallies();
        foreach (var (occasion, occurred) in RandomEvents(new Random(seed)))
        {
            tallies.Add(occasion, occurred);
        }

        return tallies;
    }

    private static List<(Occasion Occasion, Instant Occurred)> RandomEvents(Random random) => [.. Enumerable.Range(0, random.Next(60))
        .Select(_ => (new Occasion((ulong)random.Next(6) * 0x1111111111111111), Noon - Duration.FromMinutes(random.Next(-5_000_000, 60_000_000))))];
}

using Baton.Server.Leads;
using NodaTime;

namespace Baton.Server.Tests.Accounts;

public class AccountWordTests
{
    private static readonly Guid First = Guid.Parse("0199f1a2-5b7c-7def-8123-456789abcdef");
    private static readonly Guid Second = Guid.Parse("0199f1a2-61d0-7aa1-9c44-0123456789ab");
    private static readonly Instant Time = Instant.FromUtc(2026, 3, 31, 12, 0);

    /// <summary>Somebody with two addresses works for one account, in whatever order the rows of the lead are read.</summary>
    [Fact]
    public void Of_two_different_words_one_holds_whichever_is_read_first()
    {
        AccountWord[] words =
        [
            new(First, null, Guid.Empty), new(Second, null, Guid.Empty), new(First, Time, First), new(Second, Time, First), new(First, Time, Second), new(Second, Time + Duration.FromDays(1), First),
        ];
        foreach (var one in words)
        {
            one.IsNewerThan(null).ShouldBeTrue();
            foreach (var other in words.Where(other => other != one))
            {
                one.IsNewerThan(other).ShouldNotBe(other.IsNewerThan(one), $"{one} {other}");
            }
        }

        words[0].IsNewerThan(words[1]).ShouldBeTrue("Of two domains the account that was known first holds.");
    }
}

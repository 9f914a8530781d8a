using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Tests.Leads;

/// <summary>What is kept of leads equals what their events give when all are read again, whatever came in, in whatever order.</summary>
public class ReplayTests
{
    public static TheoryData<Dialect, int> Worlds => [.. from dialect in Enum.GetValues<Dialect>() from seed in Enumerable.Range(0, 12) select (dialect, seed)];

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Every_stored_score_equals_a_replay_of_what_is_kept(Dialect dialect, int seed)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var random = new Random(seed);
        for (var batch = 0; batch < 12; batch++)
        {
            await world.SendAsync([.. Enumerable.Range(0, random.Next(1, 25)).Select(_ => RandomCall(random, world.Now))]);
            world.Now += Duration.FromHours(random.Next(1, 40));
            if (batch == 6)
            {
                await world.PublishAsync(TestWorkspace.Playbook.Replace("Email Link Clicked", "Email Opened", StringComparison.Ordinal));
            }
        }

        await world.WakeAsync();

        (await world.ReplayAsync()).ShouldAllBe(lead => lead.Stored == lead.Replayed);
    }

    private static object RandomCall(Random random, Instant now)
    {
        var call = new Dictionary<string, object?>
        {
            ["timestamp"] = (now - Duration.FromMinutes(random.Next(60 * 24 * 40))).ToUnixTimeMilliseconds(),
        };
        if (random.Next(3) > 0)
        {
            call["userId"] = $"u{random.Next(12)}";
        }

        if (!call.ContainsKey("userId") || random.Next(2) == 0)
        {
            call["anonymousId"] = $"a{random.Next(15)}";
        }

        switch (random.Next(8))
        {
            case 0:
                call["type"] = "identify";
                call["traits"] = new Dictionary<string, object?>
                {
                    ["email"] = $"p{random.Next(10)}@company{random.Next(3)}.example",
                    ["title"] = random.Next(2) == 0 ? "Plant Manager" : "Intern",
                    ["employees"] = random.Next(100),
                };
                break;
            case 1 when call.ContainsKey("userId"):
                call["type"] = "alias";
                call["previousId"] = random.Next(2) == 0 ? $"u{random.Next(12)}" : $"a{random.Next(15)}";
                break;
            case 2:
                call["type"] = "group";
                call["groupId"] = $"g{random.Next(3)}";
                call["traits"] = new { industry = random.Next(2) == 0 ? "Steel" : "Wood", website = $"company{random.Next(3)}.example" };
                break;
            case 3 or 4:
                call["type"] = "page";
                call["properties"] = new { path = random.Next(2) == 0 ? "/pricing" : "/" };
                break;
            default:
                call["type"] = "track";
                call["event"] = random.Next(3) switch { 0 => "Quote Requested", 1 => "Email Link Clicked", _ => "Email Opened" };
                if (random.Next(6) == 0)
                {
                    call["context"] = new { userAgent = "Googlebot/2.1" };
                }

                break;
        }

        return call;
    }
}

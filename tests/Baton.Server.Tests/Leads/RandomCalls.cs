using System.Globalization;
using NodaTime;

namespace Baton.Server.Tests.Leads;

/// <summary>What some people do on some devices at some companies, who turn out to be the same now and then; the same for the same seed.</summary>
/// <param name="seed">Another for each sender.</param>
/// <param name="people">How many, from 1.</param>
internal sealed class RandomCalls(int seed, int people)
{
    private readonly Random _random = new(seed);
    private int _count;

    /// <summary>The next call, as JSON is made of it, with a message id that no other seed has.</summary>
    public Dictionary<string, object?> Next(Instant now)
    {
        var call = new Dictionary<string, object?>
        {
            ["messageId"] = string.Create(CultureInfo.InvariantCulture, $"s{seed}-{++_count}"),
            ["timestamp"] = (now - Duration.FromMinutes(_random.Next(60 * 24 * 40))).ToUnixTimeMilliseconds(),
        };
        if (_random.Next(3) > 0)
        {
            call["userId"] = Of("u", people);
        }

        if (!call.ContainsKey("userId") || _random.Next(2) == 0)
        {
            call["anonymousId"] = Of("a", people * 3 / 2);
        }

        switch (_random.Next(12))
        {
            case 0:
                call["type"] = "identify";
                call["traits"] = new Dictionary<string, object?>
                {
                    ["email"] = $"{Of("p", people)}@company{_random.Next(5)}.example",
                    ["title"] = _random.Next(2) == 0 ? "Plant Manager" : "Intern",
                    ["employees"] = _random.Next(100),
                };
                break;
            case 1 when call.ContainsKey("userId"):
                call["type"] = "alias";
                call["previousId"] = _random.Next(2) == 0 ? Of("u", people) : Of("a", people * 3 / 2);
                break;
            case 2:
                call["type"] = "group";
                call["groupId"] = Of("g", 5);
                call["traits"] = new { industry = _random.Next(2) == 0 ? "Steel" : "Wood", website = $"company{_random.Next(5)}.example" };
                break;
            case 3 or 4 or 5:
                call["type"] = "page";
                call["properties"] = new { path = _random.Next(2) == 0 ? "/pricing" : "/" };
                break;
            default:
                call["type"] = "track";
                call["event"] = _random.Next(3) switch { 0 => "Quote Requested", 1 => "Email Link Clicked", _ => "Email Opened" };
                if (_random.Next(6) == 0)
                {
                    call["context"] = new { userAgent = "Googlebot/2.1" };
                }

                break;
        }

        return call;
    }

    private string Of(string kind, int many) => kind + _random.Next(many).ToString(CultureInfo.InvariantCulture);
}

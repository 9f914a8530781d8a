using System.Collections.Concurrent;
using System.Text;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Intake;

/// <summary>Tells machines from people by the user agent that they send. What machines do is kept and does not score.</summary>
public static class MachineTraffic
{
    // What crawlers, mail scanners, link checkers and scripts call themselves. Proxies that load an image because a person opened the mail
    // (Gmail's, Yahoo's) are no machines in this sense.
    private static readonly string[] Marks =
    [
        "bot/", "bot ", "bot;", "bot)", "-bot", "crawl", "spider", "slurp", "headless", "phantomjs", "puppeteer", "playwright", "selenium", "lighthouse",
        "python-", "python/", "curl/", "wget/", "java/", "go-http-client", "okhttp", "axios/", "node-fetch", "libwww", "httpclient",
        "barracuda", "mimecast", "proofpoint", "url-defense", "safelinks", "symantec", "scanner", "linkcheck", "link-check", "urlcheck",
        "facebookexternalhit", "whatsapp/", "preview", "pingdom", "uptime", "monitor", "statuscake", "archiver", "validator", "feedfetcher",
    ];

    private const int MostRemembered = 50_000;

    private static readonly ConcurrentDictionary<long, bool> Remembered = new(HashComparer.Instance);

    /// <summary>The same of UTF-8. The few user agents that most events come from are remembered.</summary>
    public static bool IsMachine(ReadOnlySpan<byte> userAgent)
    {
        var hash = Hash64.Of(userAgent);
        if (Remembered.TryGetValue(hash, out var isMachine))
        {
            return isMachine;
        }

        isMachine = IsMachine(Encoding.UTF8.GetString(userAgent));
        if (Remembered.Count < MostRemembered)
        {
            Remembered.TryAdd(hash, isMachine);
        }

        return isMachine;
    }

    /// <summary>True where the user agent names a machine. A missing one is no sign of a machine: servers and tools send none.</summary>
    public static bool IsMachine(ReadOnlySpan<char> userAgent)
    {
        if (userAgent.EndsWith("bot", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var mark in Marks)
        {
            if (userAgent.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Baton.Server.Commands;
using Baton.Server.Keys;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Bench.Handoffs;

/// <summary>
/// From an event to a mail: <c>baton serve</c> takes calls all the time, and some a second make a lead an SQL. How long it takes from sending such a call until the mail server
/// has taken the mail to whom the lead was handed over.
/// </summary>
internal sealed partial class EventToMail(HandoffsOptions options)
{
    private const int MailsPerSecond = 5;
    private const int LoadLeads = 10_000;
    private const int Connections = 64;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(18);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // Tail of the load, so that the last mails arrive under it.
    private static readonly TimeSpan After = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<int, long> _arrived = new();
    private int _mails;

    private static int WarmUpMails => (int)(WarmUp.TotalSeconds * MailsPerSecond);

    /// <returns>The times in milliseconds, ascending; how many mails did not come; and how the load fared.</returns>
    public async Task<(IReadOnlyList<double> Times, int Missing, LoadResult Load)> MeasureAsync(string kind)
    {
        await using var place = await BenchDatabase.CreateAsync(kind, options.Folder, options.Postgres);
        var leads = WarmUpMails + options.Mails;
        var key = await FillAsync(place.Location, leads);
        await using var mails = await MailReceiver.StartAsync(options.Clients, Take);
        await using var server = await ServerProcess.StartAsync(
            options.Program, place.Location, "--smtp-host", "127.0.0.1", "--smtp-port", mails.Port.ToString(CultureInfo.InvariantCulture), "--smtp-tls", "none", "--mail-from", "Baton <baton@bench.example>");

        // Every lead is handed over to inside sales already; those mails go out before.
        if (!await IsSoonAsync(() => Volatile.Read(ref _mails) >= leads))
        {
            throw new InvalidOperationException($"Only {_mails} of the {leads} mails that were to go out first have arrived.");
        }

        var load = new LoadClient(server.Port, Connections).RunAsync(Load(key), TimeSpan.FromSeconds((double)leads / MailsPerSecond) + After, options.Rate);
        var sent = await SendAsync(server.Port, key, leads);
        await IsSoonAsync(() => _arrived.Count >= leads);
        var counted = sent.Index().Skip(WarmUpMails).ToList();
        var times = counted.Where(one => _arrived.ContainsKey(one.Index)).Select(one => Stopwatch.GetElapsedTime(one.Item, _arrived[one.Index]).TotalMilliseconds).Order().ToList();
        return (times, counted.Count - times.Count, await load);
    }

    /// <summary>Calls of leads that score and are never handed over.</summary>
    private static IEnumerable<byte[]> Load(string key)
    {
        for (var number = 0L; ; number++)
        {
            yield return WireRequest.Post("/v1/track", key, Encoding.UTF8.GetBytes(SalesOffice.Track("reader", (int)(number * 7919 % LoadLeads), "Datasheet Downloaded", number)));
        }
    }

    private async Task<string> FillAsync(string location, int leads)
    {
        var (clock, cancel) = (SystemClock.Instance, CancellationToken.None);
        await using var database = Databases.Open(location);
        var office = await SalesOffice.OpenAsync(database, options, clock, cancel);
        await office.AdmitAsync(Enumerable.Range(0, LoadLeads).Select(number => SalesOffice.Identify("reader", number)), cancel);
        await office.HandOverAsync(leads, () => { }, cancel);
        var (key, _) = await new KeyStore(database, clock).AddAsync(office.Workspace, "bench", [Scopes.Write], by: null, CommandLineAct.Of("bench", "bench"), cancel);
        return key.Text;
    }

    /// <summary>Each lead asks for a demo, which makes it an SQL, at its own moment, whether or not others are answered.</summary>
    /// <returns>When each was sent.</returns>
    private static async Task<long[]> SendAsync(int port, string key, int leads)
    {
        using var http = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", port).Uri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        var sent = new long[leads];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, leads).Select(async lead =>
        {
            await Task.Delay(TimeSpan.FromSeconds((double)lead / MailsPerSecond) - Stopwatch.GetElapsedTime(start) is var early && early > TimeSpan.Zero ? early : TimeSpan.Zero);
            using var body = new StringContent(SalesOffice.Track("lead", lead, "Demo Requested", 1), Encoding.UTF8, "application/json");
            sent[lead] = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsync(new Uri("/v1/track", UriKind.Relative), body);
            answer.EnsureSuccessStatusCode();
        }));
        return sent;
    }

    private static async Task<bool> IsSoonAsync(Func<bool> isDone)
    {
        for (var start = Stopwatch.GetTimestamp(); !isDone();)
        {
            if (Stopwatch.GetElapsedTime(start) > Longest)
            {
                return false;
            }

            await Task.Delay(50);
        }

        return true;
    }

    private void Take(string subject, long at)
    {
        Interlocked.Increment(ref _mails);
        if (SqlForYou().Match(subject) is { Success: true } match)
        {
            _arrived.TryAdd(int.Parse(match.Groups["lead"].ValueSpan, CultureInfo.InvariantCulture), at);
        }
    }

    [GeneratedRegex(@"^SQL for you: Lead (?<lead>\d+)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SqlForYou();
}

using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Baton.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Api;

/// <summary>
/// How much each key may ask, how much of it at once, and how often an address may fail to say who it is. Each node counts for itself. What is idle is
/// forgotten.
/// </summary>
internal sealed class RateLimits(ServerOptions options) : IDisposable
{
    private const int SignInsAtOnce = 30;
    private const int LinksAtOnce = 10;
    private const int LinksOfPerson = 3;

    private readonly PartitionedRateLimiter<Guid> _api = PerKey(options.ApiPerSecond, options.ApiBurst);
    private readonly PartitionedRateLimiter<Guid> _intake = PerKey(options.IntakePerSecond, options.IntakePerSecond * 4);
    private readonly PartitionedRateLimiter<Guid> _reads = AtOnce(Math.Max(2, Environment.ProcessorCount), waiting: 50);
    private readonly PartitionedRateLimiter<Guid> _files = AtOnce(2, waiting: 10);
    private readonly PartitionedRateLimiter<IPAddress> _failures = PartitionedRateLimiter.Create<IPAddress, int>(
        address => RateLimitPartition.GetTokenBucketLimiter(Addresses.CounterOf(address), _ => Bucket(options.FailuresPerSecond, options.FailuresPerSecond * 20)));

    private readonly PartitionedRateLimiter<IPAddress> _signIns = PerAddress(SignInsAtOnce, TimeSpan.FromSeconds(2));
    private readonly PartitionedRateLimiter<IPAddress> _links = PerAddress(LinksAtOnce, TimeSpan.FromSeconds(20));
    private readonly PartitionedRateLimiter<Guid> _linksOf = PartitionedRateLimiter.Create<Guid, Guid>(
        person => RateLimitPartition.GetTokenBucketLimiter(person, _ => OneAfterAnother(LinksOfPerson, TimeSpan.FromMinutes(20))));

    /// <summary>Counts a try to sign in; false where the address has made too many.</summary>
    public bool MaySignIn(IPAddress? address) => Count(_signIns, address ?? IPAddress.None) is null;

    /// <summary>Counts a word that somebody has forgotten a password; false where the address has said so too often.</summary>
    public bool MayAskForLink(IPAddress? address) => Count(_links, address ?? IPAddress.None) is null;

    /// <summary>Counts a link to choose a password that somebody is sent because they are said to have forgotten theirs; false where they were sent enough of them.</summary>
    public bool MayBeSentLink(Guid person) => Count(_linksOf, person) is null;

    /// <summary>Counts a call to the API; how long to wait where it is one too many.</summary>
    public TimeSpan? CountCall(Guid keyId) => Count(_api, keyId);

    /// <summary>Counts a request that brings events; how long to wait where it is one too many.</summary>
    public TimeSpan? CountIntake(Guid keyId) => Count(_intake, keyId);

    /// <summary>Counts a call without a key that works; how long to wait where the address has made too many.</summary>
    public TimeSpan? CountFailure(IPAddress? address) => Count(_failures, address ?? IPAddress.None);

    /// <summary>Waits until a key may read once more: so many at a time, for a search works hard. To be disposed when it has been answered.</summary>
    public ValueTask<RateLimitLease> EnterReadAsync(Guid keyId, CancellationToken cancel) => _reads.AcquireAsync(keyId, 1, cancel);

    /// <summary>The same of sending a file, which takes longer.</summary>
    public ValueTask<RateLimitLease> EnterFileAsync(Guid keyId, CancellationToken cancel) => _files.AcquireAsync(keyId, 1, cancel);

    /// <summary>429, and when to come again.</summary>
    public static ProblemHttpResult Refuse(HttpContext http, TimeSpan wait, string detail)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem($"{detail} Come again in {seconds} s.", statusCode: StatusCodes.Status429TooManyRequests);
    }

    public void Dispose()
    {
        _api.Dispose();
        _intake.Dispose();
        _reads.Dispose();
        _files.Dispose();
        _failures.Dispose();
        _signIns.Dispose();
        _links.Dispose();
        _linksOf.Dispose();
    }

    private static TimeSpan? Count<T>(PartitionedRateLimiter<T> limiter, T who)
    {
        using var lease = limiter.AttemptAcquire(who);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    private static PartitionedRateLimiter<Guid> PerKey(int perSecond, int burst) => PartitionedRateLimiter.Create<Guid, Guid>(
        key => perSecond == 0 ? RateLimitPartition.GetNoLimiter(Guid.Empty) : RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(perSecond, burst)));

    private static PartitionedRateLimiter<IPAddress> PerAddress(int atOnce, TimeSpan then) => PartitionedRateLimiter.Create<IPAddress, int>(
        address => RateLimitPartition.GetTokenBucketLimiter(Addresses.CounterOf(address), _ => OneAfterAnother(atOnce, then)));

    private static PartitionedRateLimiter<Guid> AtOnce(int most, int waiting) => PartitionedRateLimiter.Create<Guid, Guid>(
        key => RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = waiting }));

    private static TokenBucketRateLimiterOptions OneAfterAnother(int atOnce, TimeSpan then) => new() { TokenLimit = atOnce, TokensPerPeriod = 1, ReplenishmentPeriod = then };

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = Math.Max(perSecond, burst),
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    };
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Baton.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Api;

/// <summary>
/// How much each key may ask, and how often an address may fail to say who it is. Each node counts for itself. What is idle is forgotten, and addresses
/// share a fixed number of counters, so that nobody can make them many.
/// </summary>
internal sealed class RateLimits(ServerOptions options) : IDisposable
{
    private const int Counters = 4_096;

    private readonly PartitionedRateLimiter<Guid> _api = PerKey(options.ApiPerSecond, options.ApiBurst);
    private readonly PartitionedRateLimiter<Guid> _intake = PerKey(options.IntakePerSecond, options.IntakePerSecond * 4);
    private readonly PartitionedRateLimiter<IPAddress> _failures = PartitionedRateLimiter.Create<IPAddress, int>(
        address => RateLimitPartition.GetTokenBucketLimiter(CounterOf(address), _ => Bucket(options.FailuresPerSecond, options.FailuresPerSecond * 20)));

    /// <summary>Counts a call to the API; how long to wait where it is one too many.</summary>
    public TimeSpan? CountCall(Guid keyId) => Count(_api, keyId);

    /// <summary>Counts a request that brings events; how long to wait where it is one too many.</summary>
    public TimeSpan? CountIntake(Guid keyId) => Count(_intake, keyId);

    /// <summary>Counts a call without a key that works; how long to wait where the address has made too many.</summary>
    public TimeSpan? CountFailure(IPAddress? address) => Count(_failures, address ?? IPAddress.None);

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
        _failures.Dispose();
    }

    private static TimeSpan? Count<T>(PartitionedRateLimiter<T> limiter, T who)
    {
        using var lease = limiter.AttemptAcquire(who);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    private static PartitionedRateLimiter<Guid> PerKey(int perSecond, int burst) => PartitionedRateLimiter.Create<Guid, Guid>(
        key => perSecond == 0 ? RateLimitPartition.GetNoLimiter(Guid.Empty) : RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(perSecond, burst)));

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = Math.Max(perSecond, burst),
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    };

    /// <summary>Of an IPv6 address the network counts, of which one subscriber has all addresses.</summary>
    private static int CounterOf(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = address.GetAddressBytes().AsSpan();
        var hash = default(HashCode);
        hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..8] : bytes);
        return (int)((uint)hash.ToHashCode() % Counters);
    }
}

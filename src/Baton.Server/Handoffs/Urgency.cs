using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>
/// The order of My work: what loses most by waiting comes first. That is whose clock ends first or has ended longest, and every point of score counts like a
/// minute: a lead of 80 points that has an hour left comes before one of 20 points that has half an hour.
/// </summary>
internal static class Urgency
{
    /// <summary>What a point of score is worth.</summary>
    public static readonly Duration OfPoint = Duration.FromMinutes(1);

    /// <summary>Where the playbook agrees on no time, a day after the lead was handed over is as if a clock ended.</summary>
    public static readonly Duration WithoutClock = Duration.FromDays(1);

    /// <summary>By what hand-offs are sorted, the earliest first. It does not change as time goes by.</summary>
    /// <param name="due">When the clock ends that ends first; null where none runs.</param>
    /// <param name="opened">When the lead was handed over.</param>
    /// <param name="total">The lead's points.</param>
    public static Instant Of(Instant? due, Instant opened, int total) => (due ?? opened + WithoutClock) - (OfPoint * total);

    /// <summary>By what leads are sorted that do again what counts most, the latest first: interest cools from the moment it shows.</summary>
    /// <param name="newest">When the lead did the last of it.</param>
    /// <param name="total">The lead's points.</param>
    public static Instant OfHot(Instant newest, int total) => newest + (OfPoint * total);
}

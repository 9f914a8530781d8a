using NodaTime;

namespace Baton.Server.Costs;

/// <summary>What was spent in some days.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Team">Whose money: one of <see cref="Teams"/>.</param>
/// <param name="Campaign">What for, as events call it; null for no campaign.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, which belongs to it.</param>
/// <param name="Amount">In hundredths of the currency; never negative.</param>
/// <param name="Currency">Three capital letters of ISO 4217.</param>
/// <param name="Note">What else there is to say; null for nothing.</param>
/// <param name="Said">When somebody said so last.</param>
/// <param name="By">Who.</param>
/// <param name="Revision">Counts changes, from 1.</param>
internal sealed record Cost(
    Guid Id, string Team, string? Campaign, LocalDate From, LocalDate To, long Amount, string Currency, string? Note, Instant Said, string By, int Revision)
{
    /// <summary>Who spends money on leads.</summary>
    public static IReadOnlyList<string> Teams { get; } = ["marketing", "sales"];
}

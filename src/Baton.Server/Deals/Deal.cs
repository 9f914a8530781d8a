using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Server.Deals;

/// <summary>A row of the table <c>deal</c>: an opportunity.</summary>
internal sealed record Deal
{
    public required Guid Id { get; init; }

    /// <summary>The id that the system has for it that sales works with; <c>baton:</c> and its own id of one that was made here.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The row of the lead that it is about; null where only the account is known.</summary>
    public Guid? LeadId { get; init; }

    public Guid? AccountId { get; init; }

    public string? Name { get; init; }

    /// <summary>In hundredths of the currency.</summary>
    public long? Amount { get; init; }

    /// <summary>In the currency's units, as the API has it: 180000 or 180000.5.</summary>
    public decimal? AmountInUnits => Amount / 100m;

    /// <summary>Three capital letters of ISO 4217; null where nothing says it.</summary>
    public string? Currency { get; init; }

    /// <summary>Never <see cref="DealState.None"/>.</summary>
    public required DealState State { get; init; }

    /// <summary>How far it has come, in the words of who works on it; null where nobody says.</summary>
    public string? Stage { get; init; }

    /// <summary>Who works on it; null where nobody says.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Why it was lost.</summary>
    public string? Reason { get; init; }

    /// <summary>Who won it where it was lost to somebody; null where nobody says.</summary>
    public string? Competitor { get; init; }

    /// <summary>When it was opened.</summary>
    public Instant? Created { get; init; }

    /// <summary>When it was won or lost.</summary>
    public Instant? Closed { get; init; }

    /// <summary>As of when all this is known; what is older changes nothing.</summary>
    public required Instant Said { get; init; }

    /// <summary>The external id of a deal that no other system has yet.</summary>
    public static string MadeHere(Guid id) => $"baton:{id}";
}

/// <summary>What a deal's state is called.</summary>
internal static class DealStates
{
    /// <summary>The state as the API and activities have it.</summary>
    public static string Name(this DealState state) => state switch
    {
        DealState.None => "none",
        DealState.Lost => "lost",
        DealState.Open => "open",
        DealState.Won => "won",
    };
}

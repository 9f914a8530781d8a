using System.Globalization;
using Baton.Core.Lifecycle;
using Baton.Server.Handoffs;

namespace Baton.Server.Deals;

/// <summary>How what becomes of deals is told: as an activity, and to webhooks and channels.</summary>
internal static class DealNews
{
    public const string Opened = "deal.opened";
    public const string Changed = "deal.changed";
    public const string Won = "deal.won";
    public const string Lost = "deal.lost";

    /// <summary>The message that tells of a change. One that is opened again has changed.</summary>
    /// <param name="said">As it is now.</param>
    /// <param name="known">As it was; null of a new one.</param>
    public static string TypeOf(Deal said, Deal? known) => said.State switch
    {
        DealState.Won when known?.State != DealState.Won => Won,
        DealState.Lost when known?.State != DealState.Lost => Lost,
        DealState.Open when known is null => Opened,
        _ => Changed,
    };

    /// <summary>What there is to be known of a change: an object of which JSON is made.</summary>
    /// <param name="said">As it is now.</param>
    /// <param name="known">As it was; null of a new one.</param>
    /// <param name="person">Who somebody is.</param>
    public static object DataOf(Deal said, Deal? known, Func<Guid?, PersonName?> person) => new
    {
        Deal = said.Id,
        said.ExternalId,
        said.Name,
        From = known?.State.Name(),
        To = said.State.Name(),
        Amount = said.AmountInUnits,
        said.Currency,
        said.Stage,
        Owner = person(said.OwnerId),
        said.Reason,
        said.Competitor,
        Changes = known is null ? null : ChangesOf(said, known, person),
    };

    /// <summary>It in a few words: <c>the deal “Filler” is won, 150,000.50 EUR</c>.</summary>
    public static string Words(Deal said, Deal? known)
    {
        var name = said.Name is { } called ? $"the deal “{called}”" : "a deal";
        var amount = said.AmountInUnits is { } units ? string.Create(CultureInfo.InvariantCulture, $", {units:#,0.##} {said.Currency}").TrimEnd() : "";
        return TypeOf(said, known) switch
        {
            Won => $"{name} is won{amount}",
            Lost => $"{name} is lost{amount}: {said.Reason ?? "no reason was given"}{(said.Competitor is { } competitor ? $", to {competitor}" : "")}",
            Opened => $"{name} is open{amount}",
            _ when known?.State is DealState.Won or DealState.Lost && said.State == DealState.Open => $"{name} is open again{amount}",
            _ => $"{name} has changed{amount}{(said.Stage is { } stage ? $", {stage}" : "")}",
        };
    }

    private static IEnumerable<DealChange> ChangesOf(Deal said, Deal known, Func<Guid?, PersonName?> person)
    {
        (string Field, object? From, object? To)[] fields =
        [
            ("name", known.Name, said.Name),
            ("amount", known.AmountInUnits, said.AmountInUnits),
            ("currency", known.Currency, said.Currency),
            ("state", known.State.Name(), said.State.Name()),
            ("stage", known.Stage, said.Stage),
            ("owner", person(known.OwnerId), person(said.OwnerId)),
            ("reason", known.Reason, said.Reason),
            ("competitor", known.Competitor, said.Competitor),
        ];
        return fields.Where(field => !Equals(field.From, field.To)).Select(field => new DealChange(field.Field, field.From, field.To));
    }
}

/// <summary>What has changed of a deal.</summary>
/// <param name="Field">Which of its fields.</param>
/// <param name="From">What it was; null for nothing.</param>
/// <param name="To">What it is.</param>
internal sealed record DealChange(string Field, object? From, object? To);

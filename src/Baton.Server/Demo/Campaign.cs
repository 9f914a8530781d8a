namespace Baton.Server.Demo;

/// <summary>Where a lead came from.</summary>
/// <param name="Name">Empty where no campaign was behind it.</param>
/// <param name="Quality">What it does to the interest of its leads; 1 is ordinary.</param>
internal sealed record Campaign(string Source, string Medium, string Name, int Weight, double Quality, Fair Fair = Fair.None)
{
    public static readonly Campaign[] All =
    [
        new("Organic Search", "organic", "", 220, 1.0),
        new("Direct Traffic", "none", "", 80, 0.9),
        new("Paid Search", "cpc", "Blister machines search", 80, 1.15),
        new("Paid Search", "cpc", "Cartoning search", 60, 1.05),
        new("Paid Search", "cpc", "Packaging generic search", 70, 0.7),
        new("Paid Social", "social", "Efficiency video", 70, 0.55),
        new("Paid Social", "social", "Sustainable packaging carousel", 55, 0.6),
        new("Webinar", "webinar", "Serialisation webinar", 45, 0.9),
        new("Webinar", "webinar", "Ten minute changeover webinar", 45, 1.0),
        new("Content Download", "content", "OEE white paper", 75, 0.8),
        new("Content Download", "content", "Line planning guide", 55, 1.0),
        new("Referral", "referral", "", 45, 1.4),
        new("Partner", "partner", "Integrator programme", 30, 1.3),
        new("Purchased List", "list", "Food producers list", 70, 0.3),
        new("Trade Fair", "fair", "Spring packaging fair", 900, 1.2, Fair.Spring),
        new("Trade Fair", "fair", "Autumn pharma fair", 900, 1.3, Fair.Autumn),
    ];

    private static readonly Odds[] s_odds = [.. Enum.GetValues<Fair>().Select(
        running => new Odds(All.Select(campaign => campaign.Fair == Fair.None || campaign.Fair == running ? campaign.Weight : 0)))];

    /// <summary>Draws the origin of a lead created while a fair is running, or none.</summary>
    public static byte Draw(Fair running, ref Dice dice) => (byte)s_odds[(int)running].Pick(ref dice);
}

/// <summary>The two fairs of the year at which we have a stand.</summary>
internal enum Fair
{
    None,
    Spring,
    Autumn,
}

using Baton.Server.Delivery;

namespace Baton.Server.Handoffs;

/// <summary>Something to be told that no decision about a lead makes happen, such as what somebody says of a deal.</summary>
/// <param name="Type">As targets ask for it: <c>deal.won</c>.</param>
/// <param name="By">Who did it.</param>
/// <param name="Words">It in a few words, for people.</param>
/// <param name="Data">What its activity says: an object of which JSON is made.</param>
internal sealed record News(string Type, string By, string Words, object Data)
{
    /// <summary>It as a message to a channel.</summary>
    /// <param name="about">Whom it is about; null for nobody who is known.</param>
    public SlackBlocks Blocks(LeadWords? about)
    {
        var words = $"{(about is null ? "" : about.Called + ": ")}{Words} ({By})";
        return new SlackBlocks(words).Section(SlackBlocks.Plain(words));
    }
}

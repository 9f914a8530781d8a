using Baton.Core.Lifecycle;
using Baton.Server.Leads;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Delivery;

/// <summary>What is said of messages and of where they go, in the language of the page.</summary>
internal static class DeliveryPageWords
{
    private const int Most = 1_000;

    /// <summary>A number that is counted up to a thousand.</summary>
    public static string Count(int count) => NumberWords.Of(count) + (count >= Most ? "+" : "");

    /// <summary>What events of a type tell.</summary>
    public static string Tells(string type, string tells, IStringLocalizer<Words> words) =>
        Enum.GetValues<Stage>().Where(stage => EventTypes.OfStage(stage) == type).Select(stage => words["The lead now stands at {0}.", StageNames.Of(stage, words)].Value).FirstOrDefault() ?? words[tells];

    /// <summary>What has become of a message.</summary>
    public static string State(string state, IStringLocalizer<Words> words) => state switch
    {
        "pending" => words["waiting"],
        "sent" => words["delivered"],
        "dead" => words["given up"],
        _ => state,
    };

    /// <summary>The colour beside the word.</summary>
    public static string Colour(string state) => state switch
    {
        "sent" => "bg-green",
        "dead" => "bg-red",
        _ => "bg-yellow",
    };

    /// <summary>What was done just now; null for nothing.</summary>
    public static string? Done(string? done) => done switch
    {
        "saved" => Words.Of("Saved."),
        "paused" => Words.Of("Paused. It is told nothing until you resume it; what it had not taken is given up, and can be sent again later."),
        "resumed" => Words.Of("It is told everything again from now on. What happened meanwhile is not sent by itself: send again what it should have."),
        "resent" => Words.Of("It is being sent again. Load this page in a moment to see what came of it."),
        "deleted" => Words.Of("It is deleted."),
        _ => null,
    };
}

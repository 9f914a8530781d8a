using System.Text.Json.Nodes;
using Baton.Core.Documents;

namespace Baton.Server.Delivery;

/// <summary>
/// A message to Slack, block by block, within Slack's limits: what is too long is cut, and what is one block too many is left out. Texts are Slack's
/// <c>mrkdwn</c>; what somebody typed goes through <see cref="Plain"/>.
/// <code>
/// new SlackBlocks("Jo Miller is sales-ready").Header("Jo Miller, Acme").Fields([("Score", "62"), ("Grade", "B1")]).Buttons([("Open", url)]).To(channel)
/// </code>
/// </summary>
/// <param name="text">What notifications, and readers without blocks, show. Never empty.</param>
internal sealed class SlackBlocks(string text)
{
    public const int MostBlocks = 50;
    public const int LongestHeader = 150;
    public const int LongestSection = 3_000;
    public const int MostFields = 10;
    public const int LongestField = 2_000;
    public const int MostButtons = 25;
    public const int LongestButton = 75;
    public const int LongestUrl = 3_000;
    public const int MostChoices = 100;
    public const int LongestChoice = 75;

    private const int LongestTitle = 100;
    private const int LongestWarning = 300;
    private const int LongestWord = 30;

    private readonly List<JsonNode> _blocks = [];

    /// <summary>Text in which nothing is a link or a mention. Asterisks and underlines may still make words bold or slanted.</summary>
    public static string Plain(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>A large line, as it is.</summary>
    public SlackBlocks Header(string words) =>
        words.Length == 0 ? this : Add(new JsonObject { ["type"] = "header", ["text"] = PlainText(words, LongestHeader) });

    /// <summary>A paragraph.</summary>
    public SlackBlocks Section(string mrkdwn) => mrkdwn.Length == 0 ? this : Add(new JsonObject { ["type"] = "section", ["text"] = Mrkdwn(mrkdwn, LongestSection) });

    /// <summary>Names and values, as they are, in two columns, ten at most in a block.</summary>
    public SlackBlocks Fields(IEnumerable<(string Name, string Value)> fields)
    {
        foreach (var some in fields.Chunk(MostFields))
        {
            Add(new JsonObject
            {
                ["type"] = "section",
                ["fields"] = new JsonArray([.. some.Select(field => Mrkdwn($"*{Plain(field.Name)}*\n{Plain(OneLine.Of(field.Value))}", LongestField))]),
            });
        }

        return this;
    }

    /// <summary>Small words below.</summary>
    public SlackBlocks Context(string mrkdwn) =>
        mrkdwn.Length == 0 ? this : Add(new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Mrkdwn(mrkdwn, LongestSection)) });

    /// <summary>Buttons that are links; the first is the one to press.</summary>
    public SlackBlocks Buttons(IEnumerable<(string Words, string Url)> buttons) => Actions(buttons.Where(button => button.Url.Length <= LongestUrl).Select(button =>
    {
        var element = Button(button.Words);
        element["url"] = button.Url;
        return element;
    }));

    /// <summary>Buttons and lists of choices, of which Slack tells Baton when they are pressed.</summary>
    public SlackBlocks Controls(IEnumerable<SlackControl> controls) => Actions(controls.Select(control =>
    {
        var choices = control.Choices.Where(choice => choice.Value.Length <= LongestChoice).Take(MostChoices)
            .Select(choice => (JsonNode)new JsonObject { ["text"] = PlainText(choice.Words, LongestChoice), ["value"] = choice.Value }).ToArray();
        var element = choices.Length == 0
            ? Button(control.Words)
            : new JsonObject { ["type"] = "static_select", ["placeholder"] = PlainText(control.Words, LongestButton), ["options"] = new JsonArray(choices) };
        element["action_id"] = control.Id;
        if (control.Warning is { } warning)
        {
            element["confirm"] = new JsonObject
            {
                ["title"] = PlainText($"{control.Words}?", LongestTitle),
                ["text"] = PlainText(warning, LongestWarning),
                ["confirm"] = PlainText(control.Words, LongestWord),
                ["deny"] = PlainText("Cancel", LongestWord),
            };
        }

        return element;
    }));

    /// <summary>The message for a channel.</summary>
    /// <param name="channel">The target's id.</param>
    public SlackContent To(Guid channel)
    {
        var said = text.Trim().Length == 0 ? "Baton" : text;
        return new SlackContent(channel, Plain(said).Shortened(LongestSection), _blocks.Count == 0 ? null : new JsonArray([.. _blocks.Select(block => block.DeepClone())]).ToJsonString());
    }

    private static JsonObject Mrkdwn(string words, int longest) => new() { ["type"] = "mrkdwn", ["text"] = words.Shortened(longest), ["verbatim"] = true };

    private static JsonObject PlainText(string words, int longest) => new() { ["type"] = "plain_text", ["text"] = words.Shortened(longest) };

    private static JsonObject Button(string words) => new() { ["type"] = "button", ["text"] = PlainText(words, LongestButton) };

    private SlackBlocks Actions(IEnumerable<JsonObject> all)
    {
        var elements = all.Take(MostButtons).ToArray<JsonNode>();
        if (elements is [JsonObject first, ..] && (string?)first["type"] == "button")
        {
            first["style"] = "primary";
        }

        return elements.Length == 0 ? this : Add(new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray(elements) });
    }

    private SlackBlocks Add(JsonNode block)
    {
        if (_blocks.Count < MostBlocks)
        {
            _blocks.Add(block);
        }

        return this;
    }
}

/// <summary>A button, or a list to choose from, of which Slack tells Baton when it is pressed.</summary>
/// <param name="Words">What it says.</param>
/// <param name="Id">What Slack sends back, of at most 255 characters; another one for each of a message.</param>
/// <param name="Choices">What there is to choose from; empty for a button.</param>
/// <param name="Warning">What Slack asks before; null where it does not.</param>
internal sealed record SlackControl(string Words, string Id, IEnumerable<(string Value, string Words)> Choices, string? Warning);

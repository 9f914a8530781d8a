using System.Text.Json.Nodes;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Delivery;
using Baton.Server.Leads;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Handoffs;

/// <summary>How messages say whom they are about, whatever they tell.</summary>
internal sealed class LeadWords
{
    private static readonly IStringLocalizer<Words> T = MailWords.Words;

    private readonly Facts _facts;

    public LeadWords(LeadRecord record) => _facts = new Facts([], record.Edits, record.AccountEdits);

    /// <summary>The person's name; null where nobody knows it.</summary>
    public string? Name => OneLine.OrNull(_facts.Name());

    /// <summary>What to call the lead in one line: <c>Jo Miller, Acme</c>.</summary>
    public string Called => CalledOr("a lead");

    /// <summary>The same with what to call who has neither a name nor an address.</summary>
    public string CalledOr(string nobody)
    {
        var name = Name ?? Text("email") ?? nobody;
        return Text("company") is { } company ? $"{name}, {company}" : name;
    }

    /// <summary>How the lead is reached, so far as that is known, in the language of an e-mail.</summary>
    public IEnumerable<(string Name, string Value)> Contact =>
        ((string Name, string? Value)[])[(T["Telephone"], OneLine.OrNull(_facts.Phone())), (T["E-mail"], Text("email"))] is var known
            ? known.Where(one => one.Value is not null).Select(one => (one.Name, one.Value!))
            : [];

    /// <summary>The lead as it stands in the data of every message about one.</summary>
    public JsonObject ToJson(Guid lead, Score score) => new()
    {
        ["id"] = lead.ToString(),
        ["name"] = Name,
        ["email"] = Text("email"),
        ["company"] = Text("company"),
        ["stage"] = score.Stage.Title(),
        ["score"] = new JsonObject { ["total"] = score.Total, ["fit"] = score.Fit, ["engagement"] = score.Engagement, ["grade"] = score.Grade?.ToString() },
    };

    private string? Text(string attribute) => OneLine.OrNull(_facts.Text(attribute));
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Core.Handoffs;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Api;

namespace Baton.Server.Tests.Handoffs;

/// <summary>A server with two people in a team to whom MQLs are handed over.</summary>
internal sealed class SmallDesk : IAsyncDisposable
{
    public const string Playbook = """
        name: Small desk
        engagement: { rules: [{ name: Quote, event: Quote Requested, points: 30 }] }
        qualification: { framework: BANT }
        stages: { mql: { score: 30 }, sal: { accepted_by: the desk }, sql: { confirmed: [budget] } }
        handoffs:
          mql:
            routes: [{ name: Everybody, team: Desk }]
            fallback: Nobody
            response: { within: 60 minutes, remind_at: 50, escalate_at: 100, reassign_at: 150 }
            decision: { within: 8 hours }
          sql:
            routes: [{ name: Everybody, team: Desk }]
            fallback: Nobody
        """;

    private const string Teams = """
        people:
          - { email: ann@acme.example, name: Ann, role: sdr }
          - { email: bo@acme.example, name: Bo, role: sdr }
          - { email: kim@acme.example, name: Kim, role: manager }
        teams:
          - { name: Desk, zone: UTC, hours: Mon-Sun 00:00-24:00, manager: kim@acme.example, members: [{ person: ann@acme.example }, { person: bo@acme.example }] }
        """;

    private readonly HttpClient _browser;

    private SmallDesk(TestApi api) => (Api, _browser) = (api, new HttpClient { BaseAddress = new Uri(api.Address) });

    public TestApi Api { get; }

    public static async Task<SmallDesk> OpenAsync(Dialect dialect, params string[] args)
    {
        var api = await TestApi.StartAsync(dialect, ["--PublicUrl=https://baton.acme.example", .. args]);
        await api.World.PublishAsync(Playbook);
        var (file, _) = TeamFile.Read(Teams, Roles.All);
        await new TeamStore(api.World.Db, api.World).SetAsync(api.World.Id, file!, default);
        return new SmallDesk(api);
    }

    /// <summary>Makes a lead that is handed over.</summary>
    /// <returns>The lead, and the links of the e-mail that says so, by what they do, without the host.</returns>
    public async Task<(Guid Lead, IReadOnlyDictionary<string, string> Links)> HandOverAsync(string email, string? name = null)
    {
        await Api.World.SendAsync(
            new { type = "identify", userId = email, traits = name is null ? (object)new { email } : new { email, name } }, new { type = "track", userId = email, @event = "Quote Requested" });
        var lead = (await Api.World.UserAsync(email))!.Id;
        return (lead, LinksIn((await MailsAsync("handoff.opened", lead))[^1].Text));
    }

    /// <summary>The e-mails that tell something of a lead, in the order in which they were made.</summary>
    public async Task<IReadOnlyList<(string To, string Subject, string Text)>> MailsAsync(string type, Guid lead) =>
    [
        .. (await Api.World.QueryAsync<(string Type, Guid Lead, string To, string Content)>("SELECT type, lead_id, address, content FROM message WHERE workspace_id = @Id AND target_kind = 0 ORDER BY place"))
            .Where(mail => mail.Type == type && mail.Lead == lead)
            .Select(mail => (mail.To, JsonNode.Parse(mail.Content)!))
            .Select(mail => (mail.To, (string)mail.Item2["subject"]!, (string)mail.Item2["text"]!)),
    ];

    /// <summary>The links of an e-mail, by what they do, without the host.</summary>
    public static IReadOnlyDictionary<string, string> LinksIn(string text) => Regex
        .Matches(text, @"^(?<words>[A-Z][a-z ]+):\r?\nhttps://baton\.acme\.example(?<path>/act/\S+)", RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.ExplicitCapture)
        .ToDictionary(match => match.Groups["words"].Value, match => match.Groups["path"].Value);

    public async Task<JsonNode> WorkAsync(Guid lead) => (await Api.GetAsync($"/api/leads/{lead}/work")).Ok();

    public async Task<string> StageAsync(Guid lead) => (string)(await WorkAsync(lead))["stage"]!;

    /// <summary>From here on the browser asks for pages in this language.</summary>
    public void Speak(string language) => _browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

    /// <summary>Opens a page as whoever has the link.</summary>
    public async Task<Seen> OpenAsync(string path)
    {
        using var answer = await _browser.GetAsync(path);
        return new Seen(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    /// <summary>Presses the button of a page.</summary>
    public async Task<Seen> PressAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await _browser.PostAsync(path, form);
        return new Seen(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await Api.DisposeAsync();
    }

    internal sealed record Seen(HttpStatusCode Status, string Text, HttpResponseHeaders Headers);
}

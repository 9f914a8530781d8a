using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Server.Delivery;
using Baton.Server.Handoffs;
using Baton.Server.Storage;
using Baton.Server.Tests.Delivery;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Handoffs;

/// <summary>Buttons that are pressed within Slack.</summary>
public class SlackActionTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    [Fact]
    public void A_signature_is_as_Slack_makes_it()
    {
        var body = Encoding.UTF8.GetBytes(
            "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect"
            + "&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c");
        const string signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        var then = Instant.FromUnixTimeSeconds(1531420618);

        SlackSignature.Holds([new string('x', 32), Secret], "1531420618", signature, body, then + Duration.FromMinutes(5)).ShouldBeTrue();
        SlackSignature.Holds([Secret], "1531420618", signature, body, then + Duration.FromSeconds(301)).ShouldBeFalse("It was recorded.");
        SlackSignature.Holds([Secret], "1531420618", signature, body, then - Duration.FromSeconds(301)).ShouldBeFalse();
        SlackSignature.Holds([Secret], "1531420619", signature, body, then).ShouldBeFalse();
        SlackSignature.Holds([Secret], "1531420618", signature, body.AsSpan(1), then).ShouldBeFalse();
        SlackSignature.Holds([], "1531420618", signature, body, then).ShouldBeFalse();
        SlackSignature.Holds([Secret], "1531420618", null, body, then).ShouldBeFalse();
        SlackSignature.Holds([Secret], null, signature, body, then).ShouldBeFalse();
        SlackSignature.Holds([Secret], "-9223372036854775808", signature, body, then).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://hooks.slack.com/actions/1", true)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("not an address\r\n", false)]
    [InlineData("/relative", false)]
    [InlineData(null, false)]
    public void An_answer_goes_to_an_address_of_the_web_or_nowhere(string? url, bool isOne) =>
        SlackPress.Read(JsonSerializer.Serialize(new { type = "block_actions", actions = new[] { new { action_id = "token" } }, response_url = url }))!.ReplyTo.ShouldBe(isOne ? url : null);

    [Theory]
    [EachDatabase]
    public async Task What_is_pressed_in_Slack_is_done_once_and_said_in_the_channel(Dialect dialect)
    {
        await using var slack = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var desk = await SmallDesk.OpenAsync(dialect, "--DeliverTo=127.0.0.1");
        await AddChannelAsync(desk, Secret);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var controls = await ControlsAsync(desk);
        controls.Keys.ShouldBe(["Accept", "Log a call", "Reject"], ignoreOrder: true);
        controls["Accept"]["url"].ShouldBeNull();
        controls["Reject"]["options"]!.AsArray().Select(option => (string)option!["value"]!).ShouldContain("timeline_too_far");
        controls["Reject"]["confirm"].ShouldNotBeNull();

        (await PressAsync(desk, controls["Log a call"], "left_message", slack)).ShouldBe(HttpStatusCode.OK);
        (await desk.WorkAsync(lead))["handoff"]!["contacted"].ShouldNotBeNull();
        (await PressAsync(desk, controls["Accept"], null, slack)).ShouldBe(HttpStatusCode.OK);
        (await desk.StageAsync(lead)).ShouldBe("SAL");
        (await PressAsync(desk, controls["Accept"], null, slack)).ShouldBe(HttpStatusCode.OK);
        (await PressAsync(desk, controls["Reject"], "not_now", slack)).ShouldBe(HttpStatusCode.OK);
        (await desk.StageAsync(lead)).ShouldBe("Recycled");

        var said = (await slack.SeenAsync()).Select(one => JsonNode.Parse((string)one["body"]!)!).Select(one => ((string)one["response_type"]!, (string)one["text"]!)).ToList();
        said[0].ShouldBe(("in_channel", "ann.lee has logged a call with jo@acme.example."));
        said[1].Item1.ShouldBe("in_channel");
        said[1].Item2.ShouldStartWith("ann.lee has accepted jo@acme.example for ");
        said[2].ShouldBe(("ephemeral", "This was done before. Each link does its work once. Look the lead up in Baton to see what has become of it."));
        said[3].ShouldBe(("in_channel", "ann.lee has given jo@acme.example back."));
        var timeline = (await desk.Api.GetAsync($"/api/leads/{lead}/timeline?kind=handoff.accepted")).Ok();
        ((string)timeline["items"]![0]!["actor"]!).ShouldBe("ann.lee (Slack)");
    }

    [Theory]
    [EachDatabase]
    public async Task What_Slack_has_not_signed_does_nothing(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var channel = await AddChannelAsync(desk, Secret);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var accept = (await ControlsAsync(desk))["Accept"];

        (await PressAsync(desk, accept, null, to: null, secret: "another secret of Slack")).ShouldBe(HttpStatusCode.Unauthorized);
        (await PressAsync(desk, accept, null, to: null, late: Duration.FromMinutes(6))).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(desk, "payload=%7B%7D")).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(desk, "")).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(desk, "payload=" + Uri.EscapeDataString("""{"type":"block_actions","actions":[{"action_id":"\ud800"}]}"""))).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(desk, "payload=" + Uri.EscapeDataString("""{"type":"block_actions","actions":[{"action_id":"x"}]}"""))).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(desk, new string('x', 300_000))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        (await desk.Api.PatchAsync($"/api/slack/{channel}", new { signingSecret = "" })).Ok();
        (await PressAsync(desk, accept, null, to: null)).ShouldBe(HttpStatusCode.Unauthorized, "Nobody can sign for an app that is not named any more.");
        (await desk.StageAsync(lead)).ShouldBe("MQL");
    }

    [Fact]
    public async Task Without_a_secret_buttons_are_links_and_a_channel_can_be_changed()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        var channel = await AddChannelAsync(desk, secret: null);
        await desk.HandOverAsync("jo@acme.example");
        ((string)(await ControlsAsync(desk))["Accept"]["url"]!).ShouldStartWith("https://baton.acme.example/act/");

        var changed = (await desk.Api.PatchAsync($"/api/slack/{channel}", new { name = "#field", types = new[] { "lead.*" }, signingSecret = Secret })).Ok();
        ((string)changed["name"]!, (bool)changed["pressedThere"]!, (string)changed["types"]![0]!).ShouldBe(("#field", true, "lead.*"));
        changed.ToJsonString().ShouldNotContain(Secret);
        (await desk.Api.PatchAsync($"/api/slack/{channel}", new { signingSecret = "short" })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await desk.Api.PatchAsync($"/api/webhooks/{channel}", new { name = "x" })).Status.ShouldBe(HttpStatusCode.NotFound);
        (await desk.Api.PostAsync($"/api/webhooks/{channel}/rotate")).Status.ShouldBe(HttpStatusCode.NotFound, "It is Slack's secret.");
    }

    private static async Task<string> AddChannelAsync(SmallDesk desk, string? secret) => (string)(await desk.Api.PostAsync(
        "/api/slack", new { name = "#sales", url = "https://hooks.slack.com/services/T/B/X", types = new[] { "handoff.opened" }, signingSecret = secret })).Ok()["id"]!;

    /// <summary>What can be pressed in the last message, by its words.</summary>
    private static async Task<IReadOnlyDictionary<string, JsonNode>> ControlsAsync(SmallDesk desk)
    {
        var message = JsonNode.Parse((await desk.Api.World.QueryAsync<string>("SELECT content FROM message WHERE workspace_id = @Id AND target_kind = 1 ORDER BY message_id DESC LIMIT 1"))[0])!;
        return message["blocks"]!.AsArray().Single(block => (string)block!["type"]! == "actions")!["elements"]!.AsArray()
            .ToDictionary(element => (string)(element!["text"] ?? element["placeholder"])!["text"]!, element => element!);
    }

    private static Task<HttpStatusCode> PressAsync(SmallDesk desk, JsonNode control, string? choice, Receiver? to, string secret = Secret, Duration late = default) => SendAsync(
        desk,
        "payload=" + Uri.EscapeDataString(JsonSerializer.Serialize(new
        {
            type = "block_actions",
            user = new { id = "U1", username = "ann.lee", name = "ann.lee" },
            response_url = to is null ? null : to.Url + "/actions/T/1/x",
            actions = new[] { new { type = (string)control["type"]!, action_id = (string)control["action_id"]!, selected_option = choice is null ? null : new { value = choice } } },
        })),
        secret,
        late);

    private static async Task<HttpStatusCode> SendAsync(SmallDesk desk, string body, string secret = Secret, Duration late = default)
    {
        var seconds = (desk.Api.World.Now - late).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, desk.Api.Address + "/slack/actions")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("X-Slack-Request-Timestamp", seconds);
        request.Headers.Add("X-Slack-Signature", "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{seconds}:{body}"))));
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}

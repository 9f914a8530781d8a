using System.Diagnostics;
using System.Net;
using Baton.Server.Delivery;
using Baton.Server.Hosting;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Commands;
using Baton.Server.Tests.Hosting;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Delivery;

/// <summary>Webhooks, channels and messages over HTTP and on the command line, of a server that sends.</summary>
public class DeliveryApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_webhook_is_added_tried_changed_rotated_disabled_and_deleted(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var api = await TestApi.StartAsync(dialect, "--DeliverTo=127.0.0.0/8");
        var added = (await api.PostAsync("/api/webhooks", new { name = " CRM ", url = receiver.Url, types = new[] { "lead.*" } })).Ok();
        var path = $"/api/webhooks/{added["id"]}";
        ((string?)added["name"], (bool)added["enabled"]!).ShouldBe(("CRM", true));
        ((string?)added["secret"]).ShouldNotBeNull().ShouldStartWith("whsec_");
        Convert.FromBase64String(((string)added["secret"]!)[6..]).Length.ShouldBe(32);

        var shown = await api.GetAsync(path);
        shown.Text.ShouldNotContain((string)added["secret"]!);
        (await api.GetAsync("/api/webhooks")).Ok()["items"]!.AsArray().ShouldHaveSingleItem()!["secret"].ShouldBeNull();

        await receiver.TellAsync(new { status = 418, answer = "I am a teapot", secrets = new[] { (string)added["secret"]! } });
        var tried = (await api.PostAsync(path + "/test")).Ok();
        ((bool)tried["delivered"]!, (int)tried["status"]!, (string?)tried["body"], (string?)tried["problem"]).ShouldBe((false, 418, "I am a teapot", "It answered 418."));
        await receiver.TellAsync(new { status = 200, answer = "thanks" });
        tried = (await api.PostAsync(path + "/test")).Ok();
        ((bool)tried["delivered"]!, (string?)tried["body"], (string?)tried["problem"]).ShouldBe((true, "thanks", null));
        (await receiver.SeenAsync()).ShouldAllBe(seen => seen["verified"]!.ToJsonString() == "[true]" && ((string)seen["body"]!).StartsWith("{\"type\":\"webhook.test\""));

        var rotated = (await api.PostAsync(path + "/rotate")).Ok();
        ((string?)rotated["secret"]).ShouldNotBe((string?)added["secret"]);
        (await api.PatchAsync(path, new { name = "ERP", enabled = false })).Ok()["disabledBecause"]!.ToString().ShouldBe("It was disabled by hand.");
        (await api.PostAsync(path + "/replay", new { since = "2026-01-01T00:00:00Z" })).Problem(409).ShouldBe("The webhook is disabled. Enable it, then replay.");
        var changed = (await api.PatchAsync(path, new { enabled = true, types = new[] { "*" } })).Ok();
        ((string?)changed["name"], (bool)changed["enabled"]!, changed["types"]!.ToJsonString()).ShouldBe(("ERP", true, "[\"*\"]"));
        (await api.PostAsync(path + "/replay", new { since = "2026-01-01T00:00:00Z" })).Ok()["messages"]!.GetValue<int>().ShouldBe(0, "Trials are not replayed.");

        (await api.SendAsync(HttpMethod.Delete, path, null)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await api.GetAsync(path)).Problem(404).ShouldStartWith("There is no webhook ");
        (await api.GetAsync("/api/slack")).Ok()["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"name":"","url":"https://a.example","types":["*"]}""", "`name` is a text of 1 to 100 characters on one line.")]
    [InlineData("""{"name":"a","url":"a.example","types":["*"]}""", "`url` is an address such as")]
    [InlineData("""{"name":"a","url":"http://127.0.0.1/","types":["*"]}""", "`url`: This leads to an address that is not of the public internet.")]
    [InlineData("""{"name":"a","url":"https://a.example","types":[]}""", "`types` is a list of 1 to 50 types")]
    [InlineData("""{"name":"a","url":"https://a.example","types":["Lead SQL"]}""", "`types`: There are no events `Lead SQL`; did you mean `lead.sql`? The types are ")]
    [InlineData("""{"name":"a","url":"https://a.example","types":[null]}""", "`types` is a list of 1 to 50 types")]
    [InlineData("""{"name":null,"url":null,"types":null}""", "`name` is")]
    public async Task What_is_wrong_with_a_target_is_told(string body, string problem)
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        foreach (var path in (string[])["/api/webhooks", "/api/slack"])
        {
            (await api.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).Problem(400).ShouldStartWith(problem);
        }
    }

    [Fact]
    public async Task A_channel_is_added_tried_and_deleted_and_its_address_is_never_shown()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var api = await TestApi.StartAsync(Dialect.Sqlite, "--DeliverTo=127.0.0.0/8");
        await receiver.TellAsync(new { status = 200, answer = "ok" });
        var added = await api.PostAsync("/api/slack", new { name = "#sales", url = receiver.Url + "/services/T/B/SECRET", types = new[] { "handoff.*" } });
        var path = $"/api/slack/{added.Ok()["id"]}";

        (await api.PostAsync(path + "/test")).Ok()["delivered"]!.GetValue<bool>().ShouldBeTrue();

        (added.Text + (await api.GetAsync("/api/slack")).Text + (await api.GetAsync("/api/messages")).Text).ShouldNotContain("SECRET");
        (await api.SendAsync(HttpMethod.Delete, path, null)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await api.PostAsync(path + "/test")).Problem(404);
    }

    [Theory, EachDatabase]
    public async Task Messages_are_listed_by_what_has_become_of_them_and_sent_again(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var api = await TestApi.StartAsync(dialect, "--DeliverTo=127.0.0.0/8");
        await receiver.TellAsync(new { status = 410 });
        var webhook = Guid.Parse((string)(await api.PostAsync("/api/webhooks", new { name = "CRM", url = receiver.Url, types = new[] { "*" } })).Ok()["id"]!);
        var lead = Guid.CreateVersion7();
        var messages = Enumerable.Range(0, 5).Select(i => Message.New(
            api.World.Now, i == 0 ? "task.done" : "lead.sql", i < 3 ? lead : Guid.CreateVersion7(), new WebhookContent(webhook, "{\"n\":1}"))).ToList();
        var mail = Message.New(api.World.Now, "handoff.opened", lead, new EmailContent("ann@acme.example", "Hello", "Hello", "<p>Hello</p>"));
        await AddAsync(api, [.. messages, mail]);
        await UntilAsync(async () => (await CountAsync("state=dead")) == 5);

        (await CountAsync("")).ShouldBe(6);
        (await CountAsync("state=pending")).ShouldBe(1);
        (await CountAsync($"lead={lead}")).ShouldBe(4);
        (await CountAsync($"lead={lead}&type=lead.sql&state=dead&target={webhook}")).ShouldBe(2);
        (await api.AllAsync("/api/messages", 2)).Select(item => (string)item["id"]!).ShouldBe((await api.AllAsync("/api/messages", 50)).Select(item => (string)item["id"]!));
        (await api.GetAsync("/api/messages?state=lost")).Problem(400).ShouldBe("`state` is `pending`, `sent` or `dead`.");
        var shown = (await api.GetAsync($"/api/messages/{mail.Id}")).Ok();
        ((string?)shown["content"]!["subject"], (string?)shown["message"]!["problem"], (string?)shown["message"]!["to"]).ShouldBe(("Hello", MailServer.NotSetUp, "ann@acme.example"));
        (await api.GetAsync($"/api/messages/{Guid.Empty}")).Problem(404);
        ((int)(await api.GetAsync("/api/messages", ("Authorization", "Bearer " + await api.KeyAsync(Scopes.Read)))).Status).ShouldBe(403);

        await receiver.TellAsync(new { status = 200 });
        (await api.PatchAsync($"/api/webhooks/{webhook}", new { enabled = true })).Ok();
        (await api.PostAsync($"/api/messages/{messages[0].Id}/resend")).Ok()["message"]!["id"]!.ToString().ShouldBe(messages[0].Id.ToString());
        await UntilAsync(async () => (await CountAsync("state=sent")) == 1);
        (await api.PostAsync("/api/messages/resend", new { target = webhook })).Ok()["messages"]!.GetValue<int>().ShouldBe(4);
        await UntilAsync(async () => (await CountAsync("state=sent")) == 5);
        (await receiver.TakenAsync()).Select(seen => (string)seen["id"]!).ShouldBe(messages.Select(message => message.Id.ToString()), ignoreOrder: true);

        async Task<int> CountAsync(string query) => (await api.GetAsync("/api/messages?limit=200" + (query.Length > 0 ? "&" + query : ""))).Ok()["items"]!.AsArray().Count;
    }

    [Theory, EachDatabase]
    public async Task Mails_go_after_the_commit_and_the_log_has_nobodys_address(Dialect dialect)
    {
        await using var mails = await Receiver.StartAsync("mail-receiver.mjs");
        await using var server = await RunningServer.StartAsync(dialect, MailTests.OptionsOf(mails) with { Logs = "json", LogLevel = "debug" });
        for (var i = 0; i < 30; i++)
        {
            // Neither at once with another nor in step with whoever looks.
            await Task.Delay(37, Cancel);
            await server.Db.WriteAsync(
                transaction =>
                {
                    Outbox.Add(transaction, server.Workspace, [Message.New(SystemClock.Instance.GetCurrentInstant(), "handoff.opened", Guid.CreateVersion7(), new EmailContent("dana.reeve@northforge.example", "Hello", "Hello", "<p>Hello</p>"))]);
                    return 0;
                },
                Cancel);
            await UntilAsync(async () => (await mails.TakenAsync()).Count == i + 1, 1);
        }

        var log = await server.LogAsync();
        log.ShouldNotContain("dana");
        log.ShouldNotContain("northforge");
    }

    [Fact]
    public async Task No_log_has_an_address_of_a_target_in_it()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await receiver.TellAsync(new { status = 410 });
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite, new ServerOptions { Logs = "json", LogLevel = "debug", DeliverTo = "127.0.0.0/8" });
        var targets = new TargetStore(server.Db, SystemClock.Instance);
        foreach (var url in (string[])[receiver.Url + "/SECRET", "http://127.0.0.1:9/SECRET", "http://SECRET.invalid/", "http://10.0.0.1/SECRET"])
        {
            var channel = (await targets.AddAsync(server.Workspace, TargetKind.Slack, "x", url, ["*"], secret: null, Cancel))!;
            await server.Db.WriteAsync(
                transaction =>
                {
                    Outbox.Add(transaction, server.Workspace, [Message.New(SystemClock.Instance.GetCurrentInstant(), "x", null, new SlackContent(channel.Id, "SECRET", null))]);
                    return 0;
                },
                Cancel);
        }

        var messages = new MessageTable(server.Db, SystemClock.Instance);
        await UntilAsync(async () => (await messages.ListAsync(server.Workspace, new MessageQuery(null, null, null, null, 50, null), Cancel)).All(message => message.Problem is not null));

        (await messages.ListAsync(server.Workspace, new MessageQuery(null, null, null, null, 50, null), Cancel)).ShouldAllBe(message => !message.Problem!.Contains("SECRET", StringComparison.OrdinalIgnoreCase));
        (await server.LogAsync()).ShouldNotContain("SECRET", Case.Insensitive);
    }

    [Fact]
    public async Task Dead_messages_are_listed_and_sent_again_from_the_command_line()
    {
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, new ServerOptions { SmtpHost = "127.0.0.1", SmtpPort = 9, MailFrom = "baton@baton.example" });
        var messages = Enumerable.Range(0, 2).Select(_ => Message.New(world.World.Now, "handoff.opened", null, new EmailContent("nobody", "Hello", "Hello", "Hello"))).ToArray();
        await world.AddAsync(messages);
        await world.Node.WorkAsync(world.World.Id);
        var data = world.World.Database.Location;

        var list = BatonProcess.Run("messages", "list", "--data", data);
        list.ExitCode.ShouldBe(0, list.Error);
        list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        list.Output.ShouldContain("email    handoff.opened  1 attempt  What it is addressed to is no e-mail address.");
        list.Output.ShouldNotContain("nobody");
        BatonProcess.Run("messages", "resend", "--data", data, messages[0].Id.ToString()).Output.ShouldBe("1 to be sent again by a server that runs.\n");
        BatonProcess.Run("messages", "list", "--data", data, "--state", "pending").Output.ShouldContain(messages[0].Id.ToString());
        BatonProcess.Run("messages", "resend", "--data", data, "--all").Output.ShouldBe("1 to be sent again by a server that runs.\n");
        BatonProcess.Run("messages", "resend", "--data", data, Guid.Empty.ToString()).ShouldBeRefused("There is no such message, or what it went to was deleted or is disabled. `baton messages list` shows the ids.");
        BatonProcess.Run("messages", "resend", "--data", data).ExitCode.ShouldBe(2);
    }

    [Fact]
    public void A_mail_server_without_a_sender_and_settings_that_are_none_are_told()
    {
        SettingsReader.Read(["--smtp-host=mail.example"], new System.Collections.Hashtable(), "/").Mistakes.ShouldBe(["A mail server is named and no sender: say with mailFrom whom e-mails are from."]);
        SettingsReader.Read(["--smtp-host=mail.example:25", "--mail-from=Baton", "--deliver-to=10.0.0.0/8; a b", "--smtp-tls=ssl", "--smtp-port=0"], new System.Collections.Hashtable(), "/").Mistakes.ShouldBe(
        [
            "--smtp-host takes the name or the address of a server, without a port, not \"mail.example:25\".",
            "--mail-from takes one e-mail address, such as Baton <baton@acme.example>, not \"Baton\".",
            "--deliver-to takes networks such as 10.0.0.0/8, addresses and names of hosts, separated by semicolons; \"a b\" is none.",
            "--smtp-tls takes starttls or none, not \"ssl\".",
            "--smtp-port takes a whole number from 1 to 65,535, not \"0\".",
        ]);
    }

    private static Task AddAsync(TestApi api, params Message[] messages) => api.World.Db.WriteAsync(
        transaction =>
        {
            Outbox.Add(transaction, api.World.Id, messages);
            return 0;
        },
        Cancel);

    private static async Task UntilAsync(Func<Task<bool>> holds, int milliseconds = 20)
    {
        for (var began = Stopwatch.GetTimestamp(); !await holds();)
        {
            Stopwatch.GetElapsedTime(began).TotalSeconds.ShouldBeLessThan(30);
            await Task.Delay(milliseconds, Cancel);
        }
    }
}

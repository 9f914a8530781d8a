using Baton.Server.Delivery;
using Baton.Server.Handoffs;
using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Delivery;

/// <summary>E-mails as a mail server gets them, read as a mail program would.</summary>
public class MailTests
{
    [Theory, EachDatabase]
    public async Task A_mail_arrives_as_text_and_html_with_an_id_that_stays(Dialect dialect)
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect, OptionsOf(server));
        var content = new MailPage("Ein Lead für Sie: Jörg <Müller> 🚀").Say("Zeile 1\n.Zeile 2 & mehr\n.").Facts([("Firma", "Acme & Söhne"), ("Punkte", "62")])
            .List(["„Angebot“ angefragt", "<script>alert(1)</script>"]).Button("Annehmen", "https://baton.example/a?b=1&c=2").Small("Warum?").To("Ann Lee <ann@acme.example>");
        var message = Message.New(world.World.Now, "handoff.opened", Guid.CreateVersion7(), content with
        {
            ReplyTo = "jo@acme.example",
            Headers = new Dictionary<string, string> { ["List-Unsubscribe"] = "<https://baton.example/u/1>", ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click" },
        });

        await world.AddAsync(message);
        await world.Node.WorkAsync(world.World.Id);

        var mail = (await server.TakenAsync()).ShouldHaveSingleItem();
        ((string?)mail["subject"], (string?)mail["id"], (string?)mail["sender"]).ShouldBe(("Ein Lead für Sie: Jörg <Müller> 🚀", $"<{message.Id}@baton.example>", "noreply@baton.example"));
        ((string?)mail["from"], (string?)mail["to"], (string?)mail["replyTo"]).ShouldBe(("\"Baton\" <noreply@baton.example>", "\"Ann Lee\" <ann@acme.example>", "jo@acme.example"));
        mail["recipients"]!.ToJsonString().ShouldBe("""["ann@acme.example"]""");
        ((string)mail["text"]!).ReplaceLineEndings("\n").Trim().ShouldBe(content.Text.Trim());
        var html = (string)mail["html"]!;
        html.ReplaceLineEndings("\n").Trim().ShouldBe(content.Html.Trim());
        html.ShouldContain("&lt;script&gt;");
        html.ShouldNotContain("<script");
        html.ShouldContain("href=\"https://baton.example/a?b=1&amp;c=2\"");
        html.ShouldContain("Acme &amp; Söhne");
        var headers = mail["headers"]!.AsArray().Select(line => (string)line!).ToList();
        headers.ShouldContain("List-Unsubscribe: <https://baton.example/u/1>");
        headers.ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        headers.ShouldContain(header => header.StartsWith("Content-Type: multipart/alternative", StringComparison.OrdinalIgnoreCase));
        ((MessageState)(await world.MessageAsync(message.Id)).State).ShouldBe(MessageState.Sent);
    }

    [Theory]
    [InlineData("Hello\r\nBcc: eve@evil.example", "ann@acme.example")]
    [InlineData("Hello\nBcc: eve@evil.example\n\nBody", "ann@acme.example")]
    [InlineData("Hello\u2028Bcc: eve@evil.example\u0085Cc: eve@evil.example\0", "ann@acme.example")]
    public async Task No_subject_and_no_header_brings_another_header_along(string subject, string to)
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, OptionsOf(server));
        await world.AddAsync(Message.New(world.World.Now, "x", null, new EmailContent(to, subject, "Text", "<p>Text</p>")
        {
            ReplyTo = "ann@acme.example\r\nBcc: eve@evil.example",
            Headers = new Dictionary<string, string>
            {
                ["X-Note"] = "a\r\nBcc: eve@evil.example",
                ["X-Two\r\nBcc"] = "eve@evil.example",
                ["Bcc"] = "eve@evil.example",
                ["Cc"] = "eve@evil.example",
                ["Content-Type"] = "text/evil",
            },
        }));

        await world.Node.WorkAsync(world.World.Id);

        var mail = (await server.TakenAsync()).ShouldHaveSingleItem();
        mail["recipients"]!.ToJsonString().ShouldBe("""["ann@acme.example"]""");
        (mail["cc"], mail["replyTo"]).ShouldBe((null, null));
        mail["headers"]!.AsArray().Select(line => ((string)line!).ToLowerInvariant()).ShouldNotContain(line => line.StartsWith("bcc", StringComparison.Ordinal) || line.StartsWith("cc", StringComparison.Ordinal) || line.Contains("text/evil"));
        ((string)mail["subject"]!).ShouldStartWith("Hello");
        ((string)mail["text"]!).Trim().ShouldBe("Text");
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("")]
    [InlineData("ann@acme.example\r\nRCPT TO:<eve@evil.example>")]
    [InlineData("ann@acme.example, eve@evil.example")]
    [InlineData("ann@acme.example;eve@evil.example")]
    [InlineData("\"ann\"eve\"@acme.example")]
    [InlineData("ann@acme.example>\nDATA")]
    public async Task What_is_no_single_address_is_dead_at_once(string to)
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, OptionsOf(server));
        var message = Message.New(world.World.Now, "x", null, new EmailContent(to, "Hello", "Text", "<p>Text</p>"));
        await world.AddAsync(message);
        await world.Node.WorkAsync(world.World.Id);

        (await server.SeenAsync()).ShouldBeEmpty();
        var kept = await world.MessageAsync(message.Id);
        ((MessageState)kept.State, kept.Problem).ShouldBe((MessageState.Dead, "What it is addressed to is no e-mail address."));
    }

    [Theory]
    [InlineData("rcpt", 550, true, "The mail server refused it: 550.")]
    [InlineData("data", 554, true, "The mail server refused it: 554.")]
    [InlineData("rcpt", 450, false, "The mail server answered 450.")]
    [InlineData("data", 451, false, "The mail server answered 451.")]
    public async Task What_the_server_refuses_for_good_is_dead_and_the_rest_is_tried_again(string at, int code, bool isDead, string problem)
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, OptionsOf(server));
        await server.TellAsync(new { at, code });
        var message = Mail(world);
        await world.AddAsync(message);
        await world.Node.WorkAsync(world.World.Id);

        var kept = await world.MessageAsync(message.Id);
        ((MessageState)kept.State, kept.Problem).ShouldBe((isDead ? MessageState.Dead : MessageState.Pending, problem));
        await server.TellAsync(new { code = 250 });
        await world.PassAsync(Duration.FromSeconds(10), Duration.FromSeconds(5));
        (await server.TakenAsync()).Count.ShouldBe(isDead ? 0 : 1);
    }

    [Theory, EachDatabase]
    public async Task Mails_wait_for_a_server_that_is_set_up_later(Dialect dialect)
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect, new ServerOptions());
        var message = Mail(world);
        await world.AddAsync(message);

        await world.PassAsync(Duration.FromHours(75), Duration.FromHours(1));
        (await world.Messages.BuryMailAsync(world.World.Id, TestContext.Current.CancellationToken)).ShouldBe(0);

        var kept = await world.MessageAsync(message.Id);
        MessageInList.Of(kept, hasMailServer: false).Problem.ShouldBe(MailServer.NotSetUp);
        ((MessageState)kept.State, kept.Attempts).ShouldBe((MessageState.Pending, 0));
        using var later = world.AnotherNode(OptionsOf(server));
        await later.WorkAsync(world.World.Id);
        ((string?)(await server.TakenAsync()).ShouldHaveSingleItem()["id"]).ShouldBe($"<{message.Id}@baton.example>");
    }

    [Theory, EachDatabase]
    public async Task Links_that_were_made_before_any_server_ran_lead_to_the_one_that_sends_them(Dialect dialect)
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect, OptionsOf(server) with { PublicUrl = "https://baton.acme.example/" });
        var links = await world.World.Db.WriteAsync(
            transaction =>
            {
                transaction.Connection!.Execute("UPDATE workspace SET url = NULL WHERE workspace_id = @Id", new { world.World.Id }, transaction);
                return Links.Of(transaction.Connection!, transaction, world.World.Id);
            },
            TestContext.Current.CancellationToken);
        var link = links.ShouldNotBeNull().To(Act.Accept, Guid.CreateVersion7(), Guid.CreateVersion7(), world.World.Now);
        await world.AddAsync(Message.New(world.World.Now, "handoff.opened", null, new MailPage("A lead").Button("Accept", link).To("ann@acme.example")));

        await world.Node.WorkAsync(world.World.Id);

        var mail = (await server.TakenAsync()).ShouldHaveSingleItem();
        var reached = "https://baton.acme.example" + new Uri(link).AbsolutePath;
        ((string)mail["text"]!).ShouldContain(reached);
        ((string)mail["html"]!).ShouldContain($"\"{reached}\"");
    }

    [Theory, EachDatabase]
    public async Task Mails_that_nobody_has_sent_for_three_days_do_not_go_out_all_at_once(Dialect dialect)
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect, new ServerOptions());
        var old = Mail(world);
        var webhook = await world.WebhookAsync("https://hooks.acme.example");
        await world.AddAsync(old);
        var told = await world.TellAsync(webhook);
        world.World.Now += Duration.FromHours(77);
        var fresh = Mail(world);
        await world.AddAsync(fresh);

        (await world.Messages.BuryMailAsync(world.World.Id, TestContext.Current.CancellationToken)).ShouldBe(1);

        var kept = await world.MessageAsync(old.Id);
        ((MessageState)kept.State, kept.Problem).ShouldBe((MessageState.Dead, MailServer.NeverSetUp));
        ((MessageState)(await world.MessageAsync(fresh.Id)).State).ShouldBe(MessageState.Pending);
        ((MessageState)(await world.MessageAsync(told.Id)).State).ShouldBe(MessageState.Pending, "It is no e-mail.");
        using var later = world.AnotherNode(OptionsOf(server));
        await later.WorkAsync(world.World.Id);
        ((string?)(await server.TakenAsync()).ShouldHaveSingleItem()["id"]).ShouldBe($"<{fresh.Id}@baton.example>");

        (await world.Messages.ResendAsync(world.World.Id, old.Id, TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await world.Messages.BuryMailAsync(world.World.Id, TestContext.Current.CancellationToken)).ShouldBe(0);
        await later.WorkAsync(world.World.Id);
        (await server.TakenAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task All_mails_arrive_once_a_server_that_was_away_is_back_and_connections_are_used_again()
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, OptionsOf(server));
        await server.TellAsync(new { at = "rcpt", code = 421 });
        var messages = Enumerable.Range(0, 40).Select(_ => Mail(world)).ToList();
        await world.AddAsync([.. messages]);
        await world.PassAsync(Duration.FromMinutes(30), Duration.FromSeconds(30));
        var before = (await server.SeenAsync()).Count;

        await server.TellAsync(new { code = 250 });
        await world.PassAsync(Duration.FromMinutes(60), Duration.FromSeconds(30));

        (await server.TakenAsync()).Select(mail => (string?)mail["id"]).ShouldBe(messages.Select(message => $"<{message.Id}@baton.example>"), ignoreOrder: true);
        before.ShouldBe(0);
        var connections = (int)(await server.SeenAsync())[^1]["connections"]!;
        await world.AddAsync([.. Enumerable.Range(0, 50).Select(_ => Mail(world))]);
        await world.Node.WorkAsync(world.World.Id);
        ((int)(await server.SeenAsync())[^1]["connections"]! - connections).ShouldBeLessThanOrEqualTo(20);
    }

    [Fact]
    public async Task The_user_and_the_password_are_shown_to_a_server_that_asks_and_a_wrong_one_is_no_fault_of_the_mail()
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs", ("PASSWORD", "right"));
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, OptionsOf(server) with { SmtpUser = "baton", SmtpPassword = "wrong" });
        var message = Mail(world);
        await world.AddAsync(message);
        await world.Node.WorkAsync(world.World.Id);
        ((MessageState)(await world.MessageAsync(message.Id)).State).ShouldBe(MessageState.Pending);

        world.World.Now += Duration.FromMinutes(1);
        using var right = world.AnotherNode(OptionsOf(server) with { SmtpUser = "baton", SmtpPassword = "right" });
        await right.WorkAsync(world.World.Id);

        (await server.TakenAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_server_without_TLS_is_not_spoken_to_where_TLS_is_asked_for()
    {
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, OptionsOf(server) with { SmtpTls = "starttls" });
        var message = Mail(world);
        await world.AddAsync(message);
        await world.Node.WorkAsync(world.World.Id);

        (await server.SeenAsync()).ShouldBeEmpty();
        (await world.MessageAsync(message.Id)).Problem.ShouldNotBeNull().ShouldContain("TLS");
    }

    internal static ServerOptions OptionsOf(Receiver server) =>
        new() { SmtpHost = "127.0.0.1", SmtpPort = server.Port, SmtpTls = "none", MailFrom = "Baton <noreply@baton.example>", DeliverTo = "127.0.0.0/8" };

    private static Message Mail(DeliveryWorld world) =>
        Message.New(world.World.Now, "handoff.opened", Guid.CreateVersion7(), new MailPage("A lead for you").Say("Jo Miller").To("ann@acme.example"));
}

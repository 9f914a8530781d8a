using System.Text.Json.Nodes;
using Baton.Server.Delivery;
using Baton.Server.Storage;

namespace Baton.Server.Tests.Delivery;

public class SlackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Whatever_is_said_is_within_the_limits_of_Slack()
    {
        var blocks = new SlackBlocks("").Header(new string('h', 149) + "🚀🚀").Section(new string('s', 4_000))
            .Fields(Enumerable.Range(0, 23).Select(i => ($"Name {i}", new string('f', 3_000))))
            .Buttons(Enumerable.Range(0, 30).Select(i => (new string('b', 100), $"https://baton.example/{i}"))).Context("below");
        for (var i = 0; i < 60; i++)
        {
            blocks.Section("more");
        }

        var sent = JsonNode.Parse(blocks.To(Guid.Empty).ToJson())!;

        ((string?)sent["text"]).ShouldBe("Baton");
        var all = sent["blocks"]!.AsArray();
        all.Count.ShouldBe(50);
        ((string)all[0]!["text"]!["text"]!).ShouldBe(new string('h', 149) + "…", "Half of a pair is no character.");
        ((string)all[1]!["text"]!["text"]!).Length.ShouldBe(3_000);
        all.Skip(2).Take(3).Select(block => block!["fields"]!.AsArray().Count).ShouldBe([10, 10, 3]);
        all[2]!["fields"]!.AsArray().ShouldAllBe(field => ((string)field!["text"]!).Length == 2_000);
        all[5]!["elements"]!.AsArray().Count.ShouldBe(25);
        ((string)all[5]!["elements"]![0]!["text"]!["text"]!).Length.ShouldBe(75);
    }

    [Fact]
    public void What_somebody_typed_is_no_link_and_no_mention() =>
        SlackBlocks.Plain("<!channel> & <https://evil.example|Acme>").ShouldBe("&lt;!channel&gt; &amp; &lt;https://evil.example|Acme&gt;");

    [Fact]
    public async Task A_channel_gets_just_what_Slack_reads_and_a_message_that_Slack_finds_invalid_is_dead()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite);
        var channel = (await world.Targets.AddAsync(world.World.Id, TargetKind.Slack, "#sales", receiver.Url + "/services/T/B/X", ["*"], secret: null, Cancel))!;
        await receiver.TellAsync(new { status = 200, answer = "ok" });

        await world.AddAsync(Message.New(world.World.Now, "handoff.opened", null, new SlackBlocks("Jo is sales-ready").Header("Jo & Co").To(channel.Id)));
        await world.Node.WorkAsync(world.World.Id);
        await receiver.TellAsync(new { status = 400, answer = "invalid_blocks" });
        var invalid = Message.New(world.World.Now, "handoff.opened", null, new SlackContent(channel.Id, "x", "[1]"));
        await world.AddAsync(invalid);
        await world.Node.WorkAsync(world.World.Id);

        JsonNode.Parse((string)(await receiver.SeenAsync())[0]["body"]!)!.ToJsonString().ShouldBe(
            JsonNode.Parse("""{"text":"Jo is sales-ready","blocks":[{"type":"header","text":{"type":"plain_text","text":"Jo & Co"}}]}""")!.ToJsonString());
        (await receiver.SeenAsync())[0]["id"].ShouldBeNull();
        var kept = await world.MessageAsync(invalid.Id);
        ((MessageState)kept.State, kept.Problem).ShouldBe((MessageState.Dead, "Slack says invalid_blocks."));
    }
}

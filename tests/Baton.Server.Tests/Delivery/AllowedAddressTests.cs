using System.Globalization;
using System.Net;
using Baton.Server.Delivery;
using Baton.Server.Hosting;
using Baton.Server.Storage;

namespace Baton.Server.Tests.Delivery;

/// <summary>Where messages may go, as it is found out when they go.</summary>
public class AllowedAddressTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true)]
    [InlineData("::ffff:93.184.215.14", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.8.8", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.8", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b::5db8:d70e", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_addresses_of_the_public_internet_are_allowed_by_themselves(string address, bool isAllowed) =>
        new AllowedAddresses("").Allows(IPAddress.Parse(address)).ShouldBe(isAllowed);

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "192.168.1.1", false)]
    [InlineData("192.168.1.7", "192.168.1.7", true)]
    [InlineData("192.168.1.7", "192.168.1.8", false)]
    [InlineData("::1; 10.0.0.0/8", "::1", true)]
    [InlineData("intranet.example", "10.1.2.3", false)]
    public void The_operator_allows_networks_and_addresses(string allowed, string address, bool isAllowed) =>
        new AllowedAddresses(allowed).Allows(IPAddress.Parse(address)).ShouldBe(isAllowed);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    public async Task Nothing_on_this_machine_is_reached_however_its_address_is_written(string host)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, new ServerOptions());
        var webhook = await world.WebhookAsync(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{receiver.Port}/"));

        var message = await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);

        (await world.MessageAsync(message.Id)).Problem.ShouldBe(AddressNotAllowedException.Words);
        (await receiver.SeenAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.1")]
    public async Task What_is_not_allowed_is_not_even_tried(string host)
    {
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, new ServerOptions());
        var webhook = await world.WebhookAsync($"http://{host}/latest/meta-data");

        var message = await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id).WaitAsync(TimeSpan.FromSeconds(10), Cancel);

        (await world.MessageAsync(message.Id)).Problem.ShouldBe(AddressNotAllowedException.Words);
    }

    [Fact]
    public async Task A_redirect_to_this_machine_is_not_followed()
    {
        await using var outside = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var inside = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite);
        await outside.TellAsync(new { status = 302, headers = new Dictionary<string, string> { ["Location"] = inside.Url } });

        await world.TellAsync(await world.WebhookAsync(outside.Url));
        await world.Node.WorkAsync(world.World.Id);

        ((await outside.SeenAsync()).Count, (await inside.SeenAsync()).Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_host_that_the_operator_names_is_reached_wherever_it_is()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite, new ServerOptions { DeliverTo = "localhost" });

        await world.TellAsync(await world.WebhookAsync(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{receiver.Port}/")));
        await world.Node.WorkAsync(world.World.Id);

        (await receiver.TakenAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("https://hooks.acme.example/baton?key=1", null)]
    [InlineData("ftp://hooks.acme.example", "`url` is an address such as https://hooks.acme.example/baton, of at most 2,000 characters.")]
    [InlineData("hooks.acme.example", "`url` is an address such as https://hooks.acme.example/baton, of at most 2,000 characters.")]
    [InlineData("https://ann:secret@hooks.acme.example", "`url` has a user or a password in it. Messages are signed; leave it out.")]
    [InlineData("http://2130706433/", "`url`: " + AddressNotAllowedException.Words)]
    [InlineData("http://[fd00::1]/", "`url`: " + AddressNotAllowedException.Words)]
    public void What_is_plainly_wrong_is_told_when_it_is_entered(string url, string? problem) => new AllowedAddresses("").Problem(url).ShouldBe(problem);
}

using System.Net;
using System.Net.Sockets;
using Baton.Server.Hosting;

namespace Baton.Server.Delivery;

/// <summary>
/// Which addresses webhooks and Slack's may lead to: those of the internet, and what the operator names. Whoever may add a webhook could otherwise have Baton ask
/// services inside the network that trust it. What counts is the address that is connected to, whatever name led there.
/// </summary>
internal sealed class AllowedAddresses
{
    /// <summary>All that are not of the public internet. IPv6 is public only within 2000::/3.</summary>
    private static readonly IPNetwork[] Special =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ]).Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    private readonly List<IPNetwork> _networks = [];
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);

    public AllowedAddresses(ServerOptions options)
        : this(options.DeliverTo)
    {
    }

    /// <param name="deliverTo">Networks, addresses and names of hosts that are allowed besides, separated by semicolons.</param>
    public AllowedAddresses(string deliverTo)
    {
        foreach (var part in ServerOptions.Split(deliverTo))
        {
            if (IPNetwork.TryParse(part, out var network))
            {
                _networks.Add(network);
            }
            else if (IPAddress.TryParse(part, out var address))
            {
                _networks.Add(new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            }
            else
            {
                _hosts.Add(part);
            }
        }
    }

    /// <summary>True where an address may be connected to. An IPv4 address within an IPv6 one counts as itself.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Exists(network => network.Contains(plain)) || IsPublic(plain);
    }

    /// <summary>Opens a connection for an <see cref="HttpClient"/>: resolves the name, and connects to one of the addresses if all of them are allowed.</summary>
    /// <exception cref="AddressNotAllowedException">One of them is not.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        if (!_hosts.Contains(host) && !Array.TrueForAll(addresses, Allows))
        {
            throw new AddressNotAllowedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What is wrong with the address of a target, as far as that is seen before it is connected to; null for nothing.</summary>
    public string? Problem(string? url) =>
        url is null || url.Length > 2_000 || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            ? "`url` is an address such as https://hooks.acme.example/baton, of at most 2,000 characters."
            : uri.UserInfo.Length > 0 ? "`url` has a user or a password in it. Messages are signed; leave it out."
            : IPAddress.TryParse(uri.IdnHost, out var address) && !_hosts.Contains(uri.IdnHost) && !Allows(address) ? $"`url`: {AddressNotAllowedException.Words}"
            : null;

    private static bool IsPublic(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || PublicV6.Contains(address)) && !Array.Exists(Special, network => network.Contains(address));
}

/// <summary>A name leads to where Baton does not send.</summary>
internal sealed class AddressNotAllowedException() : Exception(Words)
{
    public const string Words = "This leads to an address that is not of the public internet. Whoever operates Baton can allow it with the setting deliverTo.";
}

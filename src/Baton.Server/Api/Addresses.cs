using System.Net;
using System.Net.Sockets;

namespace Baton.Server.Api;

/// <summary>Shares a fixed number of counters among all addresses that there are, so that nobody can make them many.</summary>
internal static class Addresses
{
    public const int Counters = 4_096;

    /// <summary>From 0. Of an IPv6 address the network counts, of which one subscriber has all addresses.</summary>
    public static int CounterOf(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = address.GetAddressBytes().AsSpan();
        var hash = default(HashCode);
        hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..8] : bytes);
        return (int)((uint)hash.ToHashCode() % Counters);
    }
}

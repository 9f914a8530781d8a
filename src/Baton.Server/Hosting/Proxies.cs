using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Baton.Server.Hosting;

/// <summary>The proxies before Baton that are believed when they say who asks, and over what.</summary>
internal static class Proxies
{
    /// <param name="app">The server.</param>
    /// <param name="list">Addresses and networks, separated by semicolons; with none, nobody is believed.</param>
    public static void UseProxies(this WebApplication app, string list)
    {
        var parts = ServerOptions.Split(list);
        if (parts.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var part in parts)
        {
            if (IPAddress.TryParse(part, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(IPNetwork.Parse(part));
            }
        }

        app.UseForwardedHeaders(options);
    }
}

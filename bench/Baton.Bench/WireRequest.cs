using System.Text;

namespace Baton.Bench;

/// <summary>Requests as they go over the wire.</summary>
internal static class WireRequest
{
    /// <param name="path">Where to.</param>
    /// <param name="key">The key, as the user's name of Basic.</param>
    /// <param name="json">The body.</param>
    public static byte[] Post(string path, string key, byte[] json)
    {
        var authorization = Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {authorization}\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. json];
    }
}

using System.Net.Http.Headers;
using System.Text;

namespace Baton.Server.Keys;

/// <summary>Finds the key in the header <c>Authorization</c>.</summary>
internal static class Credentials
{
    /// <summary>The text behind <c>Bearer</c>, or the user of <c>Basic</c>; null where there is neither.</summary>
    public static string? KeyOf(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || string.IsNullOrEmpty(value.Parameter))
        {
            return null;
        }

        if (value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return value.Parameter.Trim();
        }

        var bytes = new byte[value.Parameter.Length];
        return value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(value.Parameter, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]
            : null;
    }
}

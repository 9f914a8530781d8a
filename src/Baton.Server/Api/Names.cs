namespace Baton.Server.Api;

/// <summary>Names that people give.</summary>
internal static class Names
{
    /// <summary>The name without white space around it; null where it is none, too long, or has characters that control terminals.</summary>
    public static string? Clean(string? name, int longest) =>
        name?.Trim() is { Length: > 0 } trimmed && trimmed.Length <= longest && !trimmed.Any(char.IsControl) ? trimmed : null;
}

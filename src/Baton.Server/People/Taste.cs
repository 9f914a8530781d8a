namespace Baton.Server.People;

/// <summary>How somebody likes their pages; null is as the browser says.</summary>
/// <param name="Language"><c>en</c> or <c>de</c>.</param>
/// <param name="Zone">A time zone of the tz database.</param>
/// <param name="Theme"><c>light</c> or <c>dark</c>.</param>
internal sealed record Taste(string? Language, string? Zone, string? Theme);

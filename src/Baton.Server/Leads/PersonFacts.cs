using Baton.Core.Leads;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What is known of who a lead is.</summary>
internal static class PersonFacts
{
    /// <summary>An attribute as it is now; null where nobody knows it.</summary>
    public static string? Text(this Facts facts, string attribute) => facts.Attribute(attribute, Instant.MaxValue) is { IsMissing: false } value ? value.Text : null;

    /// <summary>The person's name; null where nobody knows it.</summary>
    public static string? Name(this Facts facts) =>
        facts.Text("name") ?? (string.Join(' ', new[] { facts.Text("firstname"), facts.Text("lastname") }.OfType<string>()) is { Length: > 0 } both ? both : null);

    /// <summary>Where the person is called; null where nobody knows it.</summary>
    public static string? Phone(this Facts facts) => facts.Text("phone") ?? facts.Text("mobilephone");
}

using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.People;

/// <summary>Somebody as the database has them, without their password.</summary>
public sealed class PersonRow
{
    public const string Columns =
        "person_id AS Id, email AS Email, name AS Name, role AS Role, created_at AS CreatedAt, deactivated_at AS DeactivatedAt, revision AS Revision, "
        + "password_hash <> '' AS CanSignIn, has_totp AS HasTotp, language AS Language, zone AS Zone, theme AS Theme";

    public Guid Id { get; init; }

    public string Email { get; init; } = "";

    public string Name { get; init; } = "";

    public string Role { get; init; } = "";

    public long CreatedAt { get; init; }

    public long? DeactivatedAt { get; init; }

    /// <summary>Counts changes, from 1.</summary>
    public int Revision { get; init; }

    /// <summary>True where they have a password.</summary>
    public bool CanSignIn { get; init; }

    /// <summary>True where a code is asked for beside the password.</summary>
    public bool HasTotp { get; init; }

    /// <summary>The language of their pages; null for the browser's.</summary>
    public string? Language { get; init; }

    /// <summary>Their time zone; null for the browser's.</summary>
    public string? Zone { get; init; }

    /// <summary><c>light</c> or <c>dark</c>; null for the device's.</summary>
    public string? Theme { get; init; }

    public Person Person => new(Id, Email, Name, Role);

    public Instant Created => Instant.FromUnixTimeMilliseconds(CreatedAt);

    /// <summary>Since when they no longer work here; null while they do.</summary>
    public Instant? Deactivated => UnixTime.ToInstant(DeactivatedAt);
}

using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.People;

/// <summary>Somebody as the database has them, without their password.</summary>
internal sealed class PersonRow
{
    public const string Columns =
        "person_id AS Id, email AS Email, name AS Name, role AS Role, created_at AS CreatedAt, deactivated_at AS DeactivatedAt, revision AS Revision, password_hash <> '' AS CanSignIn";

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

    public Person Person => new(Id, Email, Name, Role);

    public Instant Created => Instant.FromUnixTimeMilliseconds(CreatedAt);

    /// <summary>Since when they no longer work here; null while they do.</summary>
    public Instant? Deactivated => UnixTime.ToInstant(DeactivatedAt);
}

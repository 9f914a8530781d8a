using System.Globalization;

namespace Baton.Server.People.SignIn;

/// <summary>Somebody who works here as ASP.NET Core Identity sees them: how they show who they are.</summary>
internal sealed class Login
{
    public const string Columns =
        "workspace_id AS WorkspaceId, person_id AS PersonId, email AS Email, name AS Name, role AS Role, password_hash AS PasswordHash, stamp AS Stamp, failures AS Failures, "
        + "locked_until AS LockedUntil, totp_key AS TotpKey, has_totp AS HasTotp, recovery_codes AS RecoveryCodes, stamp AS SeenStamp, recovery_codes AS SeenCodes, language AS Language";

    public Guid WorkspaceId { get; init; }

    public Guid PersonId { get; init; }

    public string Email { get; init; } = "";

    public string Name { get; init; } = "";

    public string Role { get; init; } = "";

    /// <summary>The language of their pages and e-mails; null where they have chosen none.</summary>
    public string? Language { get; init; }

    public string PasswordHash { get; set; } = "";

    public string Stamp { get; set; } = "";

    public int Failures { get; set; }

    /// <summary>Unix milliseconds; null where they may try.</summary>
    public long? LockedUntil { get; set; }

    public string? TotpKey { get; set; }

    public bool HasTotp { get; set; }

    public string RecoveryCodes { get; set; } = "";

    /// <summary>The <see cref="Stamp"/> that was read.</summary>
    public string SeenStamp { get; set; } = "";

    /// <summary>The <see cref="RecoveryCodes"/> that were read.</summary>
    public string SeenCodes { get; set; } = "";

    /// <summary>What the next change of theirs is for the audit log; null where it is not for it.</summary>
    public AuditedAct? Act { get; set; }

    /// <summary>The workspace and the person, as Identity keeps who somebody is.</summary>
    public string Id => IdOf(WorkspaceId, PersonId);

    public Person Person => new(PersonId, Email, Name, Role);

    public static string IdOf(Guid workspaceId, Guid personId) => string.Create(CultureInfo.InvariantCulture, $"{workspaceId:N}.{personId:N}");

    /// <summary>The two parts of an <see cref="Id"/>; null of what is none.</summary>
    public static (Guid Workspace, Guid Person)? Parts(string? id) =>
        id?.Split('.') is [var workspace, var person] && Guid.TryParseExact(workspace, "N", out var first) && Guid.TryParseExact(person, "N", out var second) ? (first, second) : null;
}

using System.Data.Common;
using System.Security.Claims;
using Baton.Core.Documents;
using Baton.Server.Storage;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using NodaTime;
using Npgsql;

namespace Baton.Server.People.SignIn;

/// <summary>
/// Who is signed in where, as rows that can be looked at and ended. The cookie names one and proves it; who that is, and what they may do, is read anew for every page.
/// </summary>
internal sealed class SessionStore(IDatabase database, IClock clock) : ITicketStore
{
    public const string SessionClaim = "session";

    /// <summary>How long somebody who does not come back stays signed in.</summary>
    public static readonly Duration Lasts = Duration.FromDays(14);

    private const int LongestDevice = 300;

    private static readonly Duration SeenEvery = Duration.FromMinutes(5);

    public Task<string> StoreAsync(AuthenticationTicket ticket) => AddAsync(ticket, http: null, default);

    public Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken) => AddAsync(ticket, httpContext, cancellationToken);

    /// <summary>Who it is, as they are now; null where the session is over or they no longer work here.</summary>
    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        if (ReadKey(key) is not var (workspace, secret))
        {
            return null;
        }

        var now = clock.GetCurrentInstant();
        SessionRow? found;
        await using (var connection = await database.OpenReadAsync(default))
        {
            found = await connection.QueryFirstOrDefaultAsync<SessionRow>(
                $"SELECT {SessionRow.Columns} FROM session WHERE workspace_id = @workspace AND hash = @hash AND expires_at > @now",
                new { workspace, hash = Secret.Hash(secret), now = now.ToUnixTimeMilliseconds() });
        }

        if (found is null)
        {
            return null;
        }

        if (found.Seen + SeenEvery < now)
        {
            await database.WriteAsync(
                transaction => transaction.Connection!.Execute(
                    "UPDATE session SET seen_at = @now WHERE workspace_id = @workspace AND session_id = @Id", new { workspace, found.Id, now = now.ToUnixTimeMilliseconds() }, transaction),
                default);
        }

        var identity = new ClaimsIdentity(
            [new System.Security.Claims.Claim(ClaimTypes.NameIdentifier, Login.IdOf(workspace, found.PersonId)), new System.Security.Claims.Claim(SessionClaim, found.Id.ToString())], IdentityConstants.ApplicationScheme);
        return new AuthenticationTicket(
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = found.IsKept, IssuedUtc = (found.Expires - Lasts).ToDateTimeOffset(), ExpiresUtc = found.Expires.ToDateTimeOffset() },
            IdentityConstants.ApplicationScheme);
    }

    /// <summary>Lets a session go on for longer.</summary>
    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        if (ReadKey(key) is var (workspace, secret) && ticket.Properties.ExpiresUtc is { } expires)
        {
            await database.WriteAsync(
                transaction => transaction.Connection!.Execute(
                    "UPDATE session SET expires_at = @expires WHERE workspace_id = @workspace AND hash = @hash",
                    new { workspace, hash = Secret.Hash(secret), expires = expires.ToUnixTimeMilliseconds() },
                    transaction),
                default);
        }
    }

    public async Task RemoveAsync(string key)
    {
        if (ReadKey(key) is var (workspace, secret))
        {
            await database.WriteAsync(
                transaction => transaction.Connection!.Execute("DELETE FROM session WHERE workspace_id = @workspace AND hash = @hash", new { workspace, hash = Secret.Hash(secret) }, transaction), default);
        }
    }

    /// <summary>Where somebody is signed in, where they were seen last first.</summary>
    public async Task<IReadOnlyList<SessionRow>> OfAsync(Guid workspaceId, Guid person, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return [.. await connection.QueryAsync<SessionRow>(new CommandDefinition(
            $"SELECT {SessionRow.Columns} FROM session WHERE workspace_id = @workspaceId AND person_id = @person AND expires_at > @now ORDER BY seen_at DESC, session_id",
            new { workspaceId, person, now = clock.GetCurrentInstant().ToUnixTimeMilliseconds() },
            cancellationToken: cancel))];
    }

    /// <summary>Ends one of somebody's sessions.</summary>
    public Task EndAsync(Guid workspaceId, Guid person, Guid session, CancellationToken cancel) => database.WriteAsync(
        transaction => transaction.Connection!.Execute(
            "DELETE FROM session WHERE workspace_id = @workspaceId AND person_id = @person AND session_id = @session", new { workspaceId, person, session }, transaction),
        cancel);

    /// <summary>Signs somebody out wherever they are signed in, ends the links that they were sent, and trusts none of their devices any more.</summary>
    /// <param name="workspaceId">Where they work.</param>
    /// <param name="person">Who.</param>
    /// <param name="but">The one session that goes on; null for none.</param>
    /// <param name="act">What it is for the audit log; null where it is not for it.</param>
    /// <param name="cancel">Withdraws it.</param>
    public Task EndAllAsync(Guid workspaceId, Guid person, Guid? but, AuditedAct? act, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            transaction.Connection!.Execute(
                "UPDATE person SET stamp = @stamp WHERE workspace_id = @workspaceId AND person_id = @person", new { workspaceId, person, stamp = Secret.New() }, transaction);
            act?.Note(transaction, workspaceId, clock.GetCurrentInstant());
            return EndAll(transaction, workspaceId, person, but);
        },
        cancel);

    /// <summary>Ends all of somebody's sessions but one. To be called once their stamp is another, so that none begins meanwhile with the one before.</summary>
    /// <param name="transaction">In which the reason for it is written, too.</param>
    /// <param name="workspaceId">Where they work.</param>
    /// <param name="person">Whose.</param>
    /// <param name="but">The one that goes on; null for none.</param>
    /// <returns>How many were ended, with those that were over and not deleted yet.</returns>
    public static int EndAll(DbTransaction transaction, Guid workspaceId, Guid person, Guid? but = null) => transaction.Connection!.Execute(
        "DELETE FROM session WHERE workspace_id = @workspaceId AND person_id = @person AND session_id <> @but", new { workspaceId, person, but = but ?? Guid.Empty }, transaction);

    private static (Guid Workspace, string Secret)? ReadKey(string key) =>
        key.Split('.', 2) is [var workspace, var secret] && Guid.TryParseExact(workspace, "N", out var id) ? (id, secret) : null;

    private async Task<string> AddAsync(AuthenticationTicket ticket, HttpContext? http, CancellationToken cancellationToken)
    {
        if (Login.Parts(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)) is not var (workspace, person) || ticket.Principal.FindFirstValue(LoginClaims.Stamp) is not { } stamp)
        {
            throw new InvalidOperationException("Only people sign in.");
        }

        var (now, secret) = (clock.GetCurrentInstant(), Secret.New());
        var device = http?.Request.Headers.UserAgent.ToString() ?? "";
        var row = new
        {
            workspace,
            id = Guid.CreateVersion7(now.ToDateTimeOffset()),
            hash = Secret.Hash(secret),
            person,
            stamp,
            now = now.ToUnixTimeMilliseconds(),
            expires = ticket.Properties.ExpiresUtc!.Value.ToUnixTimeMilliseconds(),
            isKept = ticket.Properties.IsPersistent,
            device = KeptText.Of(device.CutAt(LongestDevice)),
            address = http?.Connection.RemoteIpAddress?.ToString() ?? "",
        };
        var hasBegun = await database.WriteAsync(
            transaction =>
            {
                // Whoever changes the stamp waits for this, or this for them.
                var added = transaction.Connection!.Execute(
                    """
                    INSERT INTO session (workspace_id, session_id, hash, person_id, created_at, seen_at, expires_at, is_kept, device, address)
                    SELECT workspace_id, @id, @hash, person_id, @now, @now, @expires, @isKept, @device, @address FROM person
                    WHERE workspace_id = @workspace AND person_id = @person AND stamp = @stamp AND deactivated_at IS NULL
                    """ + (transaction is NpgsqlTransaction ? " FOR SHARE" : ""),
                    row,
                    transaction);
                transaction.Connection!.Execute("DELETE FROM session WHERE workspace_id = @workspace AND expires_at <= @now", row, transaction);
                return added > 0;
            },
            cancellationToken);
        if (!hasBegun)
        {
            throw new LoginChangedException();
        }

        return $"{workspace:N}.{secret}";
    }
}

/// <summary>How somebody signs in was changed between when they showed who they are and when their session was to begin; or they no longer work here. No session has begun.</summary>
internal sealed class LoginChangedException() : Exception("How somebody signs in was changed while they did.");

/// <summary>A browser in which somebody is signed in.</summary>
public sealed class SessionRow
{
    public const string Columns = "session_id AS Id, person_id AS PersonId, created_at AS CreatedAt, seen_at AS SeenAt, expires_at AS ExpiresAt, is_kept AS IsKept, device AS Device, address AS Address";

    public Guid Id { get; init; }

    public Guid PersonId { get; init; }

    public long CreatedAt { get; init; }

    public long SeenAt { get; init; }

    public long ExpiresAt { get; init; }

    /// <summary>True where the session outlives the browser.</summary>
    public bool IsKept { get; init; }

    /// <summary>As the browser calls itself.</summary>
    public string Device { get; init; } = "";

    /// <summary>Where from; empty where that is not known.</summary>
    public string Address { get; init; } = "";

    public Instant Created => Instant.FromUnixTimeMilliseconds(CreatedAt);

    public Instant Seen => Instant.FromUnixTimeMilliseconds(SeenAt);

    public Instant Expires => Instant.FromUnixTimeMilliseconds(ExpiresAt);
}

using Baton.Server.Storage;
using Dapper;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Baton.Server.People.SignIn;

/// <summary>What ASP.NET Core Identity asks for and keeps of people, in the table that has them anyway. It neither adds nor deletes anybody, and changes no name.</summary>
internal sealed class LoginStore(IDatabase database, IClock clock) :
    IUserPasswordStore<Login>, IUserSecurityStampStore<Login>, IUserLockoutStore<Login>, IUserTwoFactorStore<Login>, IUserAuthenticatorKeyStore<Login>, IUserTwoFactorRecoveryCodeStore<Login>
{
    private const char Separator = ';';

    public async Task<Login?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        if (Login.Parts(userId) is not var (workspace, person))
        {
            return null;
        }

        await using var connection = await database.OpenReadAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<Login>(new CommandDefinition(
            $"SELECT {Login.Columns} FROM person WHERE workspace_id = @workspace AND person_id = @person AND deactivated_at IS NULL",
            new { workspace, person },
            cancellationToken: cancellationToken));
    }

    /// <summary>Who works here and has this address; of several workspaces in the oldest where they have a password.</summary>
    public async Task<Login?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenReadAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<Login>(new CommandDefinition(
            $"""
            SELECT {Login.Columns} FROM person
            WHERE workspace_id IN (SELECT workspace_id FROM workspace) AND email = @email AND deactivated_at IS NULL
            ORDER BY CASE WHEN password_hash = '' THEN 1 ELSE 0 END, workspace_id
            LIMIT 1
            """,
            new { email = normalizedUserName.ToLowerInvariant() },
            cancellationToken: cancellationToken));
    }

    /// <summary>Keeps how somebody signs in, unless that was changed since they were read: of two who show one recovery code, one is let in.</summary>
    public async Task<IdentityResult> UpdateAsync(Login user, CancellationToken cancellationToken)
    {
        var updated = await database.WriteAsync(
            transaction =>
            {
                var rows = transaction.Connection!.Execute(
                    """
                    UPDATE person
                    SET password_hash = @PasswordHash, stamp = @Stamp, totp_key = @TotpKey, has_totp = @HasTotp, recovery_codes = @RecoveryCodes
                    WHERE workspace_id = @WorkspaceId AND person_id = @PersonId AND deactivated_at IS NULL AND stamp = @SeenStamp AND recovery_codes = @SeenCodes
                    """,
                    user,
                    transaction);
                if (rows > 0)
                {
                    user.Act?.Note(transaction, user.WorkspaceId, clock.GetCurrentInstant());
                }

                return rows;
            },
            cancellationToken);
        if (updated == 0)
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }

        (user.SeenStamp, user.SeenCodes, user.Act) = (user.Stamp, user.RecoveryCodes, null);
        return IdentityResult.Success;
    }

    /// <summary>Counts a wrong password at once, so that none of many that are tried at the same time is lost.</summary>
    public async Task<int> IncrementAccessFailedCountAsync(Login user, CancellationToken cancellationToken) => user.Failures = await database.WriteAsync(
        transaction => transaction.Connection!.ExecuteScalar<int>(
            "UPDATE person SET failures = failures + 1 WHERE workspace_id = @WorkspaceId AND person_id = @PersonId RETURNING failures", user, transaction),
        cancellationToken);

    public async Task ResetAccessFailedCountAsync(Login user, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            transaction => transaction.Connection!.Execute("UPDATE person SET failures = 0 WHERE workspace_id = @WorkspaceId AND person_id = @PersonId", user, transaction), cancellationToken);
        user.Failures = 0;
    }

    /// <summary>Locks at once, and by itself: another try, read before, that writes what it read does not unlock.</summary>
    public async Task SetLockoutEndDateAsync(Login user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LockedUntil = lockoutEnd?.ToUnixTimeMilliseconds();
        await database.WriteAsync(
            transaction => transaction.Connection!.Execute("UPDATE person SET locked_until = @LockedUntil WHERE workspace_id = @WorkspaceId AND person_id = @PersonId", user, transaction), cancellationToken);
    }

    public async Task<bool> RedeemCodeAsync(Login user, string code, CancellationToken cancellationToken)
    {
        var (codes, hash) = (user.RecoveryCodes.Split(Separator).ToList(), Secret.HashText(code));
        if (!codes.Remove(hash))
        {
            return false;
        }

        user.RecoveryCodes = string.Join(Separator, codes);
        return (await UpdateAsync(user, cancellationToken)).Succeeded;
    }

    public Task ReplaceCodesAsync(Login user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        user.RecoveryCodes = string.Join(Separator, recoveryCodes.Select(Secret.HashText));
        return Task.CompletedTask;
    }

    public Task<int> CountCodesAsync(Login user, CancellationToken cancellationToken) =>
        Task.FromResult(user.RecoveryCodes.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Length);

    public Task<string> GetUserIdAsync(Login user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Login user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(Login user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetPasswordHashAsync(Login user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash.Length == 0 ? null : user.PasswordHash);

    public Task<bool> HasPasswordAsync(Login user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash.Length > 0);

    public Task<string?> GetSecurityStampAsync(Login user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Stamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Login user, CancellationToken cancellationToken) =>
        Task.FromResult(user.LockedUntil is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : (DateTimeOffset?)null);

    public Task<int> GetAccessFailedCountAsync(Login user, CancellationToken cancellationToken) => Task.FromResult(user.Failures);

    public Task<bool> GetLockoutEnabledAsync(Login user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> GetTwoFactorEnabledAsync(Login user, CancellationToken cancellationToken) => Task.FromResult(user.HasTotp);

    public Task<string?> GetAuthenticatorKeyAsync(Login user, CancellationToken cancellationToken) => Task.FromResult(user.TotpKey);

    public Task SetPasswordHashAsync(Login user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash ?? "");

    public Task SetSecurityStampAsync(Login user, string stamp, CancellationToken cancellationToken) => Set(() => user.Stamp = stamp);

    public Task SetTwoFactorEnabledAsync(Login user, bool enabled, CancellationToken cancellationToken) => Set(() => user.HasTotp = enabled);

    public Task SetAuthenticatorKeyAsync(Login user, string key, CancellationToken cancellationToken) => Set(() => user.TotpKey = key);

    public Task SetLockoutEnabledAsync(Login user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetNormalizedUserNameAsync(Login user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetUserNameAsync(Login user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException("People are renamed by PeopleStore.");

    public Task<IdentityResult> CreateAsync(Login user, CancellationToken cancellationToken) => throw new NotSupportedException("People are let in by PeopleStore.");

    public Task<IdentityResult> DeleteAsync(Login user, CancellationToken cancellationToken) => throw new NotSupportedException("Nobody is deleted.");

    public void Dispose()
    {
    }

    private static Task Set(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}

using System.Data.Common;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tasks;

/// <summary>Under which secret addresses people's calendars are.</summary>
internal sealed class CalendarStore(IDatabase database, IClock clock)
{
    /// <summary>Makes an address for somebody. The one that they had before leads nowhere from then on.</summary>
    /// <returns>The token, which is not kept, and under which address people reach Baton, as far as that is known; null where nobody who works here has this id.</returns>
    public Task<(CalendarToken Token, string Url)?> RenewAsync(Guid workspaceId, Guid person, AuditedAct act, CancellationToken cancel)
    {
        var (token, now) = (CalendarToken.New(workspaceId), clock.GetCurrentInstant().ToUnixTimeMilliseconds());
        return database.WriteAsync<(CalendarToken, string)?>(
            transaction =>
            {
                // Whoever leaves meanwhile waits, or has left: the row of the person is held.
                var connection = transaction.Connection!;
                if (connection.Execute("UPDATE person SET revision = revision WHERE workspace_id = @workspaceId AND person_id = @person AND deactivated_at IS NULL", new { workspaceId, person }, transaction) == 0)
                {
                    return null;
                }

                connection.Execute(
                    """
                    INSERT INTO calendar (workspace_id, person_id, hash, created_at) VALUES (@workspaceId, @person, @hash, @now)
                    ON CONFLICT (workspace_id, person_id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at
                    """,
                    new { workspaceId, person, hash = token.Hash, now },
                    transaction);
                act.Note(transaction, workspaceId, clock.GetCurrentInstant());
                return (token, connection.ExecuteScalar<string?>("SELECT url FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, transaction) ?? "");
            },
            cancel);
    }

    /// <summary>When somebody's address was made; null where they have none.</summary>
    public async Task<Instant?> MadeAsync(Guid workspaceId, Guid person, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return UnixTime.ToInstant(await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT created_at FROM calendar WHERE workspace_id = @workspaceId AND person_id = @person", new { workspaceId, person }, cancellationToken: cancel)));
    }

    /// <summary>Takes somebody's address away.</summary>
    /// <returns>False where they had none.</returns>
    public Task<bool> DeleteAsync(Guid workspaceId, Guid person, AuditedAct act, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            var deleted = Delete(transaction, workspaceId, person);
            if (deleted)
            {
                act.Note(transaction, workspaceId, clock.GetCurrentInstant());
            }

            return deleted;
        },
        cancel);

    /// <inheritdoc cref="DeleteAsync"/>
    public static bool Delete(DbTransaction transaction, Guid workspaceId, Guid person) =>
        transaction.Connection!.Execute("DELETE FROM calendar WHERE workspace_id = @workspaceId AND person_id = @person", new { workspaceId, person }, transaction) > 0;

    /// <summary>Whose calendar a token leads to; null for nobody's who works here.</summary>
    public async Task<(Guid Workspace, Guid Person, string Name)?> FindAsync(string token, CancellationToken cancel)
    {
        if (CalendarToken.WorkspaceOf(token) is not { } workspace)
        {
            return null;
        }

        await using var connection = await database.OpenReadAsync(cancel);
        var found = await connection.QueryFirstOrDefaultAsync<(Guid Person, string Name)?>(new CommandDefinition(
            """
            SELECT calendar.person_id, person.name FROM calendar
            JOIN person ON person.workspace_id = calendar.workspace_id AND person.person_id = calendar.person_id
            WHERE calendar.workspace_id = @workspace AND calendar.hash = @hash AND person.deactivated_at IS NULL
            """,
            new { workspace, hash = new CalendarToken(token).Hash },
            cancellationToken: cancel));
        return found is var (person, name) ? (workspace, person, name) : null;
    }
}

using System.Data.Common;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>A list of leads that somebody has named, to come back to.</summary>
public sealed class LeadView
{
    public Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public Guid Person { get; init; }

    public string Name { get; init; } = "";

    /// <summary>True where everybody sees it.</summary>
    public bool IsShared { get; init; }

    /// <summary>What it shows, as <see cref="LeadListAddress.ToBeKept"/> writes it.</summary>
    public string Address { get; init; } = "";

    /// <summary>The list that it shows.</summary>
    public LeadListAddress List => LeadListAddress.Of(Address) with { View = Id };
}

/// <summary>The views of a workspace's people.</summary>
internal sealed class LeadViewStore(IDatabase database, IClock clock)
{
    /// <summary>The most views that somebody has, and the most that they have deleted and can take back.</summary>
    public const int Most = 50;

    /// <summary>For how long a view that was deleted can be taken back.</summary>
    private static readonly Duration Kept = Duration.FromDays(30);

    private const string Selected = "SELECT view_id AS Id, person_id AS Person, name AS Name, is_shared AS IsShared, address AS Address FROM lead_view WHERE workspace_id = @workspaceId";

    /// <summary>What somebody sees: their own and those for everybody, the oldest first.</summary>
    public async Task<IReadOnlyList<LeadView>> OfAsync(Guid workspaceId, Guid person, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return (await connection.QueryAsync<LeadView>(new CommandDefinition(
            $"{Selected} AND deleted_at IS NULL AND (is_shared OR person_id = @person) ORDER BY view_id", new { workspaceId, person }, cancellationToken: cancel))).AsList();
    }

    /// <summary>A view, deleted or not; null where there is none.</summary>
    public async Task<LeadView?> FindAsync(Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return await connection.QueryFirstOrDefaultAsync<LeadView>(new CommandDefinition($"{Selected} AND view_id = @id", new { workspaceId, id }, cancellationToken: cancel));
    }

    /// <summary>Keeps a new view. Those that were deleted long ago go, and of theirs all but the last that were.</summary>
    /// <returns>Its id; null where they have as many as they can.</returns>
    public Task<Guid?> AddAsync(Guid workspaceId, Guid person, string name, bool isShared, string address, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            WorkspaceTurn.Own(transaction, workspaceId);
            var (connection, now) = (transaction.Connection!, clock.GetCurrentInstant());
            connection.Execute("DELETE FROM lead_view WHERE workspace_id = @workspaceId AND deleted_at < @before", new { workspaceId, before = (now - Kept).ToUnixTimeMilliseconds() }, transaction);
            connection.Execute(
                $"""
                DELETE FROM lead_view WHERE workspace_id = @workspaceId AND person_id = @person AND deleted_at IS NOT NULL AND view_id NOT IN (
                    SELECT view_id FROM lead_view WHERE workspace_id = @workspaceId AND person_id = @person AND deleted_at IS NOT NULL ORDER BY deleted_at DESC, view_id LIMIT {Most})
                """,
                new { workspaceId, person },
                transaction);
            if (Count(transaction, workspaceId, person) >= Most)
            {
                return null;
            }

            var id = Guid.CreateVersion7(now.ToDateTimeOffset());
            connection.Execute(
                """
                INSERT INTO lead_view (workspace_id, view_id, person_id, name, is_shared, address, created_at)
                VALUES (@workspaceId, @id, @person, @name, @isShared, @address, @at)
                """,
                new { workspaceId, id, person, name, isShared, address, at = now.ToUnixTimeMilliseconds() },
                transaction);
            return (Guid?)id;
        },
        cancel);

    /// <summary>Lets a view show something else.</summary>
    public Task<bool> ChangeAsync(Guid workspaceId, Guid id, string address, CancellationToken cancel) => database.WriteAsync(
        transaction => transaction.Connection!.Execute(
            "UPDATE lead_view SET address = @address WHERE workspace_id = @workspaceId AND view_id = @id AND deleted_at IS NULL", new { workspaceId, id, address }, transaction) > 0,
        cancel);

    /// <summary>Deletes a view.</summary>
    public Task DeleteAsync(Guid workspaceId, Guid id, CancellationToken cancel) => database.WriteAsync(
        transaction => transaction.Connection!.Execute(
            "UPDATE lead_view SET deleted_at = @at WHERE workspace_id = @workspaceId AND view_id = @id AND deleted_at IS NULL",
            new { workspaceId, id, at = clock.GetCurrentInstant().ToUnixTimeMilliseconds() },
            transaction),
        cancel);

    /// <summary>Takes a view back that was deleted.</summary>
    /// <returns>False where whose it is has as many as they can.</returns>
    public Task<bool> RestoreAsync(Guid workspaceId, Guid id, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            WorkspaceTurn.Own(transaction, workspaceId);
            var connection = transaction.Connection!;
            if (connection.QueryFirstOrDefault<Guid?>("SELECT person_id FROM lead_view WHERE workspace_id = @workspaceId AND view_id = @id AND deleted_at IS NOT NULL", new { workspaceId, id }, transaction) is not { } person)
            {
                return true;
            }

            return Count(transaction, workspaceId, person) < Most
                && connection.Execute("UPDATE lead_view SET deleted_at = NULL WHERE workspace_id = @workspaceId AND view_id = @id", new { workspaceId, id }, transaction) > 0;
        },
        cancel);

    private static int Count(DbTransaction transaction, Guid workspaceId, Guid person) => transaction.Connection!.ExecuteScalar<int>(
        "SELECT COUNT(*) FROM lead_view WHERE workspace_id = @workspaceId AND person_id = @person AND deleted_at IS NULL", new { workspaceId, person }, transaction);
}

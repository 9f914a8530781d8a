using System.Security.Cryptography;
using Baton.Server.Hosting;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Workspaces;

/// <summary>One company's Baton.</summary>
/// <param name="Id">Leads every key of what is the workspace's.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Playbook">The published version; 0 is none yet.</param>
internal sealed record Workspace(Guid Id, string Name, Instant Created, int Playbook);

/// <summary>The workspaces of a database.</summary>
internal sealed class WorkspaceStore(IDatabase database, IClock clock)
{
    /// <summary>Stands in messages for the address under which people reach Baton as long as no server has said it. It is filled in when they are sent.</summary>
    public const string UnknownUrl = "https://baton.invalid";

    /// <summary>Makes a workspace.</summary>
    public Task<Workspace> AddAsync(string name, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var workspace = new Workspace(Guid.CreateVersion7(now.ToDateTimeOffset()), name, now, Playbook: 0);
        return database.WriteAsync(
            transaction =>
            {
                transaction.Connection!.Execute(
                    "INSERT INTO workspace (workspace_id, name, created_at, link_secret) VALUES (@Id, @Name, @created, @secret)",
                    new { workspace.Id, workspace.Name, created = now.ToUnixTimeMilliseconds(), secret = RandomNumberGenerator.GetBytes(32) },
                    transaction);
                return workspace;
            },
            cancel);
    }

    /// <summary>The oldest workspace; a new one where there is none.</summary>
    public async Task<Workspace> FirstAsync(CancellationToken cancel) => await AllAsync(cancel) is [var first, ..] ? first : await AddAsync("Baton", cancel);

    /// <summary>A workspace that is there.</summary>
    public async Task<Workspace> GetAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var (name, created, playbook) = await connection.QuerySingleAsync<(string Name, long Created, int Playbook)>(new CommandDefinition(
            "SELECT name, created_at, playbook FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, cancellationToken: cancel));
        return new Workspace(workspaceId, name, Instant.FromUnixTimeMilliseconds(created), playbook);
    }

    /// <summary>Gives a workspace another name.</summary>
    public Task RenameAsync(Guid workspaceId, string name, AuditedAct act, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            WorkspaceTurn.Own(transaction, workspaceId);
            var renamed = transaction.Connection!.Execute("UPDATE workspace SET name = @name WHERE workspace_id = @workspaceId AND name <> @name", new { workspaceId, name }, transaction) > 0;
            if (renamed)
            {
                act.Note(transaction, workspaceId, clock.GetCurrentInstant());
            }

            return renamed;
        },
        cancel);

    /// <summary>Notes under which address people reach Baton, for links in messages, and makes what these are signed with where there is nothing yet.</summary>
    public async Task ReachAtAsync(ServerOptions options, CancellationToken cancel)
    {
        foreach (var workspace in await AllAsync(cancel))
        {
            await database.WriteAsync(
                transaction => transaction.Connection!.Execute(
                    """
                    UPDATE workspace SET url = COALESCE(@said, url, @usual), link_secret = COALESCE(link_secret, @secret)
                    WHERE workspace_id = @Id AND (url IS NULL OR link_secret IS NULL OR url <> COALESCE(@said, url))
                    """,
                    new { workspace.Id, said = options.PublicUrl.Length == 0 ? null : options.Address(), usual = options.Address(), secret = RandomNumberGenerator.GetBytes(32) },
                    transaction),
                cancel);
        }
    }

    /// <summary>Every workspace, the oldest first.</summary>
    public async Task<IReadOnlyList<Workspace>> AllAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var rows = await connection.QueryAsync<(Guid Id, string Name, long Created, int Playbook)>(
            new CommandDefinition("SELECT workspace_id, name, created_at, playbook FROM workspace ORDER BY workspace_id", cancellationToken: cancel));
        return [.. rows.Select(row => new Workspace(row.Id, row.Name, Instant.FromUnixTimeMilliseconds(row.Created), row.Playbook))];
    }
}

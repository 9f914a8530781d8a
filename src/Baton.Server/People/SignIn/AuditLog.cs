using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.People.SignIn;

/// <summary>Who has set what up: every administrative act, with who did it, when and from where. It is never changed.</summary>
internal sealed class AuditLog(IDatabase database, IClock clock)
{
    /// <summary>Notes an act that is nothing but this entry, such as one that reads.</summary>
    public Task AddAsync(Guid workspaceId, AuditedAct act, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            act.Note(transaction, workspaceId, clock.GetCurrentInstant());
            return true;
        },
        cancel);

    /// <summary>The statement that lists what is asked for.</summary>
    internal static string ListSql(AuditQuery query) => string.Concat(
        "SELECT audit_id AS Id, at AS At, actor AS Actor, address AS Address, act AS Act, subject AS Subject, detail AS Detail FROM audit WHERE workspace_id = @workspaceId",
        query.Person is null ? "" : " AND person_id = @Person",
        query.Program is null ? "" : " AND person_id IS NULL AND actor = @Program",
        query.About is null ? "" : " AND act LIKE @about",
        query.Since is null ? "" : " AND audit_id >= @since",
        query.Before is null ? "" : " AND audit_id < @Before",
        " ORDER BY audit_id DESC LIMIT @rows");

    /// <summary>The newest acts first.</summary>
    public async Task<(IReadOnlyList<AuditRow> Rows, Guid? Next)> ReadAsync(Guid workspaceId, AuditQuery query, int limit, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var rows = (await connection.QueryAsync<AuditRow>(new CommandDefinition(
            ListSql(query),
            new { workspaceId, query.Person, query.Program, about = query.About + ".%", since = query.Since is { } since ? UnixTime.FirstIdAt(since) : default, query.Before, rows = limit + 1 },
            cancellationToken: cancel))).ToList();
        return (rows.Take(limit).ToList(), rows.Count > limit ? rows[limit - 1].Id : null);
    }
}

/// <summary>What of the audit log is asked for.</summary>
/// <param name="Person">Only what this person did; null for everybody.</param>
/// <param name="Program">Only what the key of this name did, as <c>key crm</c>; null for all.</param>
/// <param name="About">Only acts that begin so, such as <c>webhook</c>; null for all.</param>
/// <param name="Since">Only those since this moment; null for all.</param>
/// <param name="Before">Only those before this id; null begins with the newest.</param>
internal sealed record AuditQuery(Guid? Person = null, string? Program = null, string? About = null, Instant? Since = null, Guid? Before = null);

/// <summary>An act as the database has it.</summary>
public sealed class AuditRow
{
    public Guid Id { get; init; }

    public long At { get; init; }

    public string Actor { get; init; } = "";

    public string? Address { get; init; }

    public string Act { get; init; } = "";

    public string Subject { get; init; } = "";

    public string Detail { get; init; } = "";
}

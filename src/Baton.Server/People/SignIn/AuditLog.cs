using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Server.Api;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.People.SignIn;

/// <summary>Who has set what up: every administrative act, with who did it, when and from where. It is never changed.</summary>
internal sealed class AuditLog(IDatabase database, IClock clock)
{
    private static readonly JsonSerializerOptions Kept = Options();

    /// <summary>Notes an act that was done.</summary>
    /// <param name="workspaceId">Where.</param>
    /// <param name="who">Who did it.</param>
    /// <param name="act">What, such as <c>person.invited</c>.</param>
    /// <param name="subject">To what, as people call it.</param>
    /// <param name="detail">What else there is to be known; written as JSON. No secrets.</param>
    /// <param name="cancel">Gives up.</param>
    public Task AddAsync(Guid workspaceId, Auditor who, string act, string subject, object? detail, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            Add(transaction, clock.GetCurrentInstant(), workspaceId, who, act, subject, detail);
            return true;
        },
        cancel);

    /// <inheritdoc cref="AddAsync"/>
    public static void Add(DbTransaction transaction, Instant now, Guid workspaceId, Auditor who, string act, string subject, object? detail = null) => transaction.Connection!.Execute(
        """
        INSERT INTO audit (workspace_id, audit_id, at, actor, person_id, address, act, subject, detail)
        VALUES (@workspaceId, @id, @at, @Name, @Person, @Address, @act, @subject, @detail)
        """,
        new
        {
            workspaceId,
            id = Guid.CreateVersion7(now.ToDateTimeOffset()),
            at = now.ToUnixTimeMilliseconds(),
            who.Name,
            who.Person,
            who.Address,
            act,
            subject = KeptText.Of(subject),
            detail = JsonSerializer.Serialize(detail ?? new { }, Kept),
        },
        transaction);

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        return options;
    }

    /// <summary>The newest acts first.</summary>
    public async Task<(IReadOnlyList<AuditRow> Rows, Guid? Next)> ReadAsync(Guid workspaceId, Guid? before, int limit, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var rows = (await connection.QueryAsync<AuditRow>(new CommandDefinition(
            $"""
            SELECT audit_id AS Id, at AS At, actor AS Actor, address AS Address, act AS Act, subject AS Subject, detail AS Detail
            FROM audit WHERE workspace_id = @workspaceId{(before is null ? "" : " AND audit_id < @before")} ORDER BY audit_id DESC LIMIT @rows
            """,
            new { workspaceId, before, rows = limit + 1 },
            cancellationToken: cancel))).ToList();
        return (rows.Take(limit).ToList(), rows.Count > limit ? rows[limit - 1].Id : null);
    }
}

/// <summary>Who does an administrative act.</summary>
/// <param name="Name">A person's name and address, or what a key is called.</param>
/// <param name="Person">The person's id; null where it is none.</param>
/// <param name="Address">Where from; null where that is not known.</param>
internal sealed record Auditor(string Name, Guid? Person, string? Address);

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

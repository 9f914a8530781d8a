using System.Buffers.Binary;
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

    /// <summary>The least id that an act of a moment can have.</summary>
    private static Guid FirstIdAt(Instant at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, at.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        return options;
    }

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
            new { workspaceId, query.Person, query.Program, about = query.About + ".%", since = query.Since is { } since ? FirstIdAt(since) : default, query.Before, rows = limit + 1 },
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

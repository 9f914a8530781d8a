using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Server.Api;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.People.SignIn;

/// <summary>
/// An administrative act that somebody asks for. Whatever does it notes it in the transaction in which it is done, and only where that changes something: so neither
/// is there without the other, whoever hangs up and whatever dies meanwhile.
/// </summary>
/// <param name="Who">Who does it.</param>
/// <param name="Name">What, such as <c>person.invited</c>.</param>
/// <param name="Subject">To what, as people call it.</param>
/// <param name="Detail">What else there is to be known; written as JSON. No secrets.</param>
internal sealed record AuditedAct(Auditor Who, string Name, string Subject, object? Detail = null)
{
    private static readonly JsonSerializerOptions Kept = Options();

    /// <summary>Writes it into the audit log.</summary>
    /// <param name="transaction">In which it is done.</param>
    /// <param name="workspaceId">Where.</param>
    /// <param name="now">When.</param>
    public void Note(DbTransaction transaction, Guid workspaceId, Instant now) => transaction.Connection!.Execute(
        """
        INSERT INTO audit (workspace_id, audit_id, at, actor, person_id, address, act, subject, detail)
        VALUES (@workspaceId, @id, @at, @actor, @Person, @Address, @Name, @subject, @detail)
        """,
        new
        {
            workspaceId,
            id = Guid.CreateVersion7(now.ToDateTimeOffset()),
            at = now.ToUnixTimeMilliseconds(),
            actor = Who.Name,
            Who.Person,
            Who.Address,
            Name,
            subject = KeptText.Of(Subject),
            detail = JsonSerializer.Serialize(Detail ?? new { }, Kept),
        },
        transaction);

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        return options;
    }
}

/// <summary>Who does an administrative act.</summary>
/// <param name="Name">A person's name and address, or what a key is called.</param>
/// <param name="Person">The person's id; null where it is none.</param>
/// <param name="Address">Where from; null where that is not known.</param>
internal sealed record Auditor(string Name, Guid? Person, string? Address)
{
    /// <summary>Whoever may open the database; who that is, only the operating system knows.</summary>
    public static Auditor CommandLine { get; } = new("command line", Person: null, Address: null);
}

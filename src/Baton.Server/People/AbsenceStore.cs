using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.People;

/// <summary>When people do not work although they otherwise would.</summary>
internal sealed class AbsenceStore(IDatabase database, IClock clock)
{
    private const string Columns = "absence_id AS Id, person_id AS PersonId, from_at AS FromAt, to_at AS ToAt, reason AS Reason";

    /// <summary>Somebody's absences, the earliest first.</summary>
    public async Task<IReadOnlyList<AbsenceRow>> AllAsync(Guid workspaceId, Guid person, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return [.. await connection.QueryAsync<AbsenceRow>(new CommandDefinition(
            $"SELECT {Columns} FROM absence WHERE workspace_id = @workspaceId AND person_id = @person ORDER BY from_at, absence_id",
            new { workspaceId, person },
            cancellationToken: cancel))];
    }

    /// <summary>The absences of everybody that are not over, the earliest first.</summary>
    public async Task<IReadOnlyList<AbsenceRow>> ComingAsync(Guid workspaceId, Instant now, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return [.. await connection.QueryAsync<AbsenceRow>(new CommandDefinition(
            $"SELECT {Columns} FROM absence WHERE workspace_id = @workspaceId AND (to_at IS NULL OR to_at > @now) ORDER BY from_at, absence_id",
            new { workspaceId, now = now.ToUnixTimeMilliseconds() },
            cancellationToken: cancel))];
    }

    /// <summary>Notes an absence.</summary>
    /// <param name="workspaceId">Where they work.</param>
    /// <param name="person">Somebody who is there.</param>
    /// <param name="from">Its first moment.</param>
    /// <param name="to">Its end, after <paramref name="from"/>; null where nobody knows it yet.</param>
    /// <param name="reason">Why, for people; null where nothing is said.</param>
    /// <param name="act">What it is for the audit log.</param>
    /// <param name="cancel">Withdraws it.</param>
    public Task<AbsenceRow> AddAsync(Guid workspaceId, Guid person, Instant from, Instant? to, string? reason, AuditedAct act, CancellationToken cancel)
    {
        var absence = new AbsenceRow
        {
            Id = Guid.CreateVersion7(clock.GetCurrentInstant().ToDateTimeOffset()),
            PersonId = person,
            FromAt = from.ToUnixTimeMilliseconds(),
            ToAt = to?.ToUnixTimeMilliseconds(),
            Reason = reason,
        };
        return database.WriteAsync(
            transaction =>
            {
                transaction.Connection!.Execute(
                    """
                    INSERT INTO absence (workspace_id, absence_id, person_id, from_at, to_at, reason)
                    VALUES (@workspaceId, @Id, @PersonId, @FromAt, @ToAt, @Reason)
                    """,
                    new { workspaceId, absence.Id, absence.PersonId, absence.FromAt, absence.ToAt, absence.Reason },
                    transaction);
                act.Note(transaction, workspaceId, clock.GetCurrentInstant());
                return absence;
            },
            cancel);
    }

    /// <summary>Gives an absence another end.</summary>
    /// <returns>The absence, with its end only where that is after its beginning; null where there is none.</returns>
    public Task<AbsenceRow?> EndAsync(Guid workspaceId, Guid person, Guid id, Instant to, AuditedAct act, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            var at = to.ToUnixTimeMilliseconds();
            var changed = transaction.Connection!.Execute(
                "UPDATE absence SET to_at = @at WHERE workspace_id = @workspaceId AND absence_id = @id AND person_id = @person AND from_at < @at AND (to_at IS NULL OR to_at <> @at)",
                new { workspaceId, id, person, at },
                transaction) > 0;
            if (changed)
            {
                act.Note(transaction, workspaceId, clock.GetCurrentInstant());
            }

            return transaction.Connection!.QueryFirstOrDefault<AbsenceRow>(
                $"SELECT {Columns} FROM absence WHERE workspace_id = @workspaceId AND absence_id = @id AND person_id = @person", new { workspaceId, id, person }, transaction);
        },
        cancel);

    /// <summary>Takes an absence away that was noted by mistake.</summary>
    /// <returns>False where there is none.</returns>
    public Task<bool> DeleteAsync(Guid workspaceId, Guid person, Guid id, AuditedAct act, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            var deleted = transaction.Connection!.Execute(
                "DELETE FROM absence WHERE workspace_id = @workspaceId AND absence_id = @id AND person_id = @person", new { workspaceId, id, person }, transaction) > 0;
            if (deleted)
            {
                act.Note(transaction, workspaceId, clock.GetCurrentInstant());
            }

            return deleted;
        },
        cancel);
}

/// <summary>An absence as the database has it.</summary>
internal sealed class AbsenceRow
{
    public Guid Id { get; init; }

    public Guid PersonId { get; init; }

    public long FromAt { get; init; }

    public long? ToAt { get; init; }

    public string? Reason { get; init; }

    public Instant From => Instant.FromUnixTimeMilliseconds(FromAt);

    public Instant? To => UnixTime.ToInstant(ToAt);
}

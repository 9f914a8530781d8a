using System.Data.Common;
using Baton.Core.Qualification;
using Baton.Server.Api;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Lists what was found out about a lead by asking, whether it still holds or not.</summary>
internal sealed class AnswerList(IDatabase database)
{
    private const string Columns =
        "answer_id AS Id, criterion AS Criterion, value AS Value, written AS Written, at AS GivenAt, said_by AS SaidBy, source AS Source, form AS Form, note AS Note";

    /// <summary>A page of answers of a lead and all its parts, the newest first; null where there is no such lead.</summary>
    public async Task<(IReadOnlyList<PastAnswer> Items, Place? Next)?> ReadAsync(Guid workspaceId, Guid lead, int limit, Place? after, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (LeadTable.RootsOf(connection, workspaceId, [lead]) is not [var (_, root)])
        {
            return null;
        }

        return Read(connection, snapshot, workspaceId, [.. LeadTable.PartsOf(connection, workspaceId, [root]).Select(part => part.Id)], limit, after);
    }

    /// <summary>A page of answers of the rows of a lead, the newest first.</summary>
    public static (IReadOnlyList<PastAnswer> Items, Place? Next) Read(DbConnection connection, DbTransaction snapshot, Guid workspaceId, IReadOnlyList<Guid> parts, int limit, Place? after)
    {
        var found = new List<AnswerRow>();
        foreach (var part in parts)
        {
            found.AddRange(connection.Query<AnswerRow>(Sql(after), new { workspaceId, part, at = after?.Number ?? 0, id = after?.Id ?? Guid.Empty, rows = limit + 1 }, snapshot));
        }

        var newest = found.OrderByDescending(row => row.GivenAt).ThenByDescending(row => row.Id.ToString(), StringComparer.Ordinal).ToList();
        var shown = newest.Take(limit).ToList();
        return (shown.ConvertAll(row => row.ToAnswer()), newest.Count > limit ? new Place(shown[^1].GivenAt, shown[^1].Id) : null);
    }

    /// <summary>The statement that lists the answers of a row of a lead.</summary>
    public static string Sql(Place? after) =>
        $"SELECT {Columns} FROM answer WHERE workspace_id = @workspaceId AND lead_id = @part{(after is null ? "" : " AND (at, answer_id) < (@at, @id)")} ORDER BY at DESC, answer_id DESC LIMIT @rows";

    private sealed class AnswerRow
    {
        public Guid Id { get; init; }

        public string Criterion { get; init; } = "";

        public string? Value { get; init; }

        public string Written { get; init; } = "";

        public long GivenAt { get; init; }

        public string SaidBy { get; init; } = "";

        public short Source { get; init; }

        public string? Form { get; init; }

        public string? Note { get; init; }

        public PastAnswer ToAnswer() => new(
            Id, Criterion, Value is null ? null : Written, Value, Instant.FromUnixTimeMilliseconds(GivenAt), SaidBy, ((AnswerSource)Source).Name(), Form, Note);
    }
}

/// <summary>An answer that was given once, whether it still holds or not.</summary>
/// <param name="Id">The answer's id.</param>
/// <param name="Criterion">What was asked for, by its name in the playbook.</param>
/// <param name="Answer">As it was given; null where it says that nothing is known any more.</param>
/// <param name="Value">As it is compared; null likewise.</param>
/// <param name="At">When.</param>
/// <param name="By">Who says so.</param>
/// <param name="Source">Where from: `call`, `meeting`, `email`, `form` or `import`.</param>
/// <param name="Form">The form; null where it is from none.</param>
/// <param name="Note">What else was said; null for nothing.</param>
internal sealed record PastAnswer(Guid Id, string Criterion, string? Answer, string? Value, Instant At, string By, string Source, string? Form, string? Note);

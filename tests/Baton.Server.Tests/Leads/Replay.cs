using System.Data.Common;
using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Leads;

/// <summary>
/// Every lead with its stored score, and the score that the events kept of it give when all are read again, by code that shares nothing with
/// intake but the definition of the score.
/// </summary>
internal static class Replay
{
    /// <summary>What a row of a file of leads says of the company.</summary>
    private static readonly string[] OfCompany = ["company", "website", "industry", "employees", "revenue", "plan"];

    public static IReadOnlyList<(Guid Lead, Score Stored, Score Replayed)> Of(DbConnection connection, Guid id, Scorer scorer, Instant now)
    {
        using var snapshot = connection.BeginSnapshot();
        var rows = connection.Query<LeadColumns>(
            "SELECT lead_id, root_id, account_id, is_known, stage, total, fit, engagement, grade FROM lead WHERE workspace_id = @id", new { id }, snapshot).ToList();
        var rootOf = rows.ToDictionary(row => row.lead_id, row => row.root_id);
        var behaviour = new Dictionary<Guid, List<Event>>();
        var edits = new Dictionary<Guid, List<Edit>>();
        var accountEdits = new Dictionary<Guid, List<Edit>>();
        foreach (var kept in connection.Query<EventColumns>(
            "SELECT event_id, lead_id, account_id, kind, name, occurred_at, mark, payload FROM event WHERE workspace_id = @id", new { id }, snapshot, buffered: false))
        {
            using var call = JsonDocument.Parse(kept.payload);
            var root = rootOf[kept.lead_id];
            if (kept.kind < 3 && kept.mark is 0 or 3)
            {
                Add(behaviour, root, new Event(kept.event_id.ToString(), kept.name, Time(kept.occurred_at), now, Values(call, "properties")));
            }
            else if (kept.kind is 3 or 6 or 7)
            {
                Add(edits, root, new Edit(kept.event_id.ToString(), Time(kept.occurred_at), Values(call, "traits")));
            }

            if (kept.account_id is { } account)
            {
                var said = Values(call, "traits").Where(trait => kept.kind != 6 || OfCompany.Contains(trait.Key)).ToList();
                Add(accountEdits, account, new Edit(kept.event_id.ToString(), Time(kept.occurred_at), said));
            }
        }

        return [.. rows.Where(row => row.root_id == row.lead_id).Select(root =>
        {
            var facts = new Facts(
                [.. behaviour.GetValueOrDefault(root.lead_id, [])],
                [.. edits.GetValueOrDefault(root.lead_id, [])],
                root.account_id is { } account ? [.. accountEdits.GetValueOrDefault(account, [])] : []);
            var score = scorer.Score(facts, now);
            return (root.lead_id, root.Score, root.is_known ? score : score with { Stage = default });
        })];
    }

    private static void Add<T>(Dictionary<Guid, List<T>> lists, Guid key, T item)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        list.Add(item);
    }

    private static Instant Time(long milliseconds) => Instant.FromUnixTimeMilliseconds(milliseconds);

    private static List<KeyValuePair<string, Value>> Values(JsonDocument call, string under) =>
        call.RootElement.TryGetProperty(under, out var properties) && properties.ValueKind == JsonValueKind.Object
            ? [.. properties.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Value.Of(p.Value.ToString())))]
            : [];

#pragma warning disable IDE1006 // The names of the columns.
    private sealed class LeadColumns
    {
        public Guid lead_id { get; init; }

        public Guid root_id { get; init; }

        public Guid? account_id { get; init; }

        public bool is_known { get; init; }

        public short stage { get; init; }

        public int total { get; init; }

        public long fit { get; init; }

        public long engagement { get; init; }

        public string? grade { get; init; }

        public Score Score => new(total, fit, engagement, grade is null ? null : new Grade(grade[0], grade[1] - '0'), (Stage)stage);
    }

    private sealed class EventColumns
    {
        public Guid event_id { get; init; }

        public Guid lead_id { get; init; }

        public Guid? account_id { get; init; }

        public short kind { get; init; }

        public string name { get; init; } = "";

        public long occurred_at { get; init; }

        public short mark { get; init; }

        public byte[] payload { get; init; } = [];
    }
#pragma warning restore IDE1006
}

using System.Data.Common;
using System.Globalization;
using Baton.Core.Playbooks;
using Baton.Server.Hosting;
using Baton.Server.People.SignIn;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Retention;

/// <summary>
/// For how many days a workspace keeps event by event what its leads did. Whoever operates Baton says the most, for that is a matter of disks and of the law; a
/// workspace can keep less, but no less than its playbook needs, whichever was there first.
/// </summary>
internal sealed class EventRetention(IDatabase database, PlaybookShelf shelf, ServerOptions options, IClock clock)
{
    /// <summary>No more events are counted than these, so that asking takes no long time.</summary>
    public const int MostCounted = 100_000;

    /// <summary>What leads did, as SQL: track, page and screen calls. Who somebody is and changes by hand are no such kinds, and stay.</summary>
    public const string IsOfLead = "kind IN (0, 1, 2)";

    /// <summary>Through no more events it is looked for those that would go.</summary>
    private const int MostLookedThrough = 500_000;

    /// <summary>No more events that are old enough are read than these and one.</summary>
    private const int MostOlder = 20_000;

    /// <summary>The lead before which there are no more than so many events; none where there are no more in all.</summary>
    internal const string LastLookedThroughSql = "SELECT lead_id FROM event WHERE workspace_id = @workspaceId ORDER BY lead_id LIMIT 1 OFFSET @most";

    /// <summary>The range of leads makes databases read the index that has the time as well: only what is old enough is looked up.</summary>
    internal const string OlderSql =
        $"""
        SELECT COUNT(*), COALESCE(SUM(CASE WHEN {IsOfLead} THEN 1 ELSE 0 END), 0)
        FROM (SELECT kind FROM event WHERE workspace_id = @workspaceId AND lead_id < @last AND occurred_at < @from LIMIT @most) AS counted
        """;

    private const int Fewest = 30;

    /// <summary>The most days that a workspace can say: a hundred years.</summary>
    public const int Most = 36_500;

    /// <summary>The days that are kept before today; 0 where all are.</summary>
    public async Task<int> DaysAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var chosen = await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
            "SELECT days_to_keep_events FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, cancellationToken: cancel));
        return Days(chosen, Needed(shelf.Current(connection, workspaceId)).Days);
    }

    /// <summary>The days that are kept before today, which stay so until the end of the transaction; 0 where all are.</summary>
    public int Hold(DbTransaction transaction, Guid workspaceId)
    {
        var playbook = shelf.Hold(transaction, workspaceId);
        var chosen = transaction.Connection!.ExecuteScalar<int?>("SELECT days_to_keep_events FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, transaction);
        return Days(chosen, Needed(playbook).Days);
    }

    /// <summary>What is kept, and what there is.</summary>
    public async Task<KeptEvents> ReadAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var (chosen, from) = await connection.QuerySingleAsync<(int? Chosen, long? From)>(new CommandDefinition(
            "SELECT days_to_keep_events, events_from FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, cancellationToken: cancel));

        var (fewest, slowest) = Needed(shelf.Current(connection, workspaceId));
        return new KeptEvents(chosen, options.DaysToKeepEvents, Days(chosen, fewest), fewest, slowest, UnixTime.ToInstant(from)?.InUtc().Date);
    }

    /// <summary>How many events would go if so many days were kept.</summary>
    public Task<OlderEvents> CountOlderAsync(Guid workspaceId, int days, CancellationToken cancel) => CountOlderAsync(workspaceId, days, MostLookedThrough, MostOlder, cancel);

    /// <param name="workspaceId">Whose events.</param>
    /// <param name="days">The days.</param>
    /// <param name="most">Through how many events it looks, which cost an entry of an index each.</param>
    /// <param name="mostOlder">How many of them that are old enough it counts, which cost the event itself, for what is known of leads stays.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task<OlderEvents> CountOlderAsync(Guid workspaceId, int days, int most, int mostOlder, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var last = await connection.QueryFirstOrDefaultAsync<Guid?>(new CommandDefinition(LastLookedThroughSql, new { workspaceId, most }, cancellationToken: cancel));
        var (read, older) = await connection.QuerySingleAsync<(int Read, int Older)>(new CommandDefinition(
            OlderSql,
            new { workspaceId, last = last ?? Guid.AllBitsSet, from = FirstDay(days).AtMidnight().InUtc().ToInstant().ToUnixTimeMilliseconds(), most = mostOlder + 1 },
            cancellationToken: cancel));
        return new OlderEvents(older, last is null && read <= mostOlder);
    }

    /// <summary>The first day of which events are kept where so many days are.</summary>
    public LocalDate FirstDay(int days) => clock.GetCurrentInstant().InUtc().Date.PlusDays(-days);

    /// <summary>Keeps so many days from now on; null keeps as many as the server does.</summary>
    public Task SetAsync(Guid workspaceId, int? days, AuditedAct act, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            WorkspaceTurn.Own(transaction, workspaceId);
            var before = transaction.Connection!.ExecuteScalar<int?>("SELECT days_to_keep_events FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, transaction);
            if (before == days)
            {
                return false;
            }

            transaction.Connection!.Execute("UPDATE workspace SET days_to_keep_events = @days WHERE workspace_id = @workspaceId", new { workspaceId, days }, transaction);
            (act with { Detail = new { Before = before, Days = days } }).Note(transaction, workspaceId, clock.GetCurrentInstant());
            return true;
        },
        cancel);

    /// <summary>Reads a number of days.</summary>
    /// <param name="written">Empty where as many are to be kept as the server keeps.</param>
    /// <param name="kept">What is kept now.</param>
    /// <param name="days">The number; null where it is the server's.</param>
    /// <returns>False where it is none that can be kept.</returns>
    public static bool TryRead(string written, KeptEvents kept, out int? days)
    {
        days = int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return written.Length == 0 || number >= kept.Fewest && number <= kept.Most;
    }

    /// <summary>The fewest days that a playbook needs, and the rule that needs them where it is one.</summary>
    private static (int Days, string? Slowest) Needed(PublishedPlaybook playbook)
    {
        // A rule whose points fade away needs its events for as long: only then can one be marked as a machine's, and the explanation shows them all.
        var slowest = playbook.Scorer.Playbook.Engagement.Rules.Where(rule => rule.Decay is Decay.Linear).MaxBy(rule => rule.Decay.SettlesAfter);
        return (Math.Clamp(slowest?.Decay.SettlesAfter ?? 0, Fewest, Most), slowest?.Decay.SettlesAfter > Fewest ? slowest.Name : null);
    }

    /// <summary>The shorter of what the server keeps and what the workspace keeps, of which 0 is all.</summary>
    private int Days(int? chosen, int fewest) => (options.DaysToKeepEvents, chosen is { } days ? Math.Max(days, fewest) : 0) switch
    {
        (0, var own) => own,
        (var server, 0) => server,
        var (server, own) => Math.Min(server, own),
    };
}

/// <summary>Events that would go.</summary>
/// <param name="Count">How many of those that were looked at.</param>
/// <param name="IsAll">True where all were looked at; else there may be more.</param>
public sealed record OlderEvents(int Count, bool IsAll);

/// <summary>For how long events are kept.</summary>
/// <param name="Chosen">What the workspace has said, in days; null where nothing.</param>
/// <param name="OfServer">What the server keeps; 0 is all.</param>
/// <param name="Days">What holds of both; 0 is all.</param>
/// <param name="Fewest">The fewest days that can be kept.</param>
/// <param name="Slowest">The rule of the playbook that needs so many; null where it is no rule.</param>
/// <param name="From">The first day of which events are there still; null where none were deleted.</param>
public sealed record KeptEvents(int? Chosen, int OfServer, int Days, int Fewest, string? Slowest, LocalDate? From)
{
    /// <summary>The most days that can be kept.</summary>
    public int Most => OfServer == 0 ? EventRetention.Most : Math.Max(OfServer, Fewest);

    /// <summary>True where a playbook that came later needs more days than were chosen.</summary>
    public bool NeedsMoreThanChosen => Chosen is { } chosen && chosen < Fewest;

    /// <summary>True where the server keeps fewer days than the playbook needs, which nobody in the workspace can change.</summary>
    public bool IsTooShort => Days > 0 && Days < Fewest && Slowest is not null;
}

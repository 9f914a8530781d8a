using System.Diagnostics;
using Baton.Core.Lifecycle;
using Baton.Server.Handoffs;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Dapper;
using NodaTime;
using Activity = Baton.Server.Leads.Activity;
using Directory = Baton.Server.Handoffs.Directory;

namespace Baton.Bench.Handoffs;

/// <summary>
/// The limit that due leads are measured against: the same rows of <c>lead</c> updated in all the columns that a decision writes, and a row of <c>activity</c> added for each, in
/// transactions of as many leads as the timer takes. What is written was made before; nothing is read, locked or decided.
/// </summary>
internal static class RawDue
{
    private const int LeadsAtOnce = 100;

    public static async Task<double> LeadsPerSecondAsync(IDatabase database, Guid workspace, IClock clock)
    {
        var pieces = new Queue<(LeadRow Lead, Activity Activity)[]>((await PrepareAsync(database, workspace, clock)).Chunk(LeadsAtOnce));
        for (var piece = 0; piece < DueLeads.WarmUp; piece++)
        {
            await WriteAsync(database, workspace, pieces.Dequeue());
        }

        var left = pieces.Sum(piece => piece.Length);
        var start = Stopwatch.GetTimestamp();
        while (pieces.TryDequeue(out var piece))
        {
            await WriteAsync(database, workspace, piece);
        }

        return left / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Task<int> WriteAsync(IDatabase database, Guid workspace, (LeadRow Lead, Activity Activity)[] rows) => database.WriteAsync(
        transaction =>
        {
            LeadTable.Save(transaction, workspace, Array.ConvertAll(rows, row => row.Lead), []);
            Activity.Add(transaction, workspace, Array.ConvertAll(rows, row => row.Activity));
            return rows.Length;
        },
        CancellationToken.None);

    /// <summary>The rows as a decision would leave them.</summary>
    private static async Task<List<(LeadRow Lead, Activity Activity)>> PrepareAsync(IDatabase database, Guid workspace, IClock clock)
    {
        var now = clock.GetCurrentInstant();
        var roster = await new TeamStore(database, clock).RosterAsync(workspace, CancellationToken.None);
        await using var connection = await database.OpenReadAsync(CancellationToken.None);
        var names = new Directory(() => roster, () => PeopleStore.All(connection, workspace));
        var due = await connection.QueryAsync<Guid>(
            "SELECT lead_id FROM lead WHERE workspace_id = @workspace AND wake_at <= @now ORDER BY wake_at", new { workspace, now = now.ToUnixTimeMilliseconds() });
        return [.. due.Chunk(1_000).SelectMany(some => LeadTable.PartsOf(connection, workspace, some)).Select((lead, number) => (lead, Remind(lead, now, names, number % LeadsAtOnce)))];
    }

    /// <summary>The owner is reminded: the next step of the clock is over.</summary>
    private static Activity Remind(LeadRow lead, Instant now, Directory names, int place)
    {
        var handoff = lead.Work.Handoff!;
        var step = handoff.Steps[0];
        handoff = handoff with { Steps = handoff.Steps.RemoveAt(0) };
        lead.Work = lead.Work with { Handoff = handoff };
        (lead.WakeAt, lead.ScoredAt, lead.IsChanged) = (lead.Work.NextDue, now, true);
        lead.Revision++;

        // Texts that are made when they are first asked for are made now.
        _ = (lead.EditsJson, lead.TalliesBytes, lead.AnswersJson);
        return Activity.Of(lead, now, ActivityKinds.SlaReminded, Activity.Baton, Tellings.DataOf(new Happening.ClockReached(Activity.Baton, handoff, step), lead.Score, lead.Playbook, names), place);
    }
}

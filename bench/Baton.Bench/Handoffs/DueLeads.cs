using System.Diagnostics;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Bench.Handoffs;

/// <summary>
/// Leads with an open hand-off, all of whose owners are to be reminded at the same time: how many a second the timer of one node works off, and how many of the same
/// rows can be written at all. Each has a copy of one prepared database for itself. The first <see cref="WarmUp"/> of each do not count.
/// </summary>
internal sealed class DueLeads(HandoffsOptions options)
{
    /// <summary>So many transactions, while the runtime compiles what is hot.</summary>
    public const int WarmUp = 20;

    private const int LeadsAtOnce = 100;

    // All of it is within one day, so that nothing is due but the clocks.
    private static readonly Instant Morning = Instant.FromUtc(2026, 3, 2, 9, 0);

    /// <returns>Leads a second: written only, and decided.</returns>
    public async Task<(double Raw, double Baton)> MeasureAsync(string kind)
    {
        await using var template = await BenchDatabase.CreateAsync(kind, options.Folder, options.Postgres);
        var clock = new BenchClock(Morning);
        var workspace = await FillAsync(template.Location, clock);

        // Half of the sixty minutes in which somebody is to respond.
        clock.Now += Duration.FromMinutes(30);
        return (await InCopyAsync(template, database => RawDue.LeadsPerSecondAsync(database, workspace, clock)), await InCopyAsync(template, database => WakeAsync(database, workspace, clock)));
    }

    private static async Task<double> InCopyAsync(BenchDatabase template, Func<IDatabase, Task<double>> measure)
    {
        await using var place = await template.CopyAsync();
        await using var database = Databases.Open(place.Location);
        return await measure(database);
    }

    private async Task<Guid> FillAsync(string location, BenchClock clock)
    {
        var cancel = CancellationToken.None;
        await using var database = Databases.Open(location);
        var office = await SalesOffice.OpenAsync(database, options, clock, cancel);
        await office.HandOverAsync(options.Leads + (WarmUp * LeadsAtOnce), () => clock.Now += Duration.FromMilliseconds(50), cancel);

        // What came of new accounts and of the new playbook is done before.
        var waker = new Waker(database, new PlaybookShelf(), clock);
        while (await waker.WorkAsync(office.Workspace, cancel))
        {
        }

        return office.Workspace;
    }

    private async Task<double> WakeAsync(IDatabase database, Guid workspace, BenchClock clock)
    {
        var cancel = CancellationToken.None;
        var waker = new Waker(database, new PlaybookShelf(), clock);
        for (var piece = 0; piece < WarmUp; piece++)
        {
            await waker.WorkAsync(workspace, cancel);
        }

        var left = await CountAsync(database, "SELECT COUNT(*) FROM lead WHERE workspace_id = @workspace AND wake_at <= @now", workspace, clock);
        var start = Stopwatch.GetTimestamp();
        while (await waker.WorkAsync(workspace, cancel))
        {
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        var reminded = await CountAsync(database, $"SELECT COUNT(DISTINCT lead_id) FROM activity WHERE workspace_id = @workspace AND kind = '{ActivityKinds.SlaReminded}'", workspace, clock);
        return reminded == options.Leads + (WarmUp * LeadsAtOnce) ? left / elapsed.TotalSeconds : throw new InvalidOperationException($"Only {reminded} leads have a reminder.");
    }

    private static async Task<long> CountAsync(IDatabase database, string sql, Guid workspace, BenchClock clock)
    {
        await using var connection = await database.OpenReadAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long>(sql, new { workspace, now = clock.Now.ToUnixTimeMilliseconds() });
    }
}

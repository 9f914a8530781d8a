using System.Data.Common;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Telemetry;
using Dapper;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>
/// The one timer: decides again about leads whose time has come, though nothing happened. Any number of nodes do so at once; each takes what no other
/// has taken.
/// </summary>
internal sealed class Waker(IDatabase database, PlaybookShelf shelf, IClock clock)
{
    private const int LeadsAtOnce = 100;
    private const int AccountsAtOnce = 50;

    private static readonly BulkSelect<Guid, Guid> LeadsOf = new(
        "lead_id", "lead", new Columns<Guid>().Uuid("account_id", id => id), row => row.Uuid(0), lockBy: "lead_id", and: "parent_id IS NULL");

    private static readonly BulkUpdate<(Guid Lead, long Now)> Due = new(
        "lead", new Columns<(Guid Lead, long Now)>().Uuid("lead_id", row => row.Lead), new Columns<(Guid Lead, long Now)>().Bigint("wake_at", row => row.Now));

    private static readonly BulkUpdate<(Guid Account, long Revision)> Done = new(
        "account",
        new Columns<(Guid Account, long Revision)>().Uuid("account_id", row => row.Account).Bigint("revision", row => row.Revision),
        new Columns<(Guid Account, long Revision)>().Bigint("changed_at", _ => null));

    /// <summary>Does a piece of each kind of work that a workspace has, so that none waits until there is no other.</summary>
    /// <returns>False where it has none.</returns>
    public async Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        var accounts = await HasAsync(workspaceId, "SELECT 1 FROM account WHERE workspace_id = @workspaceId AND changed_at IS NOT NULL LIMIT 1", cancel)
            && await database.WriteAsync(transaction => WakeAccounts(transaction, workspaceId), cancel);
        var leads = await HasAsync(workspaceId, "SELECT 1 FROM lead WHERE workspace_id = @workspaceId AND wake_at <= @now LIMIT 1", cancel)
            && await WakeLeadsAsync(workspaceId, cancel);
        var rescored = await HasAsync(workspaceId, "SELECT 1 FROM rescore WHERE workspace_id = @workspaceId AND finished_at IS NULL LIMIT 1", cancel)
            && await RescoreAsync(workspaceId, cancel);
        return accounts || leads || rescored;
    }

    private long Now => clock.GetCurrentInstant().ToUnixTimeMilliseconds();

    private async Task<bool> HasAsync(Guid workspaceId, string sql, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return await connection.ExecuteScalarAsync<int?>(new CommandDefinition(sql, new { workspaceId, now = Now }, cancellationToken: cancel)) is not null;
    }

    /// <summary>
    /// Accounts have changed: all their leads are due. Leads are locked before accounts, in the order of their ids, as everybody else does; where an account
    /// changes again meanwhile, it stays to be done.
    /// </summary>
    private bool WakeAccounts(DbTransaction transaction, Guid workspaceId)
    {
        var accounts = transaction.Connection!.Query<(Guid Id, long Revision)>(
            $"SELECT account_id, revision FROM account WHERE workspace_id = @workspaceId AND changed_at IS NOT NULL ORDER BY changed_at LIMIT {AccountsAtOnce}",
            new { workspaceId },
            transaction).ToList();
        var leads = LeadsOf.Run(transaction, workspaceId, accounts.ConvertAll(account => account.Id));
        var now = Now;
        Due.Run(transaction, workspaceId, [.. leads.Select(lead => (lead, now))]);
        Done.Run(transaction, workspaceId, [.. accounts.OrderBy(account => account.Id)]);
        return accounts.Count > 0;
    }

    private async Task<bool> WakeLeadsAsync(Guid workspaceId, CancellationToken cancel)
    {
        var woken = await database.WriteAsync(transaction => WakeLeads(transaction, workspaceId), cancel);
        Measures.Wake(woken);
        return woken > 0;
    }

    private async Task<bool> RescoreAsync(Guid workspaceId, CancellationToken cancel)
    {
        if (await database.WriteAsync(transaction => Rescore(transaction, workspaceId), cancel) is not { } done)
        {
            return false;
        }

        Measures.Rescore(done.Leads, done.Progress);
        return true;
    }

    private int WakeLeads(DbTransaction transaction, Guid workspaceId)
    {
        var book = BookOf(transaction, workspaceId);
        var due = transaction.Connection!.Query<Guid>(
            $"SELECT lead_id FROM lead WHERE workspace_id = @workspaceId AND wake_at <= @now ORDER BY wake_at LIMIT {LeadsAtOnce}{transaction.Claiming()}",
            new { workspaceId, now = Now },
            transaction).ToList();
        Decide(book, due);
        return due.Count;
    }

    /// <summary>A playbook was published: the next leads, in the order of their ids, are scored by it.</summary>
    private (int Leads, double Progress)? Rescore(DbTransaction transaction, Guid workspaceId)
    {
        var book = BookOf(transaction, workspaceId);
        var connection = transaction.Connection!;
        connection.Execute(
            """
            UPDATE rescore SET finished_at = @now
            WHERE workspace_id = @workspaceId AND finished_at IS NULL AND version < (SELECT playbook FROM workspace WHERE workspace_id = @workspaceId)
            """,
            new { workspaceId, now = Now },
            transaction);
        var work = connection.QueryFirstOrDefault<(int Version, Guid After, long Done, long Total)?>(
            $"SELECT version, after_lead, done, total FROM rescore WHERE workspace_id = @workspaceId AND finished_at IS NULL{transaction.Claiming()}", new { workspaceId }, transaction);
        if (work is not var (version, after, done, total))
        {
            return null;
        }

        var leads = connection.Query<Guid>(
            $"SELECT lead_id FROM lead WHERE workspace_id = @workspaceId AND lead_id > @after ORDER BY lead_id LIMIT {LeadsAtOnce}", new { workspaceId, after }, transaction).ToList();
        Decide(book, leads);
        connection.Execute(
            "UPDATE rescore SET done = done + @count, after_lead = @last, finished_at = @finished WHERE workspace_id = @workspaceId AND version = @version",
            new { workspaceId, version, count = leads.Count, last = leads.LastOrDefault(after), finished = leads.Count < LeadsAtOnce ? Now : (long?)null },
            transaction);
        return (leads.Count, leads.Count < LeadsAtOnce ? 1 : Math.Min(1, (double)(done + leads.Count) / Math.Max(1, total)));
    }

    /// <summary>Before anything is claimed: who waits for the workspace then holds nothing that others wait for.</summary>
    private LeadBook BookOf(DbTransaction transaction, Guid workspaceId) => new(transaction, workspaceId, shelf, clock.GetCurrentInstant());

    private static void Decide(LeadBook book, List<Guid> leads)
    {
        book.Lock(leads);
        book.DecideAll();
        book.Save();
    }
}

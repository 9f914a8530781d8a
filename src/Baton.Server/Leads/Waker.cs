using System.Data.Common;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Telemetry;
using Dapper;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>
/// The one timer: decides again about leads whose time has come, though nothing happened. Any number of nodes do so at once; each takes what no other
/// has taken.
/// </summary>
internal sealed partial class Waker(IDatabase database, PlaybookShelf shelf, IClock clock, ILogger<Waker>? log = null)
{
    /// <summary>For how long a lead is left that cannot be decided.</summary>
    private static readonly Duration Later = Duration.FromHours(1);

    private const int LeadsAtOnce = 100;
    private const int AccountsAtOnce = 50;
    private const int LeadsOfAccountsAtOnce = 1_000;

    private static readonly BulkSelect<Guid, Guid> Whole = new(
        "lead_id", "lead", new Columns<Guid>().Uuid("lead_id", id => id), row => row.Uuid(0), lockBy: "lead_id", and: "parent_id IS NULL");

    private static readonly BulkUpdate<(Guid Lead, long Now)> Due = new(
        "lead", new Columns<(Guid Lead, long Now)>().Uuid("lead_id", row => row.Lead), new Columns<(Guid Lead, long Now)>().Bigint("wake_at", row => row.Now));

    private static readonly BulkSelect<Guid, Guid> AccountLocks = new(
        "account_id", "account", new Columns<Guid>().Uuid("account_id", id => id), row => row.Uuid(0), lockBy: "account_id");

    private static readonly BulkUpdate<AccountToWake> Passed = new(
        "account",
        new Columns<AccountToWake>().Uuid("account_id", row => row.Id),
        new Columns<AccountToWake>().Bigint("waking", row => row.IsDone ? null : row.Revision).Uuid("after_lead", row => row.IsDone ? null : row.After));

    private static readonly BulkUpdate<AccountToWake> Done = new(
        "account",
        new Columns<AccountToWake>().Uuid("account_id", row => row.Id).Bigint("revision", row => row.Revision),
        new Columns<AccountToWake>().Bigint("changed_at", _ => null));

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
    /// Accounts have changed: their leads are due, so many at a time. Leads are locked before accounts, in the order of their ids, as everybody else does;
    /// where an account changes again meanwhile, it is gone through once more.
    /// </summary>
    private bool WakeAccounts(DbTransaction transaction, Guid workspaceId)
    {
        var connection = transaction.Connection!;
        var accounts = connection.Query<(Guid Id, long Revision, Guid? After)>(
            $"""
            SELECT account_id, COALESCE(waking, revision), after_lead FROM account
            WHERE workspace_id = @workspaceId AND changed_at IS NOT NULL ORDER BY changed_at LIMIT {AccountsAtOnce}
            """,
            new { workspaceId },
            transaction).ToList();
        var leads = new List<Guid>();
        var passed = new List<AccountToWake>();
        foreach (var (id, revision, after) in accounts.TakeWhile(_ => leads.Count < LeadsOfAccountsAtOnce))
        {
            var most = LeadsOfAccountsAtOnce - leads.Count;
            var next = connection.Query<Guid>(
                "SELECT lead_id FROM lead WHERE workspace_id = @workspaceId AND account_id = @id AND parent_id IS NULL AND lead_id > @after ORDER BY lead_id LIMIT @most",
                new { workspaceId, id, after = after ?? Guid.Empty, most },
                transaction).ToList();
            leads.AddRange(next);
            passed.Add(new AccountToWake(id, revision, next.LastOrDefault(), IsDone: next.Count < most));
        }

        var now = Now;

        // Some were merged into others meanwhile: what is a part is never due.
        Due.Run(transaction, workspaceId, [.. Whole.Run(transaction, workspaceId, leads).Select(lead => (lead, now))]);
        AccountLocks.Run(transaction, workspaceId, passed.ConvertAll(account => account.Id));
        Passed.Run(transaction, workspaceId, passed);
        Done.Run(transaction, workspaceId, passed.FindAll(account => account.IsDone));
        return accounts.Count > 0;
    }

    private async Task<bool> WakeLeadsAsync(Guid workspaceId, CancellationToken cancel)
    {
        int woken;
        try
        {
            woken = await database.WriteAsync(transaction => WakeLeads(transaction, workspaceId), cancel);
        }
        catch (Exception failure) when (IsOfALead(failure))
        {
            woken = await OneByOneAsync(workspaceId, await DueAsync(workspaceId, cancel), cancel);
        }

        Measures.Wake(woken);
        return woken > 0;
    }

    /// <summary>Decides leads each in a transaction of its own, since one of them cannot be decided: that one waits an hour, and no other waits for it.</summary>
    private async Task<int> OneByOneAsync(Guid workspaceId, IReadOnlyList<Guid> leads, CancellationToken cancel)
    {
        foreach (var lead in leads)
        {
            try
            {
                await database.WriteAsync(
                    transaction =>
                    {
                        Decide(BookOf(transaction, workspaceId), [lead]);
                        return lead;
                    },
                    cancel);
            }
            catch (Exception failure) when (IsOfALead(failure))
            {
                if (log is not null)
                {
                    NoteLead(log, lead, failure);
                }

                var later = (clock.GetCurrentInstant() + Later).ToUnixTimeMilliseconds();
                await database.WriteAsync(
                    transaction => transaction.Connection!.Execute(
                        "UPDATE lead SET wake_at = @later WHERE workspace_id = @workspaceId AND lead_id = @lead AND wake_at < @later", new { workspaceId, lead, later }, transaction),
                    cancel);
            }
        }

        return leads.Count;
    }

    private async Task<IReadOnlyList<Guid>> DueAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return [.. await connection.QueryAsync<Guid>(new CommandDefinition(
            $"SELECT lead_id FROM lead WHERE workspace_id = @workspaceId AND wake_at <= @now ORDER BY wake_at LIMIT {LeadsAtOnce}", new { workspaceId, now = Now }, cancellationToken: cancel))];
    }

    /// <summary>True of what no database and nobody who stops the server is to blame for: deciding has failed, and would fail again.</summary>
    private static bool IsOfALead(Exception failure) => failure is not (
        OperationCanceledException or DbException or IOException or TimeoutException or WriteConflictException or DatabaseBusyException or DatabaseUnavailableException or DatabaseRefusedException);

    [LoggerMessage(Level = LogLevel.Error, Message = "Lead {Lead} cannot be decided. It is tried again in an hour. Please report this, with what was thrown.")]
    private static partial void NoteLead(ILogger log, Guid lead, Exception failure);

    private async Task<bool> RescoreAsync(Guid workspaceId, CancellationToken cancel)
    {
        (int Leads, double Progress)? rescored;
        try
        {
            rescored = await database.WriteAsync(transaction => Rescore(transaction, workspaceId, Decide), cancel);
        }
        catch (Exception failure) when (IsOfALead(failure))
        {
            var leads = new List<Guid>();
            rescored = await database.WriteAsync(transaction => Rescore(transaction, workspaceId, (_, next) => leads = next), cancel);
            await OneByOneAsync(workspaceId, leads, cancel);
        }

        if (rescored is not { } done)
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
    private (int Leads, double Progress)? Rescore(DbTransaction transaction, Guid workspaceId, Action<LeadBook, List<Guid>> decide)
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
        decide(book, leads);
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

    /// <summary>How far the leads of an account have been woken.</summary>
    /// <param name="Id">The account.</param>
    /// <param name="Revision">The revision of the account that they are woken for.</param>
    /// <param name="After">The last lead that was.</param>
    /// <param name="IsDone">True where there is none behind it.</param>
    private readonly record struct AccountToWake(Guid Id, long Revision, Guid After, bool IsDone);
}

using Baton.Core.Lifecycle;
using Baton.Server.Intake;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Telemetry;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>The one door: every change to a lead, from wherever it comes, goes through here, in one transaction that locks, decides and writes.</summary>
internal sealed class Door(IDatabase database, PlaybookShelf shelf, IClock clock)
{
    /// <summary>Lets calls in. When it has ended, each is kept, counted and scored, or was so already.</summary>
    public async Task AdmitAsync(Guid workspaceId, Admitted admitted, CancellationToken cancel)
    {
        var (fresh, machines) = await ChangeAsync(
            workspaceId,
            book =>
            {
                RejectedCalls.Add(book.Transaction, workspaceId, admitted.Rejected);
                var kept = Admission.Admit(book, admitted.Calls);
                return (kept.Count, kept.Count(call => call.Mark.IsMachine()));
            },
            cancel);
        Measures.Kept(fresh - machines, admitted.Calls.Count - fresh, machines, admitted.Rejected.Count);
    }

    /// <summary>Does what somebody asks for about a lead.</summary>
    /// <param name="workspaceId">Whose lead.</param>
    /// <param name="lead">The lead, or a part of it.</param>
    /// <param name="errand">What is asked for.</param>
    /// <param name="cancel">Withdraws what has not begun.</param>
    public async Task<CommandResult> CarryAsync(Guid workspaceId, Guid lead, Errand errand, CancellationToken cancel)
    {
        Func<CommandResult> result = () => new CommandResult.Unknown(lead);
        await ChangeAsync(
            workspaceId,
            book =>
            {
                if (LeadTable.RootsOf(book.Transaction.Connection!, workspaceId, [lead]) is not [_])
                {
                    result = () => new CommandResult.Unknown(lead);
                    return false;
                }

                book.Lock([lead]);
                var root = book.RootOf(book.Find(lead)!);
                if (errand.Obstacle(book, root) is { } obstacle)
                {
                    result = () => new CommandResult.Refused(obstacle);
                    return false;
                }

                if (errand.Command(book, root) is { } asked)
                {
                    book.Carry(root, asked);
                }

                result = () => book.RefusalOf(root) is { } why ? new CommandResult.Refused(why) : new CommandResult.Done(root.Id);
                return true;
            },
            book =>
            {
                if (result() is CommandResult.Refused)
                {
                    errand.TakeBack(book);
                }
            },
            cancel);
        return result();
    }

    /// <summary>Changes leads. The change may be run again from the start, so it has no effect outside the book.</summary>
    public Task<T> ChangeAsync<T>(Guid workspaceId, Func<LeadBook, T> change, CancellationToken cancel) => ChangeAsync(workspaceId, change, saved: null, cancel);

    private async Task<T> ChangeAsync<T>(Guid workspaceId, Func<LeadBook, T> change, Action<LeadBook>? saved, CancellationToken cancel)
    {
        var (result, merges) = await database.WriteAsync(
            transaction =>
            {
                var book = new LeadBook(transaction, workspaceId, shelf, clock.GetCurrentInstant());
                var changed = change(book);
                book.Save();
                saved?.Invoke(book);
                return (changed, book.Merges);
            },
            cancel);
        Measures.Merge(merges);
        return result;
    }
}

/// <summary>Something that somebody asks for about a lead. All of it runs in one transaction, with the lead locked, and may be run again from the start.</summary>
/// <param name="Command">Makes of the lead as it is what is asked for; null for nothing.</param>
internal sealed record Errand(Func<LeadBook, LeadRow, Command?> Command)
{
    /// <summary>Says, before anything is done, why it cannot be: a sentence that says what can be done instead. Null for nothing.</summary>
    public Func<LeadBook, LeadRow, string?> Obstacle { get; init; } = (_, _) => null;

    /// <summary>Takes back what <see cref="Command"/> has written besides, where it turns out that it cannot be done.</summary>
    public Action<LeadBook> TakeBack { get; init; } = _ => { };
}

/// <summary>What came of something that somebody asked for about a lead.</summary>
internal abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <summary>It was done.</summary>
    /// <param name="Lead">The lead now.</param>
    public sealed record Done(Guid Lead) : CommandResult;

    /// <summary>There is no such lead.</summary>
    public sealed record Unknown(Guid Lead) : CommandResult;

    /// <summary>It cannot be done.</summary>
    /// <param name="Why">A sentence that says why, and what can be done instead.</param>
    public sealed record Refused(string Why) : CommandResult;
}

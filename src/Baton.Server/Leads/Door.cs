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

    /// <summary>Changes leads. The change may be run again from the start, so it has no effect outside the book.</summary>
    public async Task<T> ChangeAsync<T>(Guid workspaceId, Func<LeadBook, T> change, CancellationToken cancel)
    {
        var (result, merges) = await database.WriteAsync(
            transaction =>
            {
                var book = new LeadBook(transaction, workspaceId, shelf, clock.GetCurrentInstant());
                var changed = change(book);
                book.Save();
                return (changed, book.Merges);
            },
            cancel);
        Measures.Merge(merges);
        return result;
    }
}

using Baton.Server.Intake;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>The one door: every change to a lead, from wherever it comes, goes through here, in one transaction that locks, decides and writes.</summary>
internal sealed class Door(IDatabase database, PlaybookShelf shelf, IClock clock)
{
    /// <summary>Lets calls in. When it has ended, each is kept, counted and scored, or was so already.</summary>
    public Task AdmitAsync(Guid workspaceId, Admitted admitted, CancellationToken cancel) => ChangeAsync(
        workspaceId,
        book =>
        {
            RejectedCalls.Add(book.Transaction, workspaceId, admitted.Rejected);
            Admission.Admit(book, admitted.Calls);
            return true;
        },
        cancel);

    /// <summary>Changes leads. The change may be run again from the start, so it has no effect outside the book.</summary>
    public Task<T> ChangeAsync<T>(Guid workspaceId, Func<LeadBook, T> change, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            var book = new LeadBook(transaction, workspaceId, shelf, clock.GetCurrentInstant());
            var result = change(book);
            book.Save();
            return result;
        },
        cancel);
}

using Baton.Core.Lifecycle;
using Baton.Server.Handoffs;
using Baton.Server.Leads;
using NodaTime;

namespace Baton.Server.Deals;

/// <summary>What people and programs do about deals by hand. All of it goes through the door, so that the lead's stage follows.</summary>
internal sealed class DealEdits(Door door)
{
    /// <summary>Opens a deal about a lead.</summary>
    /// <param name="workspaceId">Whose lead.</param>
    /// <param name="lead">The lead, or a part of it.</param>
    /// <param name="words">What is known of the deal. Nobody's is whose the lead is, else whose word it is.</param>
    /// <param name="doer">Who opens it.</param>
    /// <param name="cancel">Withdraws what has not begun.</param>
    public Task<DealResult> OpenAsync(Guid workspaceId, Guid lead, DealWords words, Doer doer, CancellationToken cancel) => door.ChangeAsync<DealResult>(
        workspaceId,
        book =>
        {
            if (LeadTable.RootsOf(book.Transaction.Connection!, workspaceId, [lead]) is not [_])
            {
                return new DealResult.UnknownLead(lead);
            }

            book.Lock([lead]);
            var root = book.RootOf(book.Find(lead)!);
            if (!root.IsKnown)
            {
                return new DealResult.Impossible("Nothing is known of this visitor that sales could use. Give an e-mail address or a telephone number first.");
            }

            if (book.WhoLeft(doer.Person, words.Owner.Person) is { } gone)
            {
                return new DealResult.Impossible(Doer.HasLeft(gone));
            }

            var id = Guid.CreateVersion7(book.Now.ToDateTimeOffset());
            var deal = words.Of(new Deal
            {
                Id = id,
                ExternalId = Deal.MadeHere(id),
                LeadId = root.Id,
                AccountId = root.AccountId,
                State = DealState.Open,
                OwnerId = root.Work.Accepted?.Person ?? doer.Person,
                Created = book.Now,
                Said = book.Now,
            });
            DealAdmission.Keep(book, deal, known: null, doer.By);
            return new DealResult.Done(id);
        },
        cancel);

    /// <summary>Changes a deal.</summary>
    /// <param name="workspaceId">Whose deal.</param>
    /// <param name="id">The deal.</param>
    /// <param name="change">Makes of the deal as it is, at a moment, what it is to be, or says why that cannot be. It may be run again from the start.</param>
    /// <param name="isAsSeen">Whether a version of the deal is the one that the caller has seen.</param>
    /// <param name="doer">Who does it.</param>
    /// <param name="cancel">Withdraws what has not begun.</param>
    public Task<DealResult> ChangeAsync(
        Guid workspaceId, Guid id, Func<Deal, Instant, (Deal Said, string? Why)> change, Func<string, bool> isAsSeen, Doer doer, CancellationToken cancel) => door.ChangeAsync<DealResult>(
        workspaceId,
        book =>
        {
            if (DealTable.Lock(book.Transaction, workspaceId, id, book.Lock) is not { } known)
            {
                return new DealResult.Unknown();
            }

            if (!isAsSeen(DealAnswer.FactsVersion(known)))
            {
                return new DealResult.ChangedMeanwhile();
            }

            var (said, why) = change(known, book.Now);
            if (why is not null)
            {
                return new DealResult.Impossible(why);
            }

            if (book.WhoLeft(doer.Person, said.OwnerId == known.OwnerId ? null : said.OwnerId) is { } gone)
            {
                return new DealResult.Impossible(Doer.HasLeft(gone));
            }

            if (said != known)
            {
                DealAdmission.Keep(book, said with { Said = Instant.Max(book.Now, known.Said) }, known, doer.By);
            }

            return new DealResult.Done(id);
        },
        cancel);
}

/// <summary>What somebody says of a deal; of what is null, nothing.</summary>
/// <param name="Name">Empty for none any more.</param>
/// <param name="Amount">In hundredths of the currency.</param>
/// <param name="Currency">Three capital letters of ISO 4217.</param>
/// <param name="Stage">Empty for none any more.</param>
/// <param name="Owner">Who works on it.</param>
internal sealed record DealWords(string? Name, long? Amount, string? Currency, string? Stage, Whose Owner)
{
    /// <summary>A deal as these words make it.</summary>
    public Deal Of(Deal deal) => deal with
    {
        Name = Name is null ? deal.Name : OrNull(Name),
        Amount = Amount ?? deal.Amount,
        Currency = Currency ?? deal.Currency,
        Stage = Stage is null ? deal.Stage : OrNull(Stage),
        OwnerId = Owner.IsNobody ? null : Owner.Person ?? deal.OwnerId,
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <summary>What came of a word about a deal.</summary>
internal abstract record DealResult
{
    private DealResult()
    {
    }

    /// <summary>It holds.</summary>
    public sealed record Done(Guid Deal) : DealResult;

    /// <summary>There is no such deal.</summary>
    public sealed record Unknown : DealResult;

    /// <summary>There is no such lead.</summary>
    public sealed record UnknownLead(Guid Lead) : DealResult;

    /// <summary>The deal is no longer as the caller has seen it.</summary>
    public sealed record ChangedMeanwhile : DealResult;

    /// <summary>It cannot be done, for this reason.</summary>
    public sealed record Impossible(string Why) : DealResult;
}

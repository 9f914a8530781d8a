using Baton.Server.Accounts;
using Baton.Server.Intake;

namespace Baton.Server.Leads;

/// <summary>
/// Finds out whose a call is, and joins leads that it shows to be one person. What is a person's own (user ids, addresses, ids of other systems)
/// joins leads; a device joins nobody but a visitor; a telephone number, which colleagues share, says who somebody is only where nothing else does.
/// </summary>
internal static class Identification
{
    /// <summary>Every id that has to be loaded before <see cref="OwnerOf"/>.</summary>
    public static IEnumerable<IdentityKey> KeysOf(Call call) =>
        call.MentionedEmail is { } mentioned ? [.. call.Identities, .. call.Previous, mentioned] : [.. call.Identities, .. call.Previous];

    /// <summary>The row that the call belongs to; a new one where nobody is known by its ids.</summary>
    public static LeadRow OwnerOf(Call call, LeadBook book)
    {
        var owner = FirstOf(call, IdentityKinds.IsOwn, book);
        foreach (var key in call.Identities.Where(key => key.Kind.IsOwn()))
        {
            Join(owner, book.Find(key), call, book);
        }

        owner = WithPrevious(call, owner, book);
        var device = FirstOf(call, kind => kind == IdentityKind.Anonymous, book);
        if (owner is not null)
        {
            if (device is not null && !book.RootOf(device).IsKnown)
            {
                Join(owner, device, call, book);
            }
        }
        else if (call.Identities.Any(key => key.Kind.IsOwn()))
        {
            // Somebody new: the visitor on this device, unless the device is somebody else's.
            owner = device is not null && book.RootOf(device) is { IsKnown: false } visitor ? visitor : book.Add();
        }
        else
        {
            owner = (call.MentionedEmail is { } mentioned ? book.Find(mentioned) : null)
                ?? FirstOf(call, kind => kind == IdentityKind.Phone, book) ?? (device is null ? book.Add() : Settled(call, device, book));
        }

        Attach(call, owner, book);
        return owner;
    }

    private static LeadRow? FirstOf(Call call, Func<IdentityKind, bool> isWanted, LeadBook book) =>
        call.Identities.Where(key => isWanted(key.Kind)).Select(book.Find).FirstOrDefault(row => row is not null);

    /// <summary>A telephone number makes a visitor known, and then the lead itself, not one of its parts.</summary>
    private static LeadRow Settled(Call call, LeadRow device, LeadBook book) =>
        call.Identities.Any(key => key.Kind == IdentityKind.Phone) && !book.RootOf(device).IsKnown ? book.RootOf(device) : device;

    /// <summary>An <c>alias</c> call says of two ids that they are one person's, whoever has them.</summary>
    private static LeadRow? WithPrevious(Call call, LeadRow? owner, LeadBook book)
    {
        if (call.Previous.IsEmpty)
        {
            return owner;
        }

        var previous = call.Previous.Select(book.Find).FirstOrDefault(row => row is not null);
        Join(owner, previous, call, book);
        return owner ?? (previous is null ? null : book.RootOf(previous));
    }

    private static void Join(LeadRow? one, LeadRow? other, Call call, LeadBook book)
    {
        if (one is not null && other is not null && one.RootId != other.RootId)
        {
            Merging.TryMerge(book, book.RootOf(one), book.RootOf(other), call.Kind.Name(), Activity.Baton);
        }
    }

    /// <summary>From now on the ids of the call that nobody has are the row's, which is known by them.</summary>
    public static void Attach(Call call, LeadRow owner, LeadBook book)
    {
        foreach (var key in call.Identities.Concat(call.Previous))
        {
            book.Attach(key, owner);
            if (key.Kind == IdentityKind.Email)
            {
                AccountLinks.LinkByDomain(key, owner, book);
            }
        }

        if (!owner.IsKnown && call.Identities.Any(key => key.Kind != IdentityKind.Anonymous))
        {
            owner.IsKnown = true;
            book.Changed(owner);
        }
    }
}

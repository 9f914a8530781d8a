using Baton.Server.Intake;
using Baton.Server.Leads;

namespace Baton.Server.Accounts;

/// <summary>Which account a lead belongs to: that of the newest call that names one, else that of its address's domain.</summary>
internal static class AccountLinks
{
    /// <summary>Every key that has to be loaded to link the call.</summary>
    public static IEnumerable<AccountKey> KeysOf(Call call)
    {
        foreach (var identity in call.Identities)
        {
            if (identity.Kind == IdentityKind.Email && DomainOf(identity) is { } domain)
            {
                yield return AccountKey.Domain(domain);
            }
        }

        foreach (var key in NamedBy(call))
        {
            yield return key;
        }
    }

    /// <summary>The keys of the account that the call says something of.</summary>
    public static IEnumerable<AccountKey> EditedBy(Call call) => call.AccountTraits.IsEmpty ? [] : NamedBy(call);

    /// <summary>The account that the call names; null where it names none.</summary>
    public static Guid? AccountOf(Call call, LeadBook book) => NamedBy(call) is { Length: > 0 } keys ? book.Accounts.FindOrAdd(keys) : null;

    /// <summary>Links a row to the account that the call names. Of several calls the newest holds.</summary>
    public static void Link(Call call, LeadRow row, LeadBook book)
    {
        if (AccountOf(call, book) is { } account && new AccountWord(account, call.Occurred, call.Id) is var word && word.IsNewerThan(row.OwnAccount))
        {
            row.OwnAccount = word;
            book.Changed(row);
        }
    }

    /// <summary>Links a row to the account of an address's domain, unless a call has named one. Providers of free mail are nobody's account.</summary>
    public static void LinkByDomain(IdentityKey email, LeadRow row, LeadBook book)
    {
        if (row.OwnAccount is null && DomainOf(email) is { } domain)
        {
            row.OwnAccount = new AccountWord(book.Accounts.FindOrAdd(AccountKey.Domain(domain)), At: null, By: Guid.Empty);
            book.Changed(row);
        }
    }

    private static AccountKey[] NamedBy(Call call)
    {
        var website = call.AccountTraits.FirstOrDefault(trait => trait.Key == "website").Value.Text;
        return call.Kind == EventKind.Import ? NamedByRow(call, website)
            : call.GroupId is not { } id ? []
            : Domains.OfWebsite(website) is { } domain && !FreeMail.IsProvider(domain) ? [AccountKey.Group(id), AccountKey.Domain(domain)]
            : [AccountKey.Group(id)];
    }

    /// <summary>A row of a file names a company by its website, else by the domain of the address, and by its name; but only where it says something of it.</summary>
    private static AccountKey[] NamedByRow(Call call, string website)
    {
        if (call.AccountTraits.IsEmpty)
        {
            return [];
        }

        var ofWebsite = Domains.OfWebsite(website) is { } site && !FreeMail.IsProvider(site) ? site : null;
        var domain = ofWebsite ?? call.Identities.Where(key => key.Kind == IdentityKind.Email).Select(DomainOf).FirstOrDefault(known => known is not null);
        var name = call.AccountTraits.FirstOrDefault(trait => trait.Key == "company").Value.Text;
        return
        [
            .. call.GroupId is { } group ? [AccountKey.Group(group)] : (AccountKey[])[],
            .. domain is null ? [] : (AccountKey[])[AccountKey.Domain(domain)],
            .. name.Length == 0 ? [] : (AccountKey[])[AccountKey.Name(name)],
        ];
    }

    private static string? DomainOf(IdentityKey email) => Domains.OfAddress(email.Value) is { } domain && !FreeMail.IsProvider(domain) ? domain : null;
}

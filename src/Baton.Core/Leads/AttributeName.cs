using System.Collections.Frozen;
using Baton.Core.Conditions;
using Baton.Core.Documents;

namespace Baton.Core.Leads;

/// <summary>
/// The names under which systems keep what is known of a lead and its company. HubSpot's <c>Job Title</c>, Salesforce's <c>Title</c> and
/// Segment's <c>traits.title</c> are the one attribute <c>title</c>.
/// </summary>
public static class AttributeName
{
    /// <summary>Before the name of an attribute: the account's, even where the lead has one of that name.</summary>
    public const string AccountPrefix = "account.";

    // Attribute, then the spellings of HubSpot, Salesforce, Segment and plain files, in English and German, without spaces, case and punctuation.
    private static readonly string[][] Spellings =
    [
        ["email", "emailaddress", "mail", "workemail", "businessemail", "emailadresse", "mailadresse"],
        ["firstname", "givenname", "forename", "vorname"],
        ["lastname", "surname", "familyname", "nachname", "familienname"],
        ["name", "fullname", "contactname", "leadname", "ansprechpartner"],
        ["phone", "phonenumber", "telephone", "telephonenumber", "businessphone", "telefon", "telefonnummer", "rufnummer"],
        ["mobilephone", "mobile", "mobilephonenumber", "cellphone", "cell", "mobil", "mobiltelefon", "mobilnummer", "handy"],
        ["title", "jobtitle", "position", "jobfunction", "funktion", "berufsbezeichnung"],
        ["company", "companyname", "accountname", "organization", "organisation", "organizationname", "associatedcompany", "company.name", "firma", "firmenname", "unternehmen", "unternehmensname"],
        ["website", "websiteurl", "companydomainname", "companydomain", "domain", "webpage", "company.website", "webseite", "internetseite", "homepage"],
        ["industry", "sector", "company.industry", "branche"],
        ["employees", "numberofemployees", "employeecount", "companysize", "noofemployees", "headcount", "company.employeecount", "company.employees", "company.size", "mitarbeiter", "mitarbeiterzahl", "anzahlmitarbeiter", "anzahldermitarbeiter"],
        ["revenue", "annualrevenue", "company.annualrevenue", "company.revenue", "umsatz", "jahresumsatz"],
        ["country", "countryregion", "countrycode", "address.country", "mailingcountry", "billingcountry", "land"],
        ["state", "stateregion", "region", "province", "stateprovince", "address.state", "mailingstate", "billingstate", "bundesland", "kanton"],
        ["city", "town", "address.city", "mailingcity", "billingcity", "stadt", "ort"],
        ["postalcode", "zip", "zipcode", "postcode", "plz", "address.postalcode", "mailingpostalcode", "billingpostalcode", "postleitzahl"],
        ["street", "streetaddress", "address", "address.street", "mailingstreet", "billingstreet", "straße", "strasse", "anschrift"],
        ["source", "leadsource", "originalsource", "originalsourcetype", "origin", "quelle", "leadquelle", "herkunft"],
        ["campaign", "originalcampaign", "utmcampaign", "kampagne"],
        ["status", "leadstatus"],
        ["stage", "lifecyclestage"],
        ["owner", "contactowner", "leadowner", "ownerid", "hubspotowner", "betreuer"],
        ["created", "createdate", "createddate", "createdat", "creationdate", "erstellt", "erstelltam", "angelegtam"],
        ["plan", "company.plan"],
    ];

    private static readonly FrozenDictionary<string, string> Canonical = Spellings
        .SelectMany(row => row.Select(spelling => KeyValuePair.Create(spelling, row[0])))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The attributes that systems commonly keep, each in its one spelling.</summary>
    public static IReadOnlyList<string> Common { get; } = [.. Spellings.Select(row => row[0])];

    /// <summary>
    /// The one spelling of the attribute that <paramref name="written"/> names: the canonical name where it is a known one, else its letters,
    /// digits and dots in lower case.
    /// </summary>
    public static string Of(string written)
    {
        var spelling = PropertyName.Of(written);
        return spelling.StartsWith(AccountPrefix, StringComparison.Ordinal)
            ? AccountPrefix + OfAccount(Known(spelling[AccountPrefix.Length..]))
            : Known(spelling);

        // A company's name is the attribute that its people have as their company.
        static string OfAccount(string attribute) => attribute == "name" ? "company" : attribute;

        static string Known(string spelling) => Canonical.GetValueOrDefault(spelling, spelling);
    }

    /// <summary>
    /// The name of a known attribute that <paramref name="written"/> is one or two typing slips away from: <c>title</c> for <c>titel</c>. Null where
    /// it is itself known, where it is like none, and where it has fewer than four letters, which are like too many.
    /// </summary>
    public static string? Nearest(string written)
    {
        var spelling = PropertyName.Of(written);
        var prefix = spelling.StartsWith(AccountPrefix, StringComparison.Ordinal) ? AccountPrefix : "";
        var name = spelling[prefix.Length..];
        return name.Length >= 4 && !Canonical.ContainsKey(name) && NearestWord.To(name, Spellings.SelectMany(row => row), most: 2) is { } nearest
            ? prefix + Canonical[nearest]
            : null;
    }

    /// <summary>True where <see cref="Of"/> knows the name as one that other systems use.</summary>
    public static bool IsKnown(string written) => Canonical.ContainsKey(PropertyName.Of(written));
}

using Baton.Core.Conditions;

namespace Baton.Server.Imports;

/// <summary>What the columns of a file of deals stand for. −1 where the file has none.</summary>
internal sealed class DealColumns
{
    private const string RecordId = "recordid";

    // What a column stands for, then the spellings of it, the surest first: HubSpot's, Salesforce's and those of plain files, in English and German.
    private static readonly string[][] Spellings =
    [
        ["deal id", "dealid", "opportunityid", "recordiddeal", "dealrecordid", "dealnumber", "auftragsnummer", "angebotsnummer", RecordId, "id"],
        ["lead id", "leadid", "contactid", "associatedcontactids", "associatedcontactid", "contactrecordid", "recordidcontact", "personid", "userid", "customerid", RecordId],
        ["e-mail", "email", "emailaddress", "contactemail", "leademail", "associatedcontactemail", "associatedcontact", "primarycontact", "contact", "emailadresse", "ansprechpartner"],
        ["account", "account", "accountname", "company", "companyname", "associatedcompany", "organization", "organisation", "customer", "firma", "firmenname", "unternehmen", "kunde"],
        ["website", "website", "companydomainname", "companydomain", "domain", "accountwebsite", "webseite", "homepage"],
        ["name", "dealname", "opportunityname", "name", "title", "subject", "bezeichnung", "betreff"],
        ["amount", "amount", "dealamount", "dealvalue", "closevalue", "value", "amountincompanycurrency", "expectedrevenue", "betrag", "summe", "wert", "auftragswert"],
        ["currency", "currency", "currencyisocode", "dealcurrency", "currencycode", "währung"],
        ["stage", "dealstage", "stagename", "opportunitystage", "stage", "status", "state", "phase", "stufe"],
        ["created", "createdate", "createddate", "createdat", "created", "opendate", "engagedate", "erstellt", "erstelltam", "angelegtam"],
        ["won at", "wondate", "wonat"],
        ["closed", "closedate", "closeddate", "closedat", "closed", "abgeschlossen", "abschlussdatum", "abgeschlossenam"],
        ["reason", "closedlostreason", "lossreason", "lostreason", "reasonlost", "closereason", "reason", "verlustgrund", "grund"],
    ];

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly CsvSamples _samples;

    private DealColumns(CsvSamples samples) => _samples = samples;

    public int Id => Of("deal id");

    public int LeadId => Of("lead id");

    public int Email => Of("e-mail");

    public int Account => Of("account");

    public int Website => Of("website");

    public int Name => Of("name");

    public int Amount => Of("amount");

    public int Currency => Of("currency");

    public int Stage => Of("stage");

    public int Created => Of("created");

    /// <summary>A date that only won deals have.</summary>
    public int WonAt => Of("won at");

    public int Closed => Of("closed");

    public int Reason => Of("reason");

    public IReadOnlyList<ColumnMeaning> Meanings { get; private set; } = [];

    public CellStyle StyleOf(int column) => _samples.StyleOf(column);

    /// <param name="names">The header.</param>
    /// <param name="choices">What the user said of columns.</param>
    /// <param name="samples">The first values of the columns.</param>
    /// <param name="columns">The columns, understood.</param>
    /// <returns>What is missing, or null.</returns>
    public static string? TryUnderstand(IReadOnlyList<string> names, ColumnChoices choices, CsvSamples samples, out DealColumns columns)
    {
        columns = new DealColumns(samples);
        var taken = columns._columns;
        var meanings = names.Select(name => PropertyName.Of(choices.MeaningOf(name) ?? name)).ToArray();
        if (choices.Id is { } id)
        {
            var chosen = Enumerable.Range(0, names.Count).FirstOrDefault(column => names[column].Equals(id.Trim(), StringComparison.OrdinalIgnoreCase), -1);
            if (chosen < 0)
            {
                return $"There is no column \"{id}\"{Baton.Core.Documents.NearestWord.HintOrStop(id, names)} The columns are: {string.Join(", ", names)}.";
            }

            taken["deal id"] = chosen;
        }

        foreach (var spellings in Spellings.Where(spellings => !taken.ContainsKey(spellings[0])))
        {
            // A column has one meaning; but where each lead has one deal, the user may say of a column that it is the id of both.
            var free = Enumerable.Range(0, names.Count).Where(column =>
                !taken.ContainsValue(column) || (choices.Id is not null && choices.MeaningOf(names[column]) is not null && taken["deal id"] == column));
            var fitting = choices.MappedFirst(spellings.Skip(1).Prepend(PropertyName.Of(spellings[0])).SelectMany(spelling => free.Where(column => meanings[column] == spelling)), names).ToList();
            if (fitting.Count > 0)
            {
                taken[spellings[0]] = fitting[0];
            }
        }

        columns.Meanings = [.. names.Select((name, column) =>
        {
            var roles = taken.Where(t => t.Value == column).Select(t => t.Key).ToList();
            return new ColumnMeaning(name, string.Join(" and ", roles), roles.Count > 0, roles.Count > 0 ? samples.StyleOf(column).Words() : null);
        })];

        var (all, first) = (string.Join(", ", names), names[0]);
        return columns.Id < 0 ? $"No column is the deal's id, by which it is known when the file is imported again. Say which one is: --id \"{first}\". The columns are: {all}."
            : columns is { LeadId: < 0, Email: < 0, Account: < 0, Website: < 0 } ? $"No column says whose deal a row is. Say which one does: --map \"{first}=lead id\". The columns are: {all}."
            : null;
    }

    private int Of(string meaning) => _columns.GetValueOrDefault(meaning, -1);
}

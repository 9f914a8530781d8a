using System.Globalization;
using System.Text.Json;
using Baton.Core.Scoring.Engine;
using Baton.Server.Deals;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Scoring;
using NodaTime.Text;

namespace Baton.Server.Imports;

/// <summary>How a file would be imported, before it is.</summary>
/// <param name="Columns">What the columns are understood as.</param>
/// <param name="Notes">What else the user should know, one sentence each.</param>
/// <param name="Rows">The first rows as they would be read.</param>
/// <param name="Read">How many rows were looked at, those that cannot be read included.</param>
/// <param name="IsWhole">True where that is the whole file.</param>
/// <param name="Repeated">Of the rows looked at: with a lead, an event or a deal that an earlier row has too.</param>
/// <param name="Rejected">Of the rows looked at: those that cannot be read.</param>
public sealed record ImportPreview(
    IReadOnlyList<ColumnMeaning> Columns, IReadOnlyList<string> Notes, IReadOnlyList<PreviewRow> Rows, long Read, bool IsWhole, long Repeated, RejectedRows Rejected)
{
    /// <summary>False of a file none of whose rows can be read.</summary>
    internal bool HasAny => !IsWhole || Read > Rejected.Count;

    /// <summary>More would take long and need memory for every row, and say little more.</summary>
    private const int MostRows = 100_000;

    private const int RowsShown = 5;

    /// <summary>Looks at a file.</summary>
    /// <param name="file">From its beginning.</param>
    /// <param name="import">As it would be.</param>
    /// <param name="isCut">True where no more than the beginning of a file is read, so that its end is no damage; known once that was read.</param>
    /// <param name="cancel">Stops it.</param>
    internal static ImportPreview Of(ImportFile file, Import import, Func<bool> isCut, CancellationToken cancel)
    {
        var reader = new CallReader(PublishedPlaybook.None);
        var rejected = new RejectedRows(_ => { });
        var shown = new List<PreviewRow>();
        var seen = new HashSet<long>();
        var (read, repeated, isWhole) = (0L, 0L, true);
        try
        {
            // A block may have no rows at all.
            foreach (var row in file.Read(import, () => reader).SelectMany(block => RowsOf(block, cancel)))
            {
                if (read == MostRows)
                {
                    isWhole = false;
                    break;
                }

                read++;
                if (row is ImportRow.Wrong wrong)
                {
                    rejected.Reject(wrong.Row);
                    continue;
                }

                // All ids are noted, so that the next row with any of them is found.
                repeated += NamesOf(row).Select(name => seen.Add(Hash64.Of(System.Text.Encoding.UTF8.GetBytes(name)))).ToList().Contains(false) ? 1 : 0;
                if (shown.Count < RowsShown)
                {
                    shown.Add(PreviewRow.Of(row));
                }
            }
        }
        catch (FileFailedException) when (isCut())
        {
            // The end of a packed file is missing, or not unpacked.
        }

        return new ImportPreview(file.Meanings, [.. file.Notes], shown, read, isWhole && !isCut(), repeated, rejected);
    }

    private static IReadOnlyList<ImportRow> RowsOf(IReadOnlyList<ImportRow> block, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return block;
    }

    private static IEnumerable<string> NamesOf(ImportRow row) => row switch
    {
        ImportRow.OfLead { Call: { Kind: EventKind.Import } call } =>
            call.Identities.Where(key => key.Kind.IsOwn()).Select(key => string.Create(CultureInfo.InvariantCulture, $"{(short)key.Kind} {key.Value}")),
        ImportRow.OfLead { Call: var call } => [call.Id.ToString()],
        ImportRow.OfDeal { Word: var word } => [word.Deal.ExternalId],
        _ => [],
    };
}

/// <summary>A row as it would be read.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Values">What it says, in the order in which it is shown.</param>
public sealed record PreviewRow(long Line, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    internal static PreviewRow Of(ImportRow row) => new(row.Line, [.. row switch
    {
        ImportRow.OfLead { Call: { Kind: EventKind.Import } call } => OfLead(call),
        ImportRow.OfLead { Call: var call } => OfEvent(call),
        ImportRow.OfDeal { Word: var word } => OfDeal(word),
        _ => [],
    }]);

    private static IEnumerable<KeyValuePair<string, string>> OfLead(Call call) =>
        [.. IdsOf(call).Where(id => id.Key == "userId"), .. call.Traits.Select(trait => KeyValuePair.Create(trait.Key, trait.Value.Text))];

    private static IEnumerable<KeyValuePair<string, string>> OfEvent(Call call)
    {
        using var document = JsonDocument.Parse(call.Payload);
        var properties = document.RootElement.TryGetProperty("properties"u8, out var found) && found.ValueKind == JsonValueKind.Object
            ? found.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value.ToString())).ToList()
            : [];
        return
        [
            KeyValuePair.Create("event", call.Name),
            KeyValuePair.Create("at", InstantPattern.General.Format(call.Occurred)),
            .. IdsOf(call),
            .. call.Traits.Select(trait => KeyValuePair.Create(trait.Key, trait.Value.Text)),
            .. properties,
        ];
    }

    private static IEnumerable<KeyValuePair<string, string>> OfDeal(DealWord word)
    {
        var deal = word.Deal;
        (string Name, string? Value)[] values =
        [
            ("deal", deal.ExternalId),
            (word.People is [{ Kind: IdentityKind.Email }, ..] ? "email" : "lead", word.People.Select(key => key.Value).FirstOrDefault()),
            ("account", word.Company.Select(key => key.Value).LastOrDefault()),
            ("name", deal.Name),
            ("amount", deal.AmountInUnits is { } amount ? amount.ToString("0.##", CultureInfo.InvariantCulture) + (deal.Currency is null ? "" : " " + deal.Currency) : null),
            ("state", deal.State.Name()),
            ("created", deal.Created is { } created ? InstantPattern.General.Format(created) : null),
            ("closed", deal.Closed is { } closed ? InstantPattern.General.Format(closed) : null),
            ("reason", deal.Reason),
        ];
        return values.Where(value => value.Value is not null).Select(value => KeyValuePair.Create(value.Name, value.Value!));
    }

    private static IEnumerable<KeyValuePair<string, string>> IdsOf(Call call) =>
        call.Identities.DistinctBy(key => key.Kind).Select(key => KeyValuePair.Create(key.Kind.Name(), key.Value));
}

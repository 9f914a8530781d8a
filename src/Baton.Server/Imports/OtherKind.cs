using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Leads;

namespace Baton.Server.Imports;

/// <summary>Tells by its columns that a file is clearly of another kind than the user says. What the user maps to a meaning goes before.</summary>
internal static class OtherKind
{
    private const int LinesLookedAt = 100;

    private static readonly HashSet<string> OfDeal =
    [
        "dealid", "dealname", "dealstage", "dealamount", "dealvalue", "opportunityid", "opportunityname", "opportunitystage", "stagename", "closedate",
        "closedlostreason", "lossreason", "lostreason", "closedwonreason",
    ];

    private static readonly HashSet<string> OfEvent = ["event", "eventname", "eventtype", "messageid", "anonymousid", "timestamp", "originaltimestamp", "occurredat", "eventtime"];

    /// <summary>When a record was made, which every system says of every record.</summary>
    private static readonly HashSet<string> OfCreation = ["createdat", "createdate"];

    /// <summary>Attributes that only people have.</summary>
    private static readonly HashSet<string> OfPerson = ["firstname", "lastname", "mobilephone"];

    /// <summary>What to say of a file of leads; null where it may be one.</summary>
    public static string? OfLeads(string file, IReadOnlyList<string> names, ColumnChoices choices)
    {
        var columns = new Header(names, choices);
        return columns.IsOfPerson ? null
            : columns.Deal.Count > 1 ? LooksLikeDeals(file, columns.Deal, $"If it has leads, say which column is their name: --map \"{names[0]}=lastname\".")
            : columns.Event.Count > 1 ? LooksLikeEvents(file, columns.Event, $"If it has leads, say which column is their name: --map \"{names[0]}=lastname\".")
            : null;
    }

    /// <summary>What to say of a table of events; null where it may be one.</summary>
    public static string? OfEvents(string file, IReadOnlyList<string> names, ColumnChoices choices, EventColumns understood)
    {
        var columns = new Header(names, choices);
        if (understood is not { Event: < 0, Type: < 0 } || choices.MeaningOf(names[understood.Timestamp]) is not null
            || !OfCreation.Contains(PropertyName.Of(names[understood.Timestamp])))
        {
            return null;
        }

        var remedy = $"If it has events, say which column is their time: --map \"{names[understood.Timestamp]}=timestamp\".";
        return columns.Deal.Count > 1 ? LooksLikeDeals(file, columns.Deal, remedy)
            : columns.IsOfPerson ? LooksLikeLeads(file, columns.Person, remedy)
            : null;
    }

    /// <summary>What to say of a table of deals; null where it may be one.</summary>
    public static string? OfDeals(string file, IReadOnlyList<string> names, ColumnChoices choices, DealColumns understood)
    {
        var columns = new Header(names, choices);
        var remedy = $"If it has deals, say which column is their stage: --map \"{names[0]}=stage\".";
        if (understood is { Amount: < 0, WonAt: < 0 } && columns.Deal.Count == 0 && columns.IsOfPerson
            && (understood.Stage < 0 || choices.MeaningOf(names[understood.Stage]) is null))
        {
            return LooksLikeLeads(file, columns.Person, remedy);
        }

        return understood is not { Amount: < 0, WonAt: < 0, Stage: < 0 } ? null
            : columns.Event.Count > 1 ? LooksLikeEvents(file, columns.Event, remedy)
            : $"{file} has no column of a deal's stage and none of its amount. {remedy} If it has leads, import it as leads (`baton import leads`). The columns are: {string.Join(", ", names)}.";
    }

    /// <summary>What to say of NDJSON of which no line is an event; null where it may have some.</summary>
    public static string? OfLines(InputFile input)
    {
        var rest = input.Head;
        var objects = 0;
        for (var line = 0; line < LinesLookedAt && !rest.IsEmpty; line++)
        {
            var end = rest.IndexOf((byte)'\n');
            var text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            switch (IsEvent(text))
            {
                case true:
                    return null;
                case false:
                    objects++;
                    break;
            }
        }

        return objects == 0 ? null
            : $"{input.Name} has no events: its lines have neither `event` nor `type`, and no `timestamp`. Events are written as Segment's calls, one a line. Leads and deals are imported from CSV (`baton import leads`, `baton import deals`).";
    }

    /// <summary>Null where the line is no JSON object.</summary>
    private static bool? IsEvent(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var call = JsonDocument.ParseValue(ref reader);
            return call.RootElement.ValueKind != JsonValueKind.Object ? null
                : call.RootElement.EnumerateObject().Any(member => member.Name is "type" or "event" or "timestamp" or "originalTimestamp" or "sentAt" or "receivedAt");
        }
        catch (JsonException)
        {
            return null;   // what is wrong with it is said of the line
        }
    }

    private static string LooksLikeLeads(string file, List<string> because, string remedy) =>
        $"{file} looks like leads: it has {Shown(because)}. Import it as leads (`baton import leads`). {remedy}";

    private static string LooksLikeEvents(string file, List<string> because, string remedy) =>
        $"{file} looks like events: it has {Shown(because)}. Import it as events (`baton import events`). {remedy}";

    private static string LooksLikeDeals(string file, List<string> because, string remedy) =>
        $"{file} looks like deals: it has {Shown(because)}. Import it as deals (`baton import deals`). {remedy}";

    private static string Shown(List<string> because) => string.Join(", ", because.Take(4));

    /// <summary>The columns that speak for a kind.</summary>
    private sealed class Header(IReadOnlyList<string> names, ColumnChoices choices)
    {
        public List<string> Deal { get; } = [.. names.Where(name => OfDeal.Contains(PropertyName.Of(choices.MeaningOf(name) ?? name)))];

        public List<string> Event { get; } = [.. names.Where(name => OfEvent.Contains(PropertyName.Of(choices.MeaningOf(name) ?? name)))];

        public List<string> Person { get; } = [.. names.Where(name => IsPersonal(choices.MeaningOf(name) ?? name))];

        public bool IsOfPerson => Person.Count > 0;

        private static bool IsPersonal(string name) => OfPerson.Contains(AttributeName.Of(name)) || PropertyName.Of(name) is "jobtitle" or "leadname" or "contactname";
    }
}

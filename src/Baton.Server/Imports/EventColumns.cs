using Baton.Core.Conditions;

namespace Baton.Server.Imports;

/// <summary>What the columns of a CSV file of events stand for.</summary>
internal sealed class EventColumns
{
    // What a column stands for, then the spellings of it, the surest first.
    private static readonly string[][] Spellings =
    [
        ["user id", "userid", "leadid", "recordid", "contactid", "prospectid", "personid", "user", "lead", "contact"],
        ["e-mail", "email", "emailaddress", "mail", "workemail", "businessemail", "useremail", "contactemail", "leademail", "emailadresse"],
        ["anonymous id", "anonymousid", "visitorid", "cookieid"],
        ["type", "type", "calltype"],
        ["event", "event", "eventname", "action", "activity", "activitytype", "eventtype", "ereignis", "aktion", "aktivität"],
        ["timestamp", "timestamp", "originaltimestamp", "occurredat", "occurred", "time", "datetime", "date", "eventdate", "eventtime", "createdat", "createdate", "zeitpunkt", "datum"],
        ["received at", "receivedat"],
        ["message id", "messageid", "eventid"],
        ["user agent", "useragent", "contextuseragent", "context.useragent"],
    ];

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    /// <summary>The number under which somebody wants to know a property; −1 where nobody does.</summary>
    /// <param name="property">Its name in its one spelling.</param>
    /// <param name="isTaken">True where the column says something else of the event already, such as when it was.</param>
    public delegate int NumberOf(string property, bool isTaken);

    private EventColumns()
    {
    }

    public int UserId => _columns.GetValueOrDefault("user id", -1);

    public int Email => _columns.GetValueOrDefault("e-mail", -1);

    public int AnonymousId => _columns.GetValueOrDefault("anonymous id", -1);

    public int Type => _columns.GetValueOrDefault("type", -1);

    public int Event => _columns.GetValueOrDefault("event", -1);

    public int Timestamp => _columns.GetValueOrDefault("timestamp", -1);

    public int ReceivedAt => _columns.GetValueOrDefault("received at", -1);

    public int MessageId => _columns.GetValueOrDefault("message id", -1);

    public int UserAgent => _columns.GetValueOrDefault("user agent", -1);

    /// <summary>How <see cref="Timestamp"/> is written.</summary>
    public CellStyle TimestampStyle { get; private set; }

    /// <summary>How <see cref="ReceivedAt"/> is written.</summary>
    public CellStyle ReceivedAtStyle { get; private set; }

    /// <summary>The columns of the properties that somebody wants to know, with the properties' numbers and names, and how their values are written.</summary>
    public (int Column, int Property, string Name, CellStyle Style)[] Properties { get; private set; } = [];

    public IReadOnlyList<ColumnMeaning> Meanings { get; private set; } = [];

    /// <param name="names">The header.</param>
    /// <param name="choices">What the user said of columns.</param>
    /// <param name="numberOf">Knows which properties are wanted.</param>
    /// <param name="countLeads">How many of some ids are leads'.</param>
    /// <param name="samples">The first values of the columns.</param>
    /// <param name="columns">The columns, understood.</param>
    /// <returns>What is missing, or null.</returns>
    public static string? TryUnderstand(
        IReadOnlyList<string> names, ColumnChoices choices, NumberOf numberOf, Func<IReadOnlyList<string>, int> countLeads, CsvSamples samples, out EventColumns columns)
    {
        columns = new EventColumns();
        var taken = columns._columns;
        var meanings = names.Select(name => PropertyName.Of(choices.MeaningOf(name) ?? name)).ToArray();
        foreach (var spellings in Spellings)
        {
            // What the user maps to a meaning stands for it even where another column's name fits better.
            var fitting = choices.MappedFirst(
                spellings.Skip(1).SelectMany(spelling => Enumerable.Range(0, names.Count).Where(column => meanings[column] == spelling)).Except(taken.Values),
                names).ToList();
            if (fitting.Count > 0)
            {
                taken[spellings[0]] = fitting[0];
            }
        }

        if (Array.IndexOf(meanings, "id") is >= 0 and var id && MeaningOfId(samples[id], countLeads) is { } meaning)
        {
            taken.TryAdd(meaning, id);
        }

        columns.TimestampStyle = columns.Timestamp < 0 ? CellStyle.Usual : samples.StyleOf(columns.Timestamp);
        columns.ReceivedAtStyle = columns.ReceivedAt < 0 ? CellStyle.Usual : samples.StyleOf(columns.ReceivedAt);
        columns.Properties = [.. meanings
            .Select((meaning, column) => (Column: column, Property: numberOf(meaning, taken.ContainsValue(column)), Name: meaning, Style: samples.StyleOf(column)))
            .Where(p => p.Property >= 0 && p.Name.Length > 0)];
        var read = columns.Properties.Select(p => p.Column).ToHashSet();
        columns.Meanings = [.. names.Select((name, column) =>
        {
            var role = taken.FirstOrDefault(t => t.Value == column).Key;
            var hasStyle = read.Contains(column) || role is "timestamp" or "received at";
            return new ColumnMeaning(
                name,
                role ?? (read.Contains(column) ? $"property {meanings[column]}" : ""),
                role is not null || read.Contains(column),
                hasStyle ? samples.StyleOf(column).Words() : null);
        })];

        return columns.UserId < 0 && columns.Email < 0 && columns.AnonymousId < 0 ? Missing("whose event a row is", "user_id", names)
            : columns.Timestamp < 0 ? Missing("when an event happened", "timestamp", names)
            : null;
    }

    /// <summary>A column that is only called <c>id</c> is the lead's where leads have such ids, and the event's where no two rows share one.</summary>
    private static string? MeaningOfId(IReadOnlyList<string> ids, Func<IReadOnlyList<string>, int> countLeads)
    {
        if (ids.Count == 0)
        {
            return null;
        }

        if (countLeads(ids) * 2 > ids.Count)
        {
            return "user id";
        }

        // An event may be there twice; a column that repeats more often than that is something else, and would hide events.
        return ids.Distinct(StringComparer.Ordinal).Count() * 10 >= ids.Count * 9 ? "message id" : null;
    }

    private static string Missing(string what, string meaning, IReadOnlyList<string> names) =>
        $"No column says {what}. Say which one does: --map \"{names[0]}={meaning}\". The columns are: {string.Join(", ", names)}.";
}

using Baton.Core.Conditions;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>What the columns of a CSV file of events stand for.</summary>
internal sealed class EventColumns
{
    // What a column stands for, then the spellings of it, the surest first.
    private static readonly string[][] Spellings =
    [
        ["user id", "userid", "leadid", "recordid", "contactid", "prospectid", "personid", "email", "emailaddress", "user", "lead", "contact"],
        ["anonymous id", "anonymousid", "visitorid", "cookieid"],
        ["type", "type", "calltype"],
        ["event", "event", "eventname", "action", "activity", "activitytype", "eventtype"],
        ["timestamp", "timestamp", "originaltimestamp", "occurredat", "occurred", "time", "datetime", "date", "eventdate", "eventtime", "createdat", "createdate"],
        ["received at", "receivedat"],
        ["message id", "messageid", "eventid", "id"],
        ["user agent", "useragent", "contextuseragent", "context.useragent"],
    ];

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    private EventColumns()
    {
    }

    public int UserId => _columns.GetValueOrDefault("user id", -1);

    public int AnonymousId => _columns.GetValueOrDefault("anonymous id", -1);

    public int Type => _columns.GetValueOrDefault("type", -1);

    public int Event => _columns.GetValueOrDefault("event", -1);

    public int Timestamp => _columns.GetValueOrDefault("timestamp", -1);

    public int ReceivedAt => _columns.GetValueOrDefault("received at", -1);

    public int MessageId => _columns.GetValueOrDefault("message id", -1);

    public int UserAgent => _columns.GetValueOrDefault("user agent", -1);

    /// <summary>The columns of the properties that the playbook asks about, with the properties' numbers.</summary>
    public (int Column, int Property)[] Properties { get; private set; } = [];

    public IReadOnlyList<ColumnMeaning> Meanings { get; private set; } = [];

    /// <returns>What is missing, or null.</returns>
    public static string? TryUnderstand(IReadOnlyList<string> names, ColumnChoices choices, FactTableBuilder builder, out EventColumns columns)
    {
        columns = new EventColumns();
        var meanings = names.Select(name => PropertyName.Of(choices.MeaningOf(name) ?? name)).ToArray();
        foreach (var spellings in Spellings)
        {
            // What the user maps to a meaning stands for it even where another column's name fits better.
            var fitting = spellings.Skip(1)
                .SelectMany(spelling => Enumerable.Range(0, names.Count).Where(column => meanings[column] == spelling))
                .Except(columns._columns.Values)
                .OrderByDescending(column => choices.MeaningOf(names[column]) is not null)
                .ToList();
            if (fitting.Count > 0)
            {
                columns._columns[spellings[0]] = fitting[0];
            }
        }

        var taken = columns._columns;
        columns.Properties = [.. meanings
            .Select((meaning, column) => (column, Property: builder.FindEventProperty(meaning)))
            .Where(p => p.Property >= 0)];
        var properties = columns.Properties;
        columns.Meanings = [.. names.Select((name, column) => new ColumnMeaning(
            name,
            taken.FirstOrDefault(t => t.Value == column).Key ?? (properties.Any(p => p.Column == column) ? $"property {meanings[column]}" : ""),
            properties.Any(p => p.Column == column) || taken.ContainsValue(column),
            Note: null))];

        return columns.UserId < 0 && columns.AnonymousId < 0 ? Missing("whose event a row is", "user_id", names)
            : columns.Timestamp < 0 ? Missing("when an event happened", "timestamp", names)
            : null;
    }

    private static string Missing(string what, string meaning, IReadOnlyList<string> names) =>
        $"No column says {what}. Say which one does: --map \"{names[0]}={meaning}\". The columns are: {string.Join(", ", names)}.";
}

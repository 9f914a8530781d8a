using System.Globalization;
using System.Text;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Baton.Server.Leads;

/// <summary>What the list of leads shows, all of it in its address. What narrows it down and cannot be read is a mistake: a list without it would be another one.</summary>
public sealed record LeadListAddress
{
    /// <summary>Where the list is.</summary>
    public const string Path = "/leads";

    /// <summary>How many leads a page has.</summary>
    public const int LeadsOfPage = 50;

    private const int LongestWords = 200;

    /// <summary>The most characters of the address, as browsers send it: Kestrel takes lines of 8 KiB, and so do most proxies. Where the next page begins has to fit, too.</summary>
    private const int Longest = 8_000;

    /// <summary>Words to search for.</summary>
    public string? Words { get; init; }

    public Stage? Stage { get; init; }

    public Guid? Account { get; init; }

    /// <summary>The lowest score.</summary>
    public int? Least { get; init; }

    /// <summary>The highest score.</summary>
    public int? Most { get; init; }

    /// <summary>Such as <c>A</c> or <c>A1</c>.</summary>
    public string? Grade { get; init; }

    /// <summary>A condition in the playbook's language, as it is written.</summary>
    public string? Where { get; init; }

    public LeadOrder Order { get; init; }

    /// <summary>What is shown beside the name; the usual ones where nothing is said.</summary>
    public IReadOnlyList<LeadListColumn> Columns { get; init; } = LeadListColumns.Usual;

    /// <summary>The view that this is or was made of.</summary>
    public Guid? View { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? After { get; init; }

    /// <summary>True where all leads of the page are chosen.</summary>
    public bool IsAllChosen { get; init; }

    /// <summary>What was said and cannot be read, by its name in the address.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Unread { get; init; } = [];

    /// <summary>True where not all leads are wanted.</summary>
    public bool IsFiltered => Unread.Count > 0 || (Words ?? Grade ?? Where) is not null || Stage is not null || Account is not null || Least is not null || Most is not null;

    public static LeadListAddress Of(IQueryCollection query)
    {
        var columns = query["column"].SelectMany(name => Enum.GetValues<LeadListColumn>().Where(column => column.Name() == name)).Distinct().Order().ToList();
        var unread = new List<KeyValuePair<string, string>>();
        var account = Read("account", text => Guid.TryParse(text, out var id) ? id : (Guid?)null);
        var order = LeadOrders.Of(Text("sort")) ?? LeadOrder.HighestScore;
        return new LeadListAddress
        {
            Words = Text("q"),
            Stage = Read("stage", text => Enum.GetValues<Stage>().Where(stage => stage != Core.Lifecycle.Stage.Visitor && stage.Title().Equals(text, StringComparison.OrdinalIgnoreCase)).Select(stage => (Stage?)stage).FirstOrDefault()),
            Account = account,
            Least = Read("min", Number),
            Most = Read("max", Number),
            Grade = Text("grade")?.ToUpperInvariant(),
            Where = Text("where"),

            // The leads of an account are in the order of an index only by their score.
            Order = account is not null && !order.IsByScore() ? LeadOrder.HighestScore : order,
            Columns = columns.Count == 0 ? LeadListColumns.Usual : columns,
            View = Guid.TryParse(query["view"], out var view) ? view : null,
            After = Text("after"),
            IsAllChosen = query["chosen"] == "all",
            Unread = unread,
        };

        // No text has a U+0000, and PostgreSQL takes none.
        string? Text(string name) => query[name].ToString().Replace('\0', ' ').Trim() is { Length: > 0 } text ? text : null;

        T? Read<T>(string name, Func<string, T?> read)
            where T : struct
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            var value = read(text);
            if (value is null)
            {
                unread.Add(new(name, text));
            }

            return value;
        }

        static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The list that an address which was kept is of.</summary>
    public static LeadListAddress Of(string query) => Of(new QueryCollection(QueryHelpers.ParseQuery(query)));

    /// <summary>The query of an address: what was said, and no more.</summary>
    public string Query()
    {
        var text = new StringBuilder();
        Add("q", Words);
        Add("stage", Stage?.Title());
        Add("account", Account?.ToString());
        Add("min", Least?.ToString(CultureInfo.InvariantCulture));
        Add("max", Most?.ToString(CultureInfo.InvariantCulture));
        Add("grade", Grade);
        Add("where", Where);
        foreach (var (name, said) in Unread)
        {
            Add(name, said);
        }

        Add("sort", Order == LeadOrder.HighestScore ? null : Order.Name());
        foreach (var column in Columns.SequenceEqual(LeadListColumns.Usual) ? [] : Columns)
        {
            Add("column", column.Name());
        }

        Add("view", View?.ToString());
        Add("after", After);
        Add("chosen", IsAllChosen ? "all" : null);
        return text.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }

    /// <summary>The address.</summary>
    public override string ToString() => Path + Query();

    /// <summary>The address from the start of the list on.</summary>
    public string Start() => (this with { After = null, IsAllChosen = false }).ToString();

    /// <summary>The list without its conditions.</summary>
    public LeadListAddress Unfiltered() => new() { Order = Order, Columns = Columns };

    /// <summary>What is kept of it under a name: all but where one is in the list.</summary>
    public string ToBeKept() => (this with { After = null, View = null, IsAllChosen = false }).Query();

    /// <summary>What to ask the leads for, or what is wrong.</summary>
    /// <param name="limit">The most leads.</param>
    internal (LeadQuery? Query, IReadOnlyList<string> Mistakes) ToQuery(int limit)
    {
        var (condition, mistakes) = Where is null ? (null, []) : LeadCondition.Read(Where);
        List<string> wrong = [.. Unread.Select(one => WordsOf(one.Key)).Distinct(), .. mistakes.Select(mistake => mistake.ToString())];
        if (Words?.Length > LongestWords)
        {
            wrong.Add(Shell.Words.Of("What is searched for has at most 200 characters. Search for less."));
        }

        if (ToString().Length > Longest)
        {
            wrong.Add(Shell.Words.Of("What is asked for is longer than an address can be: 8,000 characters. Compare with fewer values, or ask for the others in a second list."));
        }

        if (wrong.Count > 0)
        {
            return (null, wrong);
        }

        if (!Place.TryRead(After, List(), out var after, out _))
        {
            return (null, [Shell.Words.Of("This address leads into the middle of another list. Begin at its start.")]);
        }

        return (new LeadQuery(Order, condition, Stage, Account, Words, Identity: null, Visitors: false, limit, after) { Least = Least, Most = Most, Grade = Grade }, []);
    }

    /// <summary>The page that begins behind a place.</summary>
    internal LeadListAddress From(Place place) => this with { After = place.ToCursor(List()), IsAllChosen = false };

    /// <summary>What is wrong where something cannot be read, and what to write.</summary>
    private static string WordsOf(string unread) => unread switch
    {
        "stage" => Shell.Words.Of("The address names a stage that is none. Choose one of the list."),
        "account" => Shell.Words.Of("The address names an account that is none. Look for the account, and open its leads from there."),
        _ => Shell.Words.Of("The lowest and the highest score are whole numbers, such as 40. Write one, or leave the field empty."),
    };

    /// <summary>What makes the list this one and no other.</summary>
    private string List() => (new LeadListAddress { Words = Words, Stage = Stage, Account = Account, Least = Least, Most = Most, Grade = Grade, Where = Where, Order = Order }).ToString();
}

using System.Globalization;
using System.Text;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Baton.Server.Leads;

/// <summary>What the list of leads shows, all of it in its address. What cannot be understood there is left out.</summary>
public sealed record LeadListAddress
{
    /// <summary>Where the list is.</summary>
    public const string Path = "/leads";

    /// <summary>How many leads a page has.</summary>
    public const int LeadsOfPage = 50;

    /// <summary>The most columns; any more make the address long.</summary>
    private const int LongestText = 200;

    private const int LongestWhere = 4_000;

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

    /// <summary>True where not all leads are wanted.</summary>
    public bool IsFiltered => (Words ?? Grade ?? Where) is not null || Stage is not null || Account is not null || Least is not null || Most is not null;

    public static LeadListAddress Of(IQueryCollection query)
    {
        var columns = query["column"].SelectMany(name => Enum.GetValues<LeadListColumn>().Where(column => column.Name() == name)).Distinct().Order().ToList();
        var account = Guid.TryParse(query["account"], out var id) ? id : (Guid?)null;
        var order = LeadOrders.Of(Text("sort", LongestText)) ?? LeadOrder.HighestScore;
        return new LeadListAddress
        {
            Words = Text("q", LongestText),
            Stage = Enum.GetValues<Stage>().Where(stage => stage != Core.Lifecycle.Stage.Visitor && stage.Title().Equals(query["stage"], StringComparison.OrdinalIgnoreCase)).Select(stage => (Stage?)stage).FirstOrDefault(),
            Account = account,
            Least = Number("min"),
            Most = Number("max"),
            Grade = Text("grade", 2)?.ToUpperInvariant(),
            Where = Text("where", LongestWhere),

            // The leads of an account are in the order of an index only by their score.
            Order = account is not null && !order.IsByScore() ? LeadOrder.HighestScore : order,
            Columns = columns.Count == 0 ? LeadListColumns.Usual : columns,
            View = Guid.TryParse(query["view"], out var view) ? view : null,
            After = Text("after", LongestText),
            IsAllChosen = query["chosen"] == "all",
        };

        string? Text(string name, int longest) => query[name].ToString().Trim() is { Length: > 0 } text && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal) ? text : null;

        int? Number(string name) => int.TryParse(query[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
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
        if (mistakes.Count > 0)
        {
            return (null, [.. mistakes.Select(mistake => mistake.ToString())]);
        }

        if (!Place.TryRead(After, List(), out var after, out _))
        {
            return (null, ["This address leads into the middle of another list. Begin at its start."]);
        }

        return (new LeadQuery(Order, condition, Stage, Account, Words, Identity: null, Visitors: false, limit, after) { Least = Least, Most = Most, Grade = Grade }, []);
    }

    /// <summary>The page that begins behind a place.</summary>
    internal LeadListAddress From(Place place) => this with { After = place.ToCursor(List()), IsAllChosen = false };

    /// <summary>What makes the list this one and no other.</summary>
    private string List() => (new LeadListAddress { Words = Words, Stage = Stage, Account = Account, Least = Least, Most = Most, Grade = Grade, Where = Where, Order = Order }).ToString();
}

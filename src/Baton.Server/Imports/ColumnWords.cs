using Baton.Server.Shell;

namespace Baton.Server.Imports;

/// <summary>Something that a column can be said to be.</summary>
/// <param name="Value">As <see cref="ColumnChoices"/> has it.</param>
/// <param name="Words">As people call it.</param>
public sealed record ColumnWord(string Value, string Words);

/// <summary>What columns can be said to be, in the order in which it is offered.</summary>
internal static class ColumnWords
{
    /// <summary>Says of a column that by it a lead or a deal is known again: <see cref="ColumnChoices.Id"/>.</summary>
    public const string Id = "id";

    /// <summary>Says of a column that nobody wants to know it: <see cref="ColumnChoices.LeftOut"/>.</summary>
    public const string LeaveOut = "-";

    public const int LongestMeaning = 100;

    private const string Property = "property ";

    private static readonly ColumnWord[] OfLeads =
    [
        new(Id, Words.Of("The lead's id")), new("email", Words.Of("E-mail address")), new("name", Words.Of("Whole name")), new("firstname", Words.Of("First name")), new("lastname", Words.Of("Last name")),
        new("phone", Words.Of("Phone")), new("mobilephone", Words.Of("Mobile phone")), new("title", Words.Of("Job title")), new("company", Words.Of("Company")), new("website", Words.Of("Website")),
        new("industry", Words.Of("Industry")), new("employees", Words.Of("Number of employees")), new("revenue", Words.Of("Annual revenue")), new("country", Words.Of("Country")),
        new("state", Words.Of("State or region")), new("city", Words.Of("City")), new("postalcode", Words.Of("Postal code")), new("street", Words.Of("Street")), new("source", Words.Of("Original source")),
        new("campaign", Words.Of("Campaign")), new("status", Words.Of("Status")), new("owner", Words.Of("Owner")), new("created", Words.Of("Date of creation")),
    ];

    private static readonly ColumnWord[] OfEvents =
    [
        new("userid", Words.Of("The lead's id")), new("email", Words.Of("E-mail address")), new("anonymousid", Words.Of("Id of a visitor")), new("event", Words.Of("Name of the event")),
        new("timestamp", Words.Of("When it happened")), new("type", Words.Of("Kind of call")), new("messageid", Words.Of("Id of the event")), new("receivedat", Words.Of("When it came in")),
        new("useragent", Words.Of("User agent")),
    ];

    private static readonly ColumnWord[] OfDeals =
    [
        new(Id, Words.Of("The deal's id")), new("leadid", Words.Of("The lead's id")), new("email", Words.Of("E-mail address")), new("account", Words.Of("Company")), new("website", Words.Of("Website")),
        new("dealname", Words.Of("Name of the deal")), new("amount", Words.Of("Amount")), new("currency", Words.Of("Currency")), new("stage", Words.Of("Stage of the deal")),
        new("created", Words.Of("Date of creation")), new("wonat", Words.Of("Date of winning")), new("closed", Words.Of("Date of closing")), new("reason", Words.Of("Reason for losing")),
    ];

    /// <summary>What the columns of such a file can be.</summary>
    public static IReadOnlyList<ColumnWord> Of(ImportKind kind) => kind switch
    {
        ImportKind.Leads => OfLeads,
        ImportKind.Events => OfEvents,
        ImportKind.Deals => OfDeals,
    };

    /// <summary>What Baton takes a column for, in words of people where there are some.</summary>
    /// <param name="kind">What the rows are.</param>
    /// <param name="meaning">As <see cref="ColumnMeaning.Meaning"/> has it.</param>
    public static string Of(ImportKind kind, string meaning) =>
        meaning is "the lead's id" or "user id" or "userId" or "lead id" or "lead" ? Words.Of("The lead's id")
        : meaning is "deal id" or "deal" ? Words.Of("The deal's id")
        : (kind, meaning) is (ImportKind.Events, "at") ? Words.Of("When it happened")
        : (kind, meaning) is (ImportKind.Deals, "name") ? Words.Of("Name of the deal")
        : (kind, meaning) is (ImportKind.Deals, "state") ? Words.Of("Stage of the deal")
        : meaning.StartsWith(Property, StringComparison.Ordinal) ? meaning[Property.Length..]
        : Of(kind).FirstOrDefault(word => word.Value.Equals(meaning.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))?.Words ?? meaning;
}

using System.Globalization;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;
using NodaTime.Text;

namespace Baton.Server.Leads;

/// <summary>A column of the list of leads beside the name, which is always there.</summary>
public enum LeadListColumn
{
    Title,
    Company,
    Email,
    Phone,
    Stage,
    Score,
    Grade,
    Since,
    Created,
    Country,
    Industry,
    Employees,
    Source,
    Campaign,
    Status,
}

/// <summary>What columns are called, and what stands in them.</summary>
internal static class LeadListColumns
{
    /// <summary>Those that are shown where nobody has chosen others.</summary>
    public static readonly IReadOnlyList<LeadListColumn> Usual =
        [LeadListColumn.Title, LeadListColumn.Company, LeadListColumn.Email, LeadListColumn.Stage, LeadListColumn.Score, LeadListColumn.Grade, LeadListColumn.Since];

    /// <summary>As addresses and files have it.</summary>
    public static string Name(this LeadListColumn column) => column switch
    {
        LeadListColumn.Title => "title",
        LeadListColumn.Company => "company",
        LeadListColumn.Email => "email",
        LeadListColumn.Phone => "phone",
        LeadListColumn.Stage => "stage",
        LeadListColumn.Score => "score",
        LeadListColumn.Grade => "grade",
        LeadListColumn.Since => "stage_since",
        LeadListColumn.Created => "created",
        LeadListColumn.Country => "country",
        LeadListColumn.Industry => "industry",
        LeadListColumn.Employees => "employees",
        LeadListColumn.Source => "source",
        LeadListColumn.Campaign => "campaign",
        LeadListColumn.Status => "status",
    };

    /// <summary>As people call it.</summary>
    public static string Of(LeadListColumn column, IStringLocalizer<Words> words) => column switch
    {
        LeadListColumn.Title => words["Job title"],
        LeadListColumn.Company => words["Company"],
        LeadListColumn.Email => words["E-mail"],
        LeadListColumn.Phone => words["Phone"],
        LeadListColumn.Stage => words["Stage"],
        LeadListColumn.Score => words["Score"],
        LeadListColumn.Grade => words["Grade"],
        LeadListColumn.Since => words["At this stage"],
        LeadListColumn.Created => words["Known since"],
        LeadListColumn.Country => words["Country"],
        LeadListColumn.Industry => words["Industry"],
        LeadListColumn.Employees => words["Employees"],
        LeadListColumn.Source => words["Source"],
        LeadListColumn.Campaign => words["Campaign"],
        LeadListColumn.Status => words["Status"],
    };

    /// <summary>What stands in a file; empty where nobody knows it.</summary>
    public static string TextOf(this LeadListColumn column, ListedLead lead) => column switch
    {
        LeadListColumn.Title => lead.Lead.Title ?? "",
        LeadListColumn.Company => lead.Lead.Account?.Name ?? lead.Facts.Text("company") ?? "",
        LeadListColumn.Email => lead.Lead.Email ?? "",
        LeadListColumn.Phone => lead.Facts.Phone() ?? "",
        LeadListColumn.Stage => lead.Lead.Stage,
        LeadListColumn.Score => lead.Lead.Score.Total.ToString(CultureInfo.InvariantCulture),
        LeadListColumn.Grade => lead.Lead.Score.Grade ?? "",
        LeadListColumn.Since => InstantPattern.General.Format(lead.Lead.StageSince),
        LeadListColumn.Created => InstantPattern.General.Format(lead.Lead.Created),
        LeadListColumn.Country or LeadListColumn.Industry or LeadListColumn.Employees or LeadListColumn.Source or LeadListColumn.Campaign or LeadListColumn.Status =>
            lead.Facts.Text(column.Name()) ?? lead.Facts.Text("account." + column.Name()) ?? "",
    };
}

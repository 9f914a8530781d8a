using Baton.Core.Lifecycle;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Leads;

/// <summary>Stages in the language of the page.</summary>
internal static class StageNames
{
    public static string Of(Stage stage, IStringLocalizer<Words> words) => stage switch
    {
        Stage.Visitor => words["Visitor"],
        Stage.Lead => words["Lead"],
        Stage.Mql => words["MQL"],
        Stage.Sal => words["SAL"],
        Stage.Sql => words["SQL"],
        Stage.Opportunity => words["Opportunity"],
        Stage.Customer => words["Customer"],
        Stage.Recycled => words["Recycled"],
        Stage.Unresponsive => words["Unresponsive"],
        Stage.Disqualified => words["Disqualified"],
        Stage.Lost => words["Lost"],
    };

    /// <summary>The stage of this title; as it is written where it is none.</summary>
    public static string Of(string? title, IStringLocalizer<Words> words) =>
        Enum.GetValues<Stage>().Where(stage => stage.Title() == title).Select(stage => (Stage?)stage).FirstOrDefault() is { } known ? Of(known, words) : title ?? "";

    /// <summary>Why a lead moved.</summary>
    public static string Why(string reason, IStringLocalizer<Words> words) => reason switch
    {
        "identified" => words["by saying who they are"],
        "qualified" => words["qualified by its score"],
        "fell" => words["no longer qualified"],
        "deal" => words["by a deal"],
        "accepted" => words["accepted by sales"],
        "rejected" => words["given back by sales"],
        "unresponsive" => words["nobody reached it"],
        "woken" => words["came back as planned"],
        "requalified" => words["got active again"],
        "by_hand" => words["moved by hand"],
        _ => reason.Replace('_', ' '),
    };

    /// <summary>The colour of a stage's badge; its name stands beside it.</summary>
    public static string Colour(Stage stage) => stage switch
    {
        Stage.Visitor or Stage.Lead => "bg-secondary text-secondary-fg",
        Stage.Mql or Stage.Sal => "bg-blue text-blue-fg",
        Stage.Sql or Stage.Opportunity => "bg-indigo text-indigo-fg",
        Stage.Customer => "bg-green text-green-fg",
        Stage.Recycled or Stage.Unresponsive => "bg-orange text-orange-fg",
        Stage.Disqualified or Stage.Lost => "bg-dark text-dark-fg",
    };
}

using Baton.Core.Conditions;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Leads;

/// <summary>Words of the list of leads.</summary>
internal static class LeadListWords
{
    /// <summary>How something is compared, as people say it.</summary>
    public static string Of(Operator op, IStringLocalizer<Words> words) => op switch
    {
        Operator.Eq => words["is"],
        Operator.Neq => words["is known and is not"],
        Operator.Lt => words["is below or before"],
        Operator.Lte => words["is at most"],
        Operator.Gt => words["is above or after"],
        Operator.Gte => words["is at least"],
        Operator.Between => words["is between"],
        Operator.In => words["is one of"],
        Operator.NotIn => words["is known and none of"],
        Operator.Has => words["is known"],
        Operator.NotHas => words["is unknown"],
        Operator.Contains => words["has the word"],
        Operator.NotContains => words["is known and has not the word"],
        Operator.StartsWith => words["begins with"],
        Operator.EndsWith => words["ends with"],
        Operator.Matches => words["matches the pattern"],
    };

    public static string Of(LeadOrder order, IStringLocalizer<Words> words) => order switch
    {
        LeadOrder.HighestScore => words["Highest score first"],
        LeadOrder.LowestScore => words["Lowest score first"],
        LeadOrder.Newest => words["Newest first"],
        LeadOrder.Oldest => words["Oldest first"],
        LeadOrder.NewestInStage => words["New at their stage first"],
        LeadOrder.LongestInStage => words["Longest at their stage first"],
    };

    /// <summary>What was done about several leads.</summary>
    public static string Of(LeadListDone done, IStringLocalizer<Words> words) => done.Deed switch
    {
        LeadListDeed.Nothing => words["Nothing was done"],
        LeadListDeed.Moved => done.Count == 1 ? words["1 lead was moved to {0}", StageNames.Of(done.Stage, words)] : words["{0} leads were moved to {1}", done.Count, StageNames.Of(done.Stage, words)],
        LeadListDeed.GivenTask => done.Count == 1 ? words["1 lead has a new task"] : words["{0} leads have a new task", done.Count],
    };
}

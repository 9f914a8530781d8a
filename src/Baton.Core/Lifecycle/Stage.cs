namespace Baton.Core.Lifecycle;

/// <summary>How far a lead has come, in order, and behind that the places beside the path.</summary>
public enum Stage
{
    /// <summary>Anonymous.</summary>
    Visitor,

    /// <summary>An e-mail address, a user id or a telephone number is known.</summary>
    Lead,

    /// <summary>Marketing qualified: interest; marketing's criteria are met.</summary>
    Mql,

    /// <summary>Sales accepted: sales has looked at the MQL and taken it on.</summary>
    Sal,

    /// <summary>Sales qualified: intent, vetted; the playbook's SQL gate holds.</summary>
    Sql,

    /// <summary>The account executive accepted the SQL; a deal exists.</summary>
    Opportunity,

    /// <summary>Won.</summary>
    Customer,

    /// <summary>Sales gave it back to marketing with a reason; it may wake.</summary>
    Recycled,

    /// <summary>Nobody reached it, however often they tried.</summary>
    Unresponsive,

    /// <summary>Never a customer.</summary>
    Disqualified,

    /// <summary>Its deal was lost.</summary>
    Lost,
}

/// <summary>How stages are called, and which are which.</summary>
public static class Stages
{
    /// <summary>The stage as people write it: <c>MQL</c>, <c>Opportunity</c>.</summary>
    public static string Title(this Stage stage) => stage switch
    {
        Stage.Visitor => "Visitor",
        Stage.Lead => "Lead",
        Stage.Mql => "MQL",
        Stage.Sal => "SAL",
        Stage.Sql => "SQL",
        Stage.Opportunity => "Opportunity",
        Stage.Customer => "Customer",
        Stage.Recycled => "Recycled",
        Stage.Unresponsive => "Unresponsive",
        Stage.Disqualified => "Disqualified",
        Stage.Lost => "Lost",
    };

    /// <summary>True on the way from visitor to customer, false beside it.</summary>
    public static bool IsOnPath(this Stage stage) => stage <= Stage.Customer;
}

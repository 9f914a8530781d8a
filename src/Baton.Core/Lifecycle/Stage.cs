namespace Baton.Core.Lifecycle;

/// <summary>How far a lead has come, in order.</summary>
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
}

/// <summary>How stages are called.</summary>
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
    };
}

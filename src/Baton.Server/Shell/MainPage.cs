namespace Baton.Server.Shell;

/// <summary>The main pages, in the order in which the bar has them.</summary>
public enum MainPage
{
    /// <summary>What whoever looks has to do.</summary>
    Work,

    /// <summary>All leads.</summary>
    Leads,

    /// <summary>The companies that they work for.</summary>
    Accounts,

    /// <summary>The agreement.</summary>
    Playbook,

    /// <summary>Everything that is set up.</summary>
    Settings,
}

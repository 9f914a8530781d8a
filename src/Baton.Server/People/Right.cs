namespace Baton.Server.People;

/// <summary>What somebody may do in the pages. Everybody who signs in may look.</summary>
public enum Right
{
    /// <summary>See leads, accounts, hand-offs, the playbook and the numbers.</summary>
    Look,

    /// <summary>Work with leads: accept, reject, log, answer, snooze, move, add tasks and deals.</summary>
    Work,

    /// <summary>Change what is known of leads: attributes, merges, marks of machines; import files.</summary>
    EditLeads,

    /// <summary>Take lists of leads out of Baton.</summary>
    Export,

    /// <summary>Draft playbooks.</summary>
    Draft,

    /// <summary>Sign a playbook for marketing.</summary>
    SignForMarketing,

    /// <summary>Sign a playbook for sales.</summary>
    SignForSales,

    /// <summary>Publish a playbook that both have signed.</summary>
    Publish,

    /// <summary>Set up teams, calendars and absences.</summary>
    ManageTeams,

    /// <summary>Let people and programs in, and set up everything else.</summary>
    Administer,
}

namespace Baton.Server.Keys;

/// <summary>What a key may do. The names are kept in the database and are part of the API.</summary>
internal static class Scopes
{
    /// <summary>Send events. All that the key of a website may do, for everybody can read it there.</summary>
    public const string Write = "write";

    /// <summary>Read leads, accounts, events, playbooks, people and teams.</summary>
    public const string Read = "read";

    /// <summary>Change leads by hand: attributes, merges, marks of machines; and note when people are away.</summary>
    public const string Edit = "edit";

    /// <summary>Import files.</summary>
    public const string Import = "import";

    /// <summary>Add drafts of the playbook and publish what both teams have signed.</summary>
    public const string Playbook = "playbook";

    /// <summary>Sign a playbook for marketing.</summary>
    public const string SignMarketing = "sign:marketing";

    /// <summary>Sign a playbook for sales.</summary>
    public const string SignSales = "sign:sales";

    /// <summary>Make and revoke keys, let people in, change teams and the workspace, say where messages go and see to them.</summary>
    public const string Admin = "admin";

    /// <summary>Every scope, the narrowest first.</summary>
    public static readonly IReadOnlyList<string> All = [Write, Read, Edit, Import, Playbook, SignMarketing, SignSales, Admin];
}

namespace Baton.Server.People;

/// <summary>Which role may do what: docs/roles.md has it as a table for people, and a test compares them.</summary>
internal static class Rights
{
    private static readonly Dictionary<string, Right[]> OfRoles = new(StringComparer.Ordinal)
    {
        [Roles.Admin] = Enum.GetValues<Right>(),
        [Roles.Manager] = [Right.Look, Right.Work, Right.EditLeads, Right.Export, Right.Draft, Right.SignForSales, Right.Publish, Right.ManageTeams],
        [Roles.Marketing] = [Right.Look, Right.EditLeads, Right.Export, Right.Draft, Right.SignForMarketing, Right.Publish],
        [Roles.Sales] = [Right.Look, Right.Work, Right.EditLeads],
        [Roles.Sdr] = [Right.Look, Right.Work, Right.EditLeads],
        [Roles.Ae] = [Right.Look, Right.Work, Right.EditLeads],
        [Roles.Reader] = [Right.Look],
    };

    /// <summary>True where somebody with this role may do it; nobody has a right by a role that is unknown.</summary>
    public static bool May(string role, Right right) => OfRoles.TryGetValue(role, out var rights) && rights.Contains(right);
}

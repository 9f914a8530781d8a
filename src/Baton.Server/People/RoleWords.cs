namespace Baton.Server.People;

/// <summary>What roles are called in the pages.</summary>
internal static class RoleWords
{
    public static string Of(string role) => role switch
    {
        Roles.Admin => "Administrator",
        Roles.Manager => "Manager",
        Roles.Marketing => "Marketing",
        Roles.Sales => "Sales",
        Roles.Sdr => "Sales development",
        Roles.Ae => "Account executive",
        Roles.Reader => "Reader",
        _ => role,
    };
}

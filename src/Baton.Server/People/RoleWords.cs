using Baton.Server.Shell;

namespace Baton.Server.People;

/// <summary>What roles are called in the pages.</summary>
internal static class RoleWords
{
    public static string Of(string role) => role switch
    {
        Roles.Admin => Words.Of("Administrator"),
        Roles.Manager => Words.Of("Manager"),
        Roles.Marketing => Words.Of("Marketing"),
        Roles.Sales => Words.Of("Sales"),
        Roles.Sdr => Words.Of("Sales development"),
        Roles.Ae => Words.Of("Account executive"),
        Roles.Reader => Words.Of("Reader"),
        _ => role,
    };
}

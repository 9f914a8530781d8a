namespace Baton.Server.People;

/// <summary>What people do here. The names are kept in the database.</summary>
internal static class Roles
{
    /// <summary>Sets Baton up and lets people and programs in.</summary>
    public const string Admin = "admin";

    /// <summary>Leads a team of sales or marketing.</summary>
    public const string Manager = "manager";

    /// <summary>Makes leads.</summary>
    public const string Marketing = "marketing";

    /// <summary>Sells, whether as the one below or the other.</summary>
    public const string Sales = "sales";

    /// <summary>Sales development: looks at MQLs and qualifies them.</summary>
    public const string Sdr = "sdr";

    /// <summary>Account executive: takes SQLs on and closes deals.</summary>
    public const string Ae = "ae";

    /// <summary>Looks on.</summary>
    public const string Reader = "reader";

    /// <summary>Every role, the one that may do most first.</summary>
    public static readonly IReadOnlyList<string> All = [Admin, Manager, Marketing, Sales, Sdr, Ae, Reader];
}

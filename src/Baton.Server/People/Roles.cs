namespace Baton.Server.People;

/// <summary>What people do here. The names are kept in the database.</summary>
internal static class Roles
{
    /// <summary>Sets Baton up and lets people and programs in.</summary>
    public const string Admin = "admin";

    /// <summary>Every role, the one that may do most first.</summary>
    public static readonly IReadOnlyList<string> All = [Admin, "manager", "marketing", "sales", "sdr", "reader"];
}

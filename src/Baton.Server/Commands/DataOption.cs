using System.CommandLine;

namespace Baton.Server.Commands;

/// <summary>Where the data is, for every command that needs it.</summary>
internal static class DataOption
{
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "The SQLite file, or the connection string of a PostgreSQL database; BATON_DATA or baton.db where nothing is said.",
        HelpName = "file or connection",
    };

    /// <summary>What the user said, or what holds where nothing is said.</summary>
    public static string Location(ParseResult options) =>
        options.GetValue(Data) ?? (Environment.GetEnvironmentVariable("BATON_DATA") is { Length: > 0 } set ? set : "baton.db");
}

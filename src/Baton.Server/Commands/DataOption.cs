using System.CommandLine;
using Baton.Server.Hosting;
using Baton.Server.Storage;

namespace Baton.Server.Commands;

/// <summary>Where the data is, for every command that needs it, by the rule that holds for every setting.</summary>
internal static class DataOption
{
    /// <summary>Its name in <c>baton.json</c>.</summary>
    public const string Setting = "data";

    public static readonly Option<string?> Data = new("--data", "-d")
    {
        Description = "The SQLite file, or the connection string of a PostgreSQL database. BATON_DATA, then baton.json, then baton.db where nothing is said.",
        HelpName = "file or connection",
    };

    /// <summary>What the user said, or what holds where nothing is said.</summary>
    /// <exception cref="DatabaseRefusedException">What holds cannot be read or is empty.</exception>
    public static string Location(ParseResult options)
    {
        var settings = SettingsReader.Read(options.GetValue(Data) is { } said ? [$"--{Setting}={said}"] : [], only: Setting);
        return settings.Mistakes.Count == 0 ? settings.Options.Data : throw new DatabaseRefusedException(string.Join(' ', settings.Mistakes));
    }
}

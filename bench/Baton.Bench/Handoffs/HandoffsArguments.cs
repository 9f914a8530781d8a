using System.Globalization;

namespace Baton.Bench.Handoffs;

/// <summary>Reads <c>name=value</c> arguments, as <c>bench/run</c> gives them.</summary>
internal static class HandoffsArguments
{
    public static HandoffsOptions Read(string[] args)
    {
        var values = args.Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new HandoffsOptions(
            Number("leads", 100_000),
            Number("mails", 300),
            Number("rate", 200),
            values.GetValueOrDefault("database", "both") is var database && database == "both" ? ["sqlite", "postgres"] : [database],
            values["program"],
            values["playbook"],
            values["teams"],
            values["clients"],
            values["folder"],
            values["postgres"]);

        int Number(string name, int otherwise) => values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}

/// <summary>What to measure, and with what.</summary>
/// <param name="Leads">How many leads are due.</param>
/// <param name="Mails">How many mails are waited for.</param>
/// <param name="Rate">How many calls a second come in meanwhile.</param>
/// <param name="Databases"><c>sqlite</c>, <c>postgres</c> or both.</param>
/// <param name="Program">Baton.</param>
/// <param name="Playbook">A file.</param>
/// <param name="Teams">A file.</param>
/// <param name="Clients">The folder that has the mail server.</param>
/// <param name="Folder">Where files of SQLite are.</param>
/// <param name="Postgres">The connection string of a PostgreSQL server.</param>
internal sealed record HandoffsOptions(
    int Leads, int Mails, int Rate, IReadOnlyList<string> Databases, string Program, string Playbook, string Teams, string Clients, string Folder, string Postgres);

using System.Globalization;

namespace Baton.Bench.Ingest;

/// <summary>Reads <c>name=value</c> arguments, as <c>bench/run</c> gives them.</summary>
internal static class IngestArguments
{
    public static IngestOptions Read(string[] args)
    {
        var values = args.Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new IngestOptions(
            int.Parse(values.GetValueOrDefault("turns", "3"), CultureInfo.InvariantCulture),
            values["program"],
            values["events"],
            int.Parse(values.GetValueOrDefault("most", "600000"), CultureInfo.InvariantCulture),
            values["playbook"],
            values["folder"],
            values.GetValueOrDefault("postgres", ""),
            values.GetValueOrDefault("databases", "sqlite,postgres").Split(','),
            [.. values.GetValueOrDefault("leads", "0,1000000").Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))],
            [.. values.GetValueOrDefault("batches", "1,100,1000").Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))]);
    }
}

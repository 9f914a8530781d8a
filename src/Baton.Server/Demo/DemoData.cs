namespace Baton.Server.Demo;

/// <summary>The demo data: a year of a packaging machine maker's leads, what they did, and the deals that came of it.</summary>
public static class DemoData
{
    /// <summary>
    /// Writes <c>leads.csv</c>, <c>deals.csv</c> and the events into a folder, which is created if missing. The files appear
    /// complete or not at all: older ones of the same names are replaced only at the end.
    /// </summary>
    /// <param name="progress">Told the number of events written so far, many times.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> fired; the folder is as it was.</exception>
    public static void Write(DemoOptions options, string folder, IProgress<long>? progress, CancellationToken cancel)
    {
        using var files = new PartialFiles(folder);
        var market = Market.Draw(options, cancel);
        using (var file = files.Create("leads.csv"))
        {
            LeadFile.Write(market, file, cancel);
        }

        var (moments, deals) = Year.Play(market, options.Events, cancel);
        using (var file = files.Create("deals.csv"))
        {
            DealFile.Write(market, deals, file, cancel);
        }

        if (options.Format is EventFormat.Ndjson or EventFormat.Both)
        {
            using (var file = files.Create("events.ndjson"))
            {
                EventFile.Write(market, moments, file, () => new NdjsonEvents(), progress, cancel);
            }
        }

        if (options.Format is EventFormat.Csv or EventFormat.Both)
        {
            using (var file = files.Create("events.csv"))
            {
                EventFile.Write(market, moments, file, () => new CsvEvents(), progress, cancel);
            }
        }

        files.Complete();
    }
}

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
        LeadFile.Write(market, files.Create("leads.csv"), cancel);

        var (moments, deals) = Year.Play(market, options.Events, cancel);
        DealFile.Write(market, deals, files.Create("deals.csv"), cancel);

        if (options.Format is EventFormat.Ndjson or EventFormat.Both)
        {
            EventFile.Write(market, moments, files.Create("events.ndjson"), () => new NdjsonEvents(), progress, cancel);
        }

        if (options.Format is EventFormat.Csv or EventFormat.Both)
        {
            EventFile.Write(market, moments, files.Create("events.csv"), () => new CsvEvents(), progress, cancel);
        }

        files.Complete();
    }
}

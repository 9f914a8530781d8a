using System.Globalization;

namespace Baton.Bench.Handoffs;

/// <summary>Measures how fast clocks of hand-offs are worked off beside the raw write of the same rows, and how long a mail takes from the event that is its reason.</summary>
internal sealed class HandoffsBench(HandoffsOptions options)
{
    public async Task RunAsync()
    {
        Console.WriteLine("database   due leads   raw leads/s   Baton leads/s   ratio");
        foreach (var kind in options.Databases)
        {
            var (raw, baton) = await new DueLeads(options).MeasureAsync(kind);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-10} {options.Leads,9:N0} {raw,13:N0} {baton,15:N0} {baton / raw,7:0.00}"));
        }

        Console.WriteLine();
        Console.WriteLine("database   mails   calls/s   p50 ms   p99 ms   longest ms");
        foreach (var kind in options.Databases)
        {
            var (times, missing, load) = await new EventToMail(options).MeasureAsync(kind);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind,-10} {times.Count,5:N0} {load.Acknowledged / load.Time.TotalSeconds,9:N0} {At(times, 0.5),8:0.0} {At(times, 0.99),8:0.0} {At(times, 1),12:0.0}{(missing > 0 ? $"   {missing} mails missing" : "")}{(load.Refused > 0 ? $"   {load.Refused} calls refused" : "")}"));
        }
    }

    private static double At(IReadOnlyList<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
}

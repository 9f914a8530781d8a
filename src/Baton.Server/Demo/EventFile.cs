namespace Baton.Server.Demo;

/// <summary>Writes the events of a year: a few thousand at a time, formatted on all cores, in order.</summary>
internal static class EventFile
{
    private const int Slice = 8192;

    public static void Write(
        Market market, Moment[] moments, Stream file, Func<IEventLines> format, IProgress<long>? progress, CancellationToken cancel)
    {
        IEventLines[] lanes = [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, 8)).Select(_ => format())];
        lanes[0].Header();
        lanes[0].Text.Flush(file, cancel);
        for (long done = 0; done < moments.Length;)
        {
            var from = done;
            Parallel.For(0, lanes.Length, lane =>
            {
                var start = Math.Min(from + (long)lane * Slice, moments.Length);
                var end = Math.Min(start + Slice, moments.Length);
                for (var i = start; i < end; i++)
                {
                    lanes[lane].Write(Message.Of(market, moments[i]));
                }
            });
            foreach (var lane in lanes)
            {
                lane.Text.Flush(file, cancel);
            }

            done = Math.Min(from + (long)lanes.Length * Slice, moments.Length);
            progress?.Report(done);
        }
    }
}

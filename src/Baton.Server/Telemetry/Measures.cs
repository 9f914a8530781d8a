using System.Diagnostics;
using System.Diagnostics.Metrics;
using Baton.Server.Delivery;

namespace Baton.Server.Telemetry;

/// <summary>What is counted and measured, for operators. docs/operating.md lists it. None of it is about anybody.</summary>
internal static class Measures
{
    public const string Name = "Baton";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Events = Meter.CreateCounter<long>("baton.events", "{event}", "Events, by what became of them.");
    private static readonly UpDownCounter<long> CallsWaiting = Meter.CreateUpDownCounter<long>("baton.intake.waiting", "{call}", "Calls that are in memory and not yet kept.");
    private static readonly UpDownCounter<long> BytesWaiting = Meter.CreateUpDownCounter<long>("baton.intake.waiting.size", "By", "What those calls take.");

    private static readonly Histogram<long> GroupSize = Meter.CreateHistogram(
        "baton.intake.group", "{call}", "Calls that one commit has kept.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] });

    private static readonly Histogram<double> CommitTime = Meter.CreateHistogram(
        "baton.commit.duration",
        "s",
        "From the moment when a write begins until it is safe on the disk.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("baton.database.refusals", "{write}", "Writes that were not done, by why: busy or unavailable.");
    private static readonly Counter<long> Woken = Meter.CreateCounter<long>("baton.leads.woken", "{lead}", "Leads that were decided again because their time had come.");
    private static readonly Counter<long> Rescored = Meter.CreateCounter<long>("baton.leads.rescored", "{lead}", "Leads that were scored by a new version of the playbook.");
    private static readonly Gauge<double> RescoreProgress = Meter.CreateGauge<double>("baton.rescore.progress", "1", "How much of scoring all leads by a new version is done, from 0 to 1.");
    private static readonly Counter<long> Merges = Meter.CreateCounter<long>("baton.leads.merged", "{lead}", "Leads that turned out to be somebody who was known.");
    private static readonly Counter<long> Deleted = Meter.CreateCounter<long>("baton.events.deleted", "{event}", "Events that were deleted because they are older than what is kept.");

    private static readonly Counter<long> Messages = Meter.CreateCounter<long>("baton.messages", "{message}", "Attempts to send a message, by kind of target and by what came of them: sent, failed or dead.");
    private static readonly Gauge<double> OldestMessage = Meter.CreateGauge<double>("baton.messages.oldest", "s", "The age of the oldest message that is still to be sent.");

    /// <summary>Calls that came in together and are kept now.</summary>
    public static void Kept(int fresh, int repeated, int machines, int rejected)
    {
        Count(fresh, "kept");
        Count(repeated, "repeated");
        Count(machines, "machine");
        Count(rejected, "rejected");

        static void Count(int number, string outcome)
        {
            if (number > 0)
            {
                Events.Add(number, new KeyValuePair<string, object?>("outcome", outcome));
            }
        }
    }

    /// <summary>Calls have come to wait, or with a minus have left.</summary>
    public static void Wait(int calls, long bytes)
    {
        CallsWaiting.Add(calls);
        BytesWaiting.Add(bytes);
    }

    public static void Group(int calls) => GroupSize.Record(calls);

    /// <param name="began">By <see cref="Stopwatch.GetTimestamp"/>.</param>
    public static void Committed(long began) => CommitTime.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);

    public static void Busy() => Refusals.Add(1, new KeyValuePair<string, object?>("reason", "busy"));

    public static void Unavailable() => Refusals.Add(1, new KeyValuePair<string, object?>("reason", "unavailable"));

    public static void Wake(int leads) => Woken.Add(leads);

    /// <param name="leads">How many more are done.</param>
    /// <param name="progress">How much of all is, from 0 to 1.</param>
    public static void Rescore(int leads, double progress)
    {
        Rescored.Add(leads);
        RescoreProgress.Record(progress);
    }

    public static void Merge(int leads)
    {
        if (leads > 0)
        {
            Merges.Add(leads);
        }
    }

    public static void Delete(int events) => Deleted.Add(events);

    /// <summary>An attempt to send a message has ended.</summary>
    public static void Deliver(TargetKind kind, bool isSent, bool isDead) => Messages.Add(
        1,
        new KeyValuePair<string, object?>("target", kind.Name()),
        new KeyValuePair<string, object?>("outcome", isSent ? "sent" : isDead ? "dead" : "failed"));

    /// <param name="seconds">How long the oldest message waits.</param>
    public static void Wait(double seconds) => OldestMessage.Record(Math.Max(0, seconds));
}

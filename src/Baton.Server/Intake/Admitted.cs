using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Intake;

/// <summary>What came in together.</summary>
/// <param name="Calls">What is understood.</param>
/// <param name="Rejected">What is not, kept so that nothing is lost.</param>
internal sealed record Admitted(IReadOnlyList<Call> Calls, IReadOnlyList<RejectedCall> Rejected)
{
    public static Admitted Together(IEnumerable<Admitted> parts)
    {
        var all = parts.ToList();
        return all.Count == 1 ? all[0] : new Admitted([.. all.SelectMany(part => part.Calls)], [.. all.SelectMany(part => part.Rejected)]);
    }
}

/// <summary>A call that says nothing that can be used.</summary>
/// <param name="Id">In the order of time.</param>
/// <param name="Received">When it came in.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
/// <param name="Payload">As it came in, perhaps cut.</param>
internal sealed record RejectedCall(Guid Id, Instant Received, string Reason, byte[] Payload)
{
    private const int MostBytes = 32 << 10;

    /// <summary>How much memory it takes, about.</summary>
    public long Bytes => Payload.Length + Call.BytesBeside;

    public static RejectedCall Of(ReadOnlySpan<byte> json, Instant received, string reason)
    {
        var payload = CallText.WithoutKey(json);
        return new RejectedCall(
            Guid.CreateVersion7(received.ToDateTimeOffset()), received, KeptText.Of(reason), payload.Length <= MostBytes ? payload : payload[..MostBytes]);
    }
}

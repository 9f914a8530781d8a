using System.Text;
using Baton.Core.Documents;
using Baton.Server.Imports;
using NodaTime;

namespace Baton.Server.Intake;

/// <summary>The fields of one call of Segment's tracking API on which a score depends, in UTF-8; empty where absent. Valid while the line is.</summary>
internal ref struct SegmentFields
{
    /// <summary>1900-01-01 in Unix milliseconds: nothing that a lead did is older.</summary>
    private const long Earliest = -2_208_988_800_000;

    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> Event;
    public ReadOnlySpan<byte> Name;
    public ReadOnlySpan<byte> UserId;
    public ReadOnlySpan<byte> AnonymousId;
    public ReadOnlySpan<byte> PreviousId;
    public ReadOnlySpan<byte> GroupId;
    public ReadOnlySpan<byte> MessageId;
    public ReadOnlySpan<byte> Timestamp;
    public ReadOnlySpan<byte> OriginalTimestamp;
    public ReadOnlySpan<byte> SentAt;
    public ReadOnlySpan<byte> ReceivedAt;

    /// <summary>The e-mail address among the traits: of an <c>identify</c> call or a row of a file of leads, the person's.</summary>
    public ReadOnlySpan<byte> TraitsEmail;

    /// <summary><c>context.traits.email</c>: the person's.</summary>
    public ReadOnlySpan<byte> ContextEmail;

    /// <summary>The e-mail address among the properties: somebody's, as a form or an invitation has it.</summary>
    public ReadOnlySpan<byte> PropertyEmail;

    /// <summary><c>context.userAgent</c>.</summary>
    public ReadOnlySpan<byte> UserAgent;

    /// <summary><c>context.groupId</c>.</summary>
    public ReadOnlySpan<byte> ContextGroupId;

    /// <summary>Keeps a field of a call; one that means nothing here is dropped.</summary>
    public void Set(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("type"u8): Type = value; break;
            case 4 when name.SequenceEqual("name"u8): Name = value; break;
            case 5 when name.SequenceEqual("event"u8): Event = value; break;
            case 6 when name.SequenceEqual("userId"u8): UserId = value; break;
            case 6 when name.SequenceEqual("sentAt"u8): SentAt = value; break;
            case 7 when name.SequenceEqual("groupId"u8): GroupId = value; break;
            case 9 when name.SequenceEqual("messageId"u8): MessageId = value; break;
            case 9 when name.SequenceEqual("timestamp"u8): Timestamp = value; break;
            case 10 when name.SequenceEqual("receivedAt"u8): ReceivedAt = value; break;
            case 10 when name.SequenceEqual("previousId"u8): PreviousId = value; break;
            case 11 when name.SequenceEqual("anonymousId"u8): AnonymousId = value; break;
            case 17 when name.SequenceEqual("originalTimestamp"u8): OriginalTimestamp = value; break;
        }
    }

    /// <summary>Drops white space around the ids, and what stands in the place of one where there is none.</summary>
    public void CleanIds()
    {
        UserId = MissingMark.IdOf(UserId);
        AnonymousId = MissingMark.IdOf(AnonymousId);
        PreviousId = MissingMark.IdOf(PreviousId);
        GroupId = MissingMark.IdOf(GroupId);
        ContextGroupId = MissingMark.IdOf(ContextGroupId);
        TraitsEmail = MissingMark.IdOf(TraitsEmail);
        ContextEmail = MissingMark.IdOf(ContextEmail);
        PropertyEmail = MissingMark.IdOf(PropertyEmail);
    }

    /// <summary>The e-mail address of the person whose call it is, of a call that says itself what it is.</summary>
    public readonly ReadOnlySpan<byte> Email => EmailOf(Type.SequenceEqual("identify"u8) ? EventKind.Identify : EventKind.Track);

    /// <summary>The e-mail address of the person whose call it is.</summary>
    /// <param name="kind">What the call is, which its address says where the call itself does not.</param>
    public readonly ReadOnlySpan<byte> EmailOf(EventKind kind) => !ContextEmail.IsEmpty ? ContextEmail : kind is EventKind.Identify or EventKind.Import or EventKind.Edit ? TraitsEmail : default;

    /// <summary>
    /// When it happened, in Unix milliseconds: <c>timestamp</c>, or the sender's clock corrected by the delay; never after it came in. Null where
    /// that is not said or no date.
    /// </summary>
    /// <param name="now">When it came in, if it does not say so.</param>
    public readonly long? Time(long now)
    {
        var receivedAt = Parse(ReceivedAt);
        var received = receivedAt ?? now;
        if (!Timestamp.IsEmpty)
        {
            return Parse(Timestamp) is { } timestamp ? Math.Min(timestamp, received) : null;
        }

        var sentAt = Parse(SentAt);
        var occurred = Parse(OriginalTimestamp) is { } original ? received - ((sentAt ?? received) - original) : receivedAt ?? sentAt;
        return occurred is { } time ? Math.Min(time, received) : null;
    }

    /// <summary>What is wrong where <see cref="Time"/> finds none, as the end of a sentence.</summary>
    public readonly string TimeProblem =>
        Timestamp.IsEmpty ? "has no `timestamp`" : $"has a `timestamp` that is no date: {Encoding.UTF8.GetString(Timestamp).Shortened()}";

    /// <summary>
    /// When it happened: its own time, of which a sender knows only its own clock, corrected by how much that clock is off; never after it came in.
    /// A time that is no date is as if none were given. RudderStack's SDKs send as <c>originalTimestamp</c> when the call was made, and as
    /// <c>timestamp</c> when it happened, where the caller has said so.
    /// </summary>
    /// <param name="received">When it came in.</param>
    /// <param name="batchSentAt">When its batch was sent, by the sender's clock.</param>
    public readonly Instant SentTime(Instant received, Instant? batchSentAt)
    {
        if ((Parse(Timestamp) ?? Parse(OriginalTimestamp)) is not { } original)
        {
            return received;
        }

        var now = received.ToUnixTimeMilliseconds();
        var offset = (Parse(SentAt) ?? batchSentAt?.ToUnixTimeMilliseconds()) is { } sent ? now - sent : 0;
        return Instant.FromUnixTimeMilliseconds(Math.Clamp(original + offset, Earliest, now));
    }

    private static long? Parse(ReadOnlySpan<byte> text) => !text.IsEmpty && EventTime.TryParse(text, out var time) ? time : null;
}

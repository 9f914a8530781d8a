namespace Baton.Server.Imports;

/// <summary>The fields of one call of Segment's tracking API on which a score depends, in UTF-8; empty where absent. Valid while the line is.</summary>
internal ref struct SegmentFields
{
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

    /// <summary>The e-mail address among the traits: of an <c>identify</c> call, the person's.</summary>
    public ReadOnlySpan<byte> TraitsEmail;

    /// <summary><c>context.traits.email</c>: the person's.</summary>
    public ReadOnlySpan<byte> ContextEmail;

    /// <summary>The e-mail address among the properties: somebody's, as a form or an invitation has it.</summary>
    public ReadOnlySpan<byte> PropertyEmail;

    /// <summary><c>context.userAgent</c>.</summary>
    public ReadOnlySpan<byte> UserAgent;

    /// <summary><c>context.groupId</c>.</summary>
    public ReadOnlySpan<byte> ContextGroupId;

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

    /// <summary>The e-mail address of the person whose call it is.</summary>
    public readonly ReadOnlySpan<byte> Email => !ContextEmail.IsEmpty ? ContextEmail : Type.SequenceEqual("identify"u8) ? TraitsEmail : default;

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

    private static long? Parse(ReadOnlySpan<byte> text) => !text.IsEmpty && EventTime.TryParse(text, out var time) ? time : null;
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Leads;
using Baton.Core.Playbooks;
using Baton.Core.Scoring.Engine;
using Baton.Server.Accounts;
using Baton.Server.Imports;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using NodaTime;

namespace Baton.Server.Intake;

/// <summary>Reads calls of Segment's tracking API as they come in, and again from where they are kept. Not thread-safe.</summary>
internal sealed class CallReader(PublishedPlaybook playbook)
{
    private const int LongestName = 500;
    private const string NobodysCall = "has neither `userId` nor `anonymousId`";

    private readonly SegmentParser _parser = new(playbook.Scorer.Plan.Events);
    private readonly EventDraft _draft = new(playbook.Scorer.Plan.Events);

    public PublishedPlaybook Playbook => playbook;

    /// <summary>Reads a call that has just come in.</summary>
    /// <param name="json">One JSON object in valid UTF-8.</param>
    /// <param name="kind">What the address it was sent to says; null where the call says it itself, as in a batch.</param>
    /// <param name="sentAt">When the batch was sent, by the sender's clock; null where only the call itself can say so.</param>
    /// <param name="received">When it came in.</param>
    /// <param name="problem">What is wrong with it, as the end of a sentence.</param>
    /// <returns>The call, or null.</returns>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public Call? Read(ReadOnlySpan<byte> json, EventKind? kind, Instant? sentAt, Instant received, out string? problem)
    {
        var fields = default(SegmentFields);
        _draft.Begin();
        _parser.Parse(json, _draft, ref fields);
        fields.CleanIds();
        kind ??= fields.Type.IsEmpty && !fields.Event.IsEmpty ? EventKind.Track : EventKindNames.Of(fields.Type);
        problem = kind is not { } known ? TypeProblem(fields)
            : fields.UserId.IsEmpty && fields.AnonymousId.IsEmpty ? ProblemWith(fields, known) ?? NobodysCall
            : ProblemWith(fields, known);
        if (problem is not null)
        {
            return null;
        }

        var messageId = MissingMark.IdOf(fields.MessageId);
        return CallOf(
            fields,
            kind!.Value,
            messageId.IsEmpty ? Guid.CreateVersion7(received.ToDateTimeOffset()) : MessageId.ToEventId(messageId),
            fields.SentTime(received, sentAt),
            received,
            CallText.WithoutKey(json));
    }

    /// <summary>Reads a call from a file, as Segment exports them: its own time holds, and no sender's clock is corrected.</summary>
    /// <param name="json">One JSON object in valid UTF-8.</param>
    /// <param name="imported">When it came in, as far as it does not say so.</param>
    /// <param name="idWhereNone">The event's id where the call has no message id.</param>
    /// <param name="problem">What is wrong with it, as the end of a sentence.</param>
    /// <returns>The call, or null.</returns>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public Call? ReadExported(ReadOnlySpan<byte> json, Instant imported, Guid idWhereNone, out string? problem)
    {
        var text = json.ToArray();
        CallText.Mend(text);
        var fields = default(SegmentFields);
        _draft.Begin();
        _parser.Parse(text, _draft, ref fields);
        fields.CleanIds();
        var kind = fields.Type.IsEmpty && !fields.Event.IsEmpty ? EventKind.Track : EventKindNames.Of(fields.Type);
        var time = fields.Time(imported.ToUnixTimeMilliseconds());
        problem = kind is not { } known ? TypeProblem(fields) : time is null ? fields.TimeProblem : ProblemWith(fields, known);
        if (problem is not null)
        {
            return null;
        }

        var messageId = MissingMark.IdOf(fields.MessageId);
        return CallOf(
            fields,
            kind!.Value,
            messageId.IsEmpty ? idWhereNone : MessageId.ToEventId(messageId),
            Instant.FromUnixTimeMilliseconds(time!.Value),
            imported,
            CallText.WithoutKey(text));
    }

    /// <summary>Reads a call that is kept.</summary>
    public Call Read(StoredEvent kept)
    {
        var fields = default(SegmentFields);
        _draft.Begin();
        _parser.Parse(kept.Payload, _draft, ref fields);
        fields.CleanIds();
        return CallOf(fields, kept.Kind, kept.Id, kept.Occurred, kept.Received, kept.Payload) with { Mark = kept.Mark };
    }

    private static string TypeProblem(in SegmentFields fields) =>
        fields.Type.IsEmpty ? "has no `type`" : $"has a `type` that is none of Segment's: {Encoding.UTF8.GetString(fields.Type).Shortened()}";

    private string? ProblemWith(in SegmentFields fields, EventKind kind) =>
        kind == EventKind.Track && fields.Event.Trim(" \t\r\n"u8).IsEmpty ? "is a `track` call without `event`"
        : kind == EventKind.Group && fields.GroupId.IsEmpty ? "is a `group` call without `groupId`"
        : kind == EventKind.Alias && fields.PreviousId.IsEmpty ? "is an `alias` call without `previousId`"
        : fields.UserId.IsEmpty && fields.AnonymousId.IsEmpty && fields.Email.IsEmpty && fields.PropertyEmail.IsEmpty ? NobodysCall
        : _parser.Traits.Count > NewestEdits.MostAttributes ? $"has more than {NewestEdits.MostAttributes.ToString("N0", CultureInfo.InvariantCulture)} traits"
        : fields.Event.Length > LongestName ? $"has an `event` of more than {LongestName} characters"
        : null;

    private Call CallOf(in SegmentFields fields, EventKind kind, Guid id, Instant occurred, Instant received, byte[] payload)
    {
        var name = kind == EventKind.Track ? TextOf(fields.Event).Trim() : kind.Name();
        var traits = kind is EventKind.Identify or EventKind.Import or EventKind.Edit ? TraitsOf("", keepsMissing: kind == EventKind.Edit) : [];
        return new Call
        {
            Id = id,
            Kind = kind,
            Name = name,
            Occurred = occurred,
            Received = received,
            Mark = !fields.UserAgent.IsEmpty && MachineTraffic.IsMachine(fields.UserAgent) ? EventMark.UserAgent : EventMark.None,
            Identities = IdentitiesOf(fields, kind, traits),
            MentionedEmail = fields.UserId.IsEmpty && fields.EmailOf(kind).IsEmpty ? IdentityKey.Email(TextOf(fields.PropertyEmail)) : null,
            Previous = kind == EventKind.Alias ? PreviousOf(TextOf(fields.PreviousId)) : [],
            Traits = traits,
            GroupId = (kind == EventKind.Group ? fields.GroupId : fields.ContextGroupId) is { IsEmpty: false } groupId ? TextOf(groupId) : null,
            AccountTraits = kind == EventKind.Group ? TraitsOf(AttributeName.AccountPrefix) : kind == EventKind.Import ? CompanyAttributes.Among(traits) : [],
            Occasions = kind.IsBehaviour() ? OccasionsOf(fields, kind, name) : [],
            PlaybookVersion = playbook.Version,
            Payload = payload,
        };
    }

    /// <summary>All ids of the call, the surest first. A user id that is an address is one, too.</summary>
    private ImmutableArray<IdentityKey> IdentitiesOf(in SegmentFields fields, EventKind kind, ImmutableArray<KeyValuePair<string, Value>> traits)
    {
        var userId = TextOf(fields.UserId);
        var ids = ImmutableArray.CreateBuilder<IdentityKey>(4);
        Add(IdentityKey.User(userId));
        Add(IdentityKey.Email(TextOf(fields.EmailOf(kind))));
        Add(IdentityKey.Email(userId));
        foreach (var (system, id) in _parser.ExternalIds)
        {
            Add(IdentityKey.External(system, TextOf(MissingMark.IdOf(id))));
        }

        foreach (var (name, value) in traits)
        {
            if (name is "phone" or "mobilephone")
            {
                Add(IdentityKey.Phone(value.Text));
            }
        }

        Add(IdentityKey.Anonymous(TextOf(fields.AnonymousId)));
        return ids.DrainToImmutable();

        void Add(IdentityKey? id)
        {
            if (id is { } known && !ids.Contains(known))
            {
                ids.Add(known);
            }
        }
    }

    private static ImmutableArray<IdentityKey> PreviousOf(string id) =>
        [.. new[] { IdentityKey.User(id), IdentityKey.Email(id), IdentityKey.Anonymous(id) }.OfType<IdentityKey>()];

    /// <param name="prefix">Before the names, where they are an account's.</param>
    /// <param name="keepsMissing">True where a value that is missing clears the attribute, as a person means it who empties a field.</param>
    private ImmutableArray<KeyValuePair<string, Value>> TraitsOf(string prefix, bool keepsMissing = false)
    {
        var traits = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>(_parser.Traits.Count);
        foreach (var (name, value) in _parser.Traits)
        {
            var known = MissingMark.Is(value.AsSpan().Trim(" \t\r\n"u8)) ? Value.Missing : Value.Of(TextOf(value));
            var attribute = AttributeName.Of(prefix + name);

            // A name without a letter or digit is none, and what is no address takes the place of none.
            if (attribute.Length > prefix.Length && (keepsMissing || !known.IsMissing) && (known.IsMissing || attribute != "email" || IdentityKey.Email(known.Text) is not null))
            {
                traits.Add(KeyValuePair.Create(attribute[prefix.Length..], known));
            }
        }

        return traits.DrainToImmutable();
    }

    private IReadOnlyList<Occasion> OccasionsOf(in SegmentFields fields, EventKind kind, string name)
    {
        if (kind != EventKind.Track && _parser.NameProperty is >= 0 and var property && !fields.Name.IsEmpty && !_draft.Has(property))
        {
            _draft.Set(property, fields.Name);
        }

        var rules = playbook.Scorer.Plan.Events;
        return rules.ListeningTo(name).Length == 0 ? [] : playbook.Scorer.OccasionsOf(name, _draft.Values());
    }

    /// <summary>The text without U+0000, which PostgreSQL does not keep.</summary>
    private static string TextOf(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        return text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
    }
}

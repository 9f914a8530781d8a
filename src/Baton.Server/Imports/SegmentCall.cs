using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Baton.Core.Documents;
using Baton.Core.Leads;

namespace Baton.Server.Imports;

/// <summary>What one call of Segment's tracking API says of leads. One instance serves one thread.</summary>
internal sealed class SegmentCall(EventContext context)
{
    private readonly SegmentParser _parser = new(context);

    /// <summary>Adds the call on one line of JSON to what is read of the block.</summary>
    /// <returns>Why the line says nothing, or null.</returns>
    public string? Read(ReadOnlySpan<byte> json, long line, EventReading reading)
    {
        if (!Utf8.IsValid(json))
        {
            return "has bytes that are not UTF-8";
        }

        var fields = default(SegmentFields);
        reading.Begin();
        try
        {
            _parser.Parse(json, reading, ref fields);
        }
        catch (JsonException error)
        {
            return $"is not JSON: {Reason(error)}";
        }

        if (fields.Time(context.Now) is not { } time)
        {
            return fields.Timestamp.IsEmpty ? "has no `timestamp`" : $"has a `timestamp` that is no date: {Encoding.UTF8.GetString(fields.Timestamp).Shortened()}";
        }

        return OwnerOf(fields, time, reading) is { } owner ? Add(fields, owner, time, line, reading) : "has neither `userId` nor `anonymousId`";
    }

    /// <summary>
    /// Whose call it is. The address that a form or an invitation has among its properties counts only where no user is named, and ties nobody:
    /// it may be a colleague's.
    /// </summary>
    private static int? OwnerOf(in SegmentFields fields, long time, EventReading reading)
    {
        if (fields.UserId.IsEmpty && fields.Email.IsEmpty && !fields.PropertyEmail.IsEmpty
            && (fields.AnonymousId.IsEmpty || reading.LeadOf(fields.PropertyEmail) >= 0))
        {
            return reading.OwnerOf(fields.PropertyEmail);
        }

        return reading.OwnerOf(fields.UserId, fields.Email, fields.AnonymousId, time);
    }

    private string? Add(in SegmentFields fields, int owner, long time, long line, EventReading reading)
    {
        if (!fields.ContextGroupId.IsEmpty)
        {
            reading.Join(owner, Encoding.UTF8.GetString(fields.ContextGroupId), time, fields.MessageId);
        }

        var type = fields.Type;
        if (type.SequenceEqual("track"u8) || (type.IsEmpty && !fields.Event.IsEmpty))
        {
            if (fields.Event.IsEmpty)
            {
                return "is a `track` call without `event`";
            }

            reading.Add(fields.Event, owner, time, fields.MessageId, line, fields.UserAgent);
            return null;
        }

        if (type.SequenceEqual("page"u8) || type.SequenceEqual("screen"u8))
        {
            if (_parser.NameProperty is >= 0 and var property && !fields.Name.IsEmpty && !reading.Has(property))
            {
                reading.Set(property, fields.Name);
            }

            reading.Add(type, owner, time, fields.MessageId, line, fields.UserAgent);
            return null;
        }

        return AddIdentity(fields, owner, time, reading);
    }

    private string? AddIdentity(in SegmentFields fields, int owner, long time, EventReading reading)
    {
        var type = fields.Type;
        if (type.SequenceEqual("identify"u8))
        {
            Edit(fields, owner, account: null, time, reading);
        }
        else if (type.SequenceEqual("group"u8))
        {
            if (fields.GroupId.IsEmpty)
            {
                return "is a `group` call without `groupId`";
            }

            var account = Encoding.UTF8.GetString(fields.GroupId);
            reading.Join(owner, account, time, fields.MessageId);
            Edit(fields, owner, account, time, reading);
        }
        else if (type.SequenceEqual("alias"u8))
        {
            if (fields.PreviousId.IsEmpty)
            {
                return "is an `alias` call without `previousId`";
            }

            reading.Tie(MissingMark.Without(fields.PreviousId), owner, time);
        }
        else
        {
            return type.IsEmpty ? "has neither `type` nor `event`" : $"has a `type` that is none of Segment's: {Encoding.UTF8.GetString(type).Shortened()}";
        }

        reading.AddIdentity();
        return null;
    }

    private void Edit(in SegmentFields fields, int owner, string? account, long time, EventReading reading)
    {
        foreach (var (name, value) in _parser.Traits)
        {
            var attribute = AttributeName.Of(account is not null && name == "name" ? "company" : name);
            reading.Edit(owner, account, attribute, value, time, fields.MessageId);
            if (account is not null)
            {
                reading.Edit(owner, account, AttributeName.Of(AttributeName.AccountPrefix + name), value, time, fields.MessageId);
            }
        }
    }

    private static string Reason(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.');
        return error.BytePositionInLine is { } position ? FormattableString.Invariant($"{text} (character {position + 1})") : text;
    }
}

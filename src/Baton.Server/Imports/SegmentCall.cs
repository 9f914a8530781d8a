using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Baton.Core.Documents;
using Baton.Core.Leads;
using Baton.Server.Intake;

namespace Baton.Server.Imports;

/// <summary>What one call of Segment's tracking API says of leads. One instance serves one thread.</summary>
internal sealed class SegmentCall(EventContext context)
{
    private readonly SegmentParser _parser = new(context.Builder.EventRules);

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
            _parser.Parse(json, reading.Draft, ref fields);
        }
        catch (JsonException error)
        {
            return JsonProblem.Of(error);
        }

        if (fields.Time(context.Now) is not { } time)
        {
            return fields.TimeProblem;
        }

        fields.CleanIds();
        if (Problem(fields) is { } problem)
        {
            return problem;
        }

        // A line that is rejected must say nothing of who is who, so its owner comes last.
        if (OwnerOf(fields, time, reading) is not { } owner)
        {
            return "has neither `userId` nor `anonymousId`";
        }

        Add(fields, owner, time, line, reading);
        return null;
    }

    /// <summary>What the call lacks, or null.</summary>
    private static string? Problem(in SegmentFields fields)
    {
        var type = fields.Type;
        return type.IsEmpty ? (fields.Event.IsEmpty ? "has neither `type` nor `event`" : null)
            : type.SequenceEqual("track"u8) ? (fields.Event.IsEmpty ? "is a `track` call without `event`" : null)
            : type.SequenceEqual("page"u8) || type.SequenceEqual("screen"u8) || type.SequenceEqual("identify"u8) ? null
            : type.SequenceEqual("group"u8) ? (fields.GroupId.IsEmpty ? "is a `group` call without `groupId`" : null)
            : type.SequenceEqual("alias"u8) ? (fields.PreviousId.IsEmpty ? "is an `alias` call without `previousId`" : null)
            : $"has a `type` that is none of Segment's: {Encoding.UTF8.GetString(type).Shortened()}";
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

    private void Add(in SegmentFields fields, int owner, long time, long line, EventReading reading)
    {
        if (!fields.ContextGroupId.IsEmpty)
        {
            reading.Join(owner, Encoding.UTF8.GetString(fields.ContextGroupId), time, fields.MessageId);
        }

        var type = fields.Type;
        if (type.IsEmpty || type.SequenceEqual("track"u8))
        {
            reading.Add(fields.Event, owner, time, fields.MessageId, line, fields.UserAgent);
        }
        else if (type.SequenceEqual("page"u8) || type.SequenceEqual("screen"u8))
        {
            if (_parser.NameProperty is >= 0 and var property && !fields.Name.IsEmpty && !reading.Has(property))
            {
                reading.Set(property, fields.Name);
            }

            reading.Add(type, owner, time, fields.MessageId, line, fields.UserAgent);
        }
        else
        {
            AddIdentity(fields, owner, time, reading);
        }
    }

    private void AddIdentity(in SegmentFields fields, int owner, long time, EventReading reading)
    {
        if (fields.Type.SequenceEqual("identify"u8))
        {
            Edit(fields, owner, account: null, time, reading);
        }
        else if (fields.Type.SequenceEqual("group"u8))
        {
            var account = Encoding.UTF8.GetString(fields.GroupId);
            reading.Join(owner, account, time, fields.MessageId);
            Edit(fields, owner, account, time, reading);
        }
        else
        {
            reading.Tie(fields.PreviousId, owner, time);
        }

        reading.AddIdentity();
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
}

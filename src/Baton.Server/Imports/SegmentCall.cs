using System.Text;
using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Leads;

namespace Baton.Server.Imports;

/// <summary>
/// Reads one call of Segment's tracking API from a line of JSON, only so far as a score depends on it. One instance serves one thread.
/// </summary>
internal sealed class SegmentCall
{
    private const int DeepestPath = 8;
    private const string ContextPrefix = "context.";

    private readonly EventContext _context;
    private readonly Utf8Names<Field> _fields = new(FieldOf);
    private readonly Utf8Names<int> _properties;
    private readonly bool _asksNested;
    private readonly bool _asksContext;
    private readonly List<(int Property, int Start, int Length)> _values = [];
    private readonly List<(string Name, int Start, int Length)> _traits = [];
    private readonly ByteBuffer _bytes = new();
    private (int Start, int Length) _type, _event, _name, _userId, _anonymousId, _previousId, _groupId, _contextGroupId, _messageId, _email, _userAgent;
    private (int Start, int Length) _timestamp, _originalTimestamp, _sentAt, _receivedAt;

    public SegmentCall(EventContext context)
    {
        _context = context;
        var askedProperties = context.Builder.EventProperties;
        _properties = new Utf8Names<int>(name => context.Builder.FindEventProperty(new PropertyName(name).Spelling));
        _asksNested = askedProperties.Any(p => p.Contains('.', StringComparison.Ordinal));
        _asksContext = askedProperties.Any(p => p.StartsWith(ContextPrefix, StringComparison.Ordinal));
    }

    private enum Field
    {
        Other,
        Type,
        Event,
        Name,
        UserId,
        AnonymousId,
        PreviousId,
        GroupId,
        MessageId,
        Timestamp,
        OriginalTimestamp,
        SentAt,
        ReceivedAt,
        Properties,
        Traits,
        Context,
    }

    /// <summary>Adds the call to what is read of the block.</summary>
    /// <returns>Why the line says nothing, or null.</returns>
    public string? Read(ReadOnlySpan<byte> json, long line, EventReading reading)
    {
        try
        {
            Parse(json);
        }
        catch (JsonException error)
        {
            return $"is not JSON: {Reason(error)}";
        }
        catch (InvalidOperationException)
        {
            return "has text that is not valid UTF-8";
        }

        var time = Time();
        if (time is null)
        {
            return _timestamp.Length == 0 ? "has no `timestamp`" : $"has a `timestamp` that is no date: {Encoding.UTF8.GetString(Bytes(_timestamp))}";
        }

        var owner = reading.OwnerOf(Bytes(_userId), Bytes(_email), Bytes(_anonymousId), time.Value);
        return owner is null ? "has neither `userId` nor `anonymousId`" : Add(owner.Value, time.Value, line, reading);
    }

    private string? Add(int owner, long time, long line, EventReading reading)
    {
        var type = Bytes(_type);
        if (_contextGroupId.Length > 0)
        {
            reading.Join(owner, Encoding.UTF8.GetString(Bytes(_contextGroupId)), time, Bytes(_messageId));
        }

        if (type.SequenceEqual("track"u8) || (type.IsEmpty && _event.Length > 0))
        {
            return _event.Length == 0 ? "is a `track` call without `event`" : AddEvent(Bytes(_event), owner, time, line, reading);
        }

        if (type.SequenceEqual("page"u8) || type.SequenceEqual("screen"u8))
        {
            return AddEvent(type, owner, time, line, reading);
        }

        reading.AddIdentity();
        if (type.SequenceEqual("identify"u8))
        {
            AddTraits(owner, account: null, time, reading);
            return null;
        }

        if (type.SequenceEqual("group"u8))
        {
            if (_groupId.Length == 0)
            {
                return "is a `group` call without `groupId`";
            }

            var account = Encoding.UTF8.GetString(Bytes(_groupId));
            reading.Join(owner, account, time, Bytes(_messageId));
            AddTraits(owner, account, time, reading);
            return null;
        }

        if (type.SequenceEqual("alias"u8))
        {
            if (_previousId.Length == 0)
            {
                return "is an `alias` call without `previousId`";
            }

            if (owner >= 0 && reading.OwnerOf(Bytes(_previousId)) is < 0 and var previous)
            {
                reading.Tie(~previous, owner, time);
            }

            return null;
        }

        return type.IsEmpty ? "has neither `type` nor `event`" : $"has the type `{Encoding.UTF8.GetString(type)}`, which is none of Segment's";
    }

    private string? AddEvent(ReadOnlySpan<byte> name, int owner, long time, long line, EventReading reading)
    {
        reading.Begin(name);
        foreach (var (property, start, length) in _values)
        {
            reading.Set(property, _bytes[start, length]);
        }

        if (_name.Length > 0 && _properties["name"u8] is >= 0 and var nameProperty && _values.TrueForAll(v => v.Property != nameProperty))
        {
            reading.Set(nameProperty, Bytes(_name));
        }

        reading.Add(owner, time, Bytes(_messageId), line, Bytes(_userAgent));
        return null;
    }

    private void AddTraits(int owner, string? account, long time, EventReading reading)
    {
        foreach (var (name, start, length) in _traits)
        {
            var attribute = AttributeName.Of(account is not null && name == "name" ? "company" : name);
            reading.Edit(owner, account, attribute, _bytes[start, length], time, Bytes(_messageId));
            if (account is not null)
            {
                reading.Edit(owner, account, AttributeName.AccountPrefix + attribute, _bytes[start, length], time, Bytes(_messageId));
            }
        }
    }

    /// <summary>When it happened: <c>timestamp</c>, or the sender's clock corrected by the delay; never after it came in.</summary>
    private long? Time()
    {
        var received = Parsed(_receivedAt) ?? _context.Now;
        var occurred = Parsed(_timestamp);
        if (occurred is null && _timestamp.Length > 0)
        {
            return null;
        }

        if (occurred is null && Parsed(_originalTimestamp) is { } original)
        {
            occurred = received - ((Parsed(_sentAt) ?? received) - original);
        }

        occurred ??= Parsed(_receivedAt) ?? Parsed(_sentAt);
        return occurred is { } time ? Math.Min(time, received) : null;
    }

    private long? Parsed((int Start, int Length) text) => text.Length > 0 && EventTime.TryParse(Bytes(text), out var time) ? time : null;

    private ReadOnlySpan<byte> Bytes((int Start, int Length) range) => _bytes[range.Start, range.Length];

    private void Parse(ReadOnlySpan<byte> json)
    {
        _bytes.Clear();
        _values.Clear();
        _traits.Clear();
        _type = _event = _name = _userId = _anonymousId = _previousId = _groupId = _contextGroupId = _messageId = _email = _userAgent = default;
        _timestamp = _originalTimestamp = _sentAt = _receivedAt = default;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("an object, `{…}`, is expected");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = _fields[reader.ValueSpan];
            reader.Read();
            switch (field)
            {
                case Field.Type: _type = Scalar(ref reader); break;
                case Field.Event: _event = Scalar(ref reader); break;
                case Field.Name: _name = Scalar(ref reader); break;
                case Field.UserId: _userId = Scalar(ref reader); break;
                case Field.AnonymousId: _anonymousId = Scalar(ref reader); break;
                case Field.PreviousId: _previousId = Scalar(ref reader); break;
                case Field.GroupId: _groupId = Scalar(ref reader); break;
                case Field.MessageId: _messageId = Scalar(ref reader); break;
                case Field.Timestamp: _timestamp = Scalar(ref reader); break;
                case Field.OriginalTimestamp: _originalTimestamp = Scalar(ref reader); break;
                case Field.SentAt: _sentAt = Scalar(ref reader); break;
                case Field.ReceivedAt: _receivedAt = Scalar(ref reader); break;
                case Field.Properties: ReadProperties(ref reader, ""); break;
                case Field.Traits: ReadTraits(ref reader, "", 0); break;
                case Field.Context: ReadContext(ref reader); break;
                case Field.Other: reader.Skip(); break;
            }
        }

        if (reader.Read())
        {
            throw new JsonException("there is more behind the object");
        }
    }

    private void ReadProperties(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEmail = path.Length == 0 && reader.ValueTextEquals("email"u8);
            var property = path.Length == 0 ? _properties[reader.ValueSpan] : _context.Builder.FindEventProperty(Path(ref reader, path));
            var deeper = _asksNested && path.Length < DeepestPath * 32 ? Path(ref reader, path) : "";
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && deeper.Length > 0)
            {
                ReadProperties(ref reader, deeper + ".");
                continue;
            }

            if (property < 0 && !isEmail)
            {
                reader.Skip();
                continue;
            }

            var (start, length) = Scalar(ref reader);
            if (property >= 0)
            {
                _values.Add((property, start, length));
            }

            if (isEmail)
            {
                _email = (start, length);
            }
        }
    }

    private static string Path(ref Utf8JsonReader reader, string path) => new PropertyName(path + reader.GetString()).Spelling;

    private void ReadTraits(ref Utf8JsonReader reader, string path, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartObject || depth > DeepestPath)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = path + reader.GetString();
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadTraits(ref reader, name + ".", depth + 1);
                continue;
            }

            var (start, length) = Scalar(ref reader);
            _traits.Add((name, start, length));
            if (name == "email")
            {
                _email = (start, length);
            }
        }
    }

    private void ReadContext(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("userAgent"u8))
            {
                reader.Read();
                _userAgent = Scalar(ref reader);
            }
            else if (reader.ValueTextEquals("groupId"u8))
            {
                reader.Read();
                _contextGroupId = Scalar(ref reader);
            }
            else if (_asksContext)
            {
                var path = ContextPrefix + reader.GetString();
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadProperties(ref reader, path + ".");
                }
                else if (_context.Builder.FindEventProperty(new PropertyName(path).Spelling) is >= 0 and var property)
                {
                    var (start, length) = Scalar(ref reader);
                    _values.Add((property, start, length));
                }
                else
                {
                    reader.Skip();
                }
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    /// <summary>Keeps a text, number or yes/no; of a list its values with semicolons between, and nothing of an object or null.</summary>
    private (int Start, int Length) Scalar(ref Utf8JsonReader reader)
    {
        var start = _bytes.Length;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                _bytes.Append(ref reader);
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                _bytes.Append(reader.ValueSpan);
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (_bytes.Length > start)
                    {
                        _bytes.Append(";"u8);
                    }

                    Scalar(ref reader);
                }

                break;
            default:
                reader.Skip();
                break;
        }

        return (start, _bytes.Length - start);
    }

    private static string Reason(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.');
        return error.BytePositionInLine is { } position ? FormattableString.Invariant($"{text} (character {position + 1})") : text;
    }

    private static Field FieldOf(string name) => name switch
    {
        "type" => Field.Type,
        "event" => Field.Event,
        "name" => Field.Name,
        "userId" or "user_id" => Field.UserId,
        "anonymousId" or "anonymous_id" => Field.AnonymousId,
        "previousId" => Field.PreviousId,
        "groupId" => Field.GroupId,
        "messageId" or "message_id" => Field.MessageId,
        "timestamp" => Field.Timestamp,
        "originalTimestamp" => Field.OriginalTimestamp,
        "sentAt" => Field.SentAt,
        "receivedAt" => Field.ReceivedAt,
        "properties" => Field.Properties,
        "traits" => Field.Traits,
        "context" => Field.Context,
        _ => Field.Other,
    };
}

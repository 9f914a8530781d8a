using System.Text;
using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Scoring.Engine;
using Baton.Server.Imports;

namespace Baton.Server.Intake;

/// <summary>Reads the JSON of calls of Segment's tracking API, only so far as a score depends on it. One instance serves one thread.</summary>
internal sealed class SegmentParser
{
    private const int DeepestPath = 8;

    /// <summary>In characters, with those around it: a longer name is no attribute's, and many of them below a long one would be far more than was sent.</summary>
    private const int LongestTrait = 300;

    private const string ContextPrefix = "context.";

    private readonly EventRules _rules;
    private readonly Utf8Names<int> _properties;
    private readonly bool _asksNested;
    private readonly bool _asksContext;
    private readonly List<(string Name, byte[] Value)> _traits = [];
    private readonly List<(string System, byte[] Id)> _externalIds = [];

    /// <param name="rules">Whose questions about properties are to be answered.</param>
    public SegmentParser(EventRules rules)
    {
        _rules = rules;
        _properties = new Utf8Names<int>(name => rules.Tests.Find(PropertyName.Of(name)));
        _asksNested = rules.Tests.Properties.Any(p => p.Contains('.', StringComparison.Ordinal));
        _asksContext = rules.Tests.Properties.Any(p => p.StartsWith(ContextPrefix, StringComparison.Ordinal));
    }

    /// <summary>The traits of the last call, with the names of nested ones joined by dots.</summary>
    public IReadOnlyList<(string Name, byte[] Value)> Traits => _traits;

    /// <summary><c>context.externalIds</c> of the last call: ids in other systems, each with the system's name.</summary>
    public IReadOnlyList<(string System, byte[] Id)> ExternalIds => _externalIds;

    /// <summary>The property that a page's or screen's own name is asked about as; −1 where no rule asks.</summary>
    public int NameProperty => _properties["name"u8];

    /// <summary>Reads a line; the properties that some rule asks about go into <paramref name="draft"/>.</summary>
    /// <exception cref="JsonException">The line is not one JSON object.</exception>
    public void Parse(ReadOnlySpan<byte> json, EventDraft draft, ref SegmentFields fields)
    {
        _traits.Clear();
        _externalIds.Clear();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("an object, `{…}`, is expected");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.NameOf(ref reader);
            reader.Read();
            ReadField(name, ref reader, draft, ref fields);
        }

        if (reader.Read())
        {
            throw new JsonException("there is more behind the object");
        }
    }

    private void ReadField(ReadOnlySpan<byte> name, scoped ref Utf8JsonReader reader, EventDraft draft, ref SegmentFields fields)
    {
        if (name.SequenceEqual("properties"u8))
        {
            ReadProperties(ref reader, "", draft, ref fields);
        }
        else if (name.SequenceEqual("traits"u8))
        {
            ReadTraits(ref reader, "", 0, ref fields);
        }
        else if (name.SequenceEqual("context"u8))
        {
            ReadContext(ref reader, draft, ref fields);
        }
        else
        {
            fields.Set(name, JsonText.ValueOf(ref reader));
        }
    }

    private void ReadProperties(scoped ref Utf8JsonReader reader, string path, EventDraft draft, ref SegmentFields fields)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEmail = path.Length == 0 && reader.ValueSpan.SequenceEqual("email"u8);
            var property = path.Length == 0 && !reader.ValueIsEscaped ? _properties[reader.ValueSpan] : _rules.Tests.Find(Path(ref reader, path));
            var deeper = _asksNested && reader.CurrentDepth < DeepestPath ? Path(ref reader, path) : null;
            reader.Read();
            if (deeper is not null && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadProperties(ref reader, deeper + ".", draft, ref fields);
            }
            else if (property < 0 && !isEmail)
            {
                reader.Skip();
            }
            else
            {
                var value = JsonText.ValueOf(ref reader);
                fields.PropertyEmail = isEmail ? value : fields.PropertyEmail;
                if (property >= 0)
                {
                    draft.Set(property, MissingMark.Is(value) ? default : value);
                }
            }
        }
    }

    private void ReadTraits(scoped ref Utf8JsonReader reader, string path, int depth, ref SegmentFields fields)
    {
        if (reader.TokenType != JsonTokenType.StartObject || depth > DeepestPath)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = path.Length + reader.ValueSpan.Length <= LongestTrait ? path + NameOf(ref reader) : null;
            reader.Read();
            if (name is null)
            {
                reader.Skip();
                continue;
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadTraits(ref reader, name + ".", depth + 1, ref fields);
                continue;
            }

            var value = JsonText.ValueOf(ref reader);
            _traits.Add((name, value.ToArray()));
            fields.TraitsEmail = name == "email" ? value : fields.TraitsEmail;
        }
    }

    private void ReadContext(scoped ref Utf8JsonReader reader, EventDraft draft, ref SegmentFields fields)
    {
        if (_asksContext)
        {
            var again = reader;
            ReadProperties(ref again, ContextPrefix, draft, ref fields);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.NameOf(ref reader);
            reader.Read();
            if (name.SequenceEqual("userAgent"u8))
            {
                fields.UserAgent = JsonText.ValueOf(ref reader);
            }
            else if (name.SequenceEqual("groupId"u8))
            {
                fields.ContextGroupId = JsonText.ValueOf(ref reader);
            }
            else if (name.SequenceEqual("traits"u8) && reader.TokenType == JsonTokenType.StartObject)
            {
                fields.ContextEmail = EmailAmong(ref reader);
            }
            else if (name.SequenceEqual("externalIds"u8) && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadExternalIds(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadExternalIds(scoped ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            ReadOnlySpan<byte> id = default;
            ReadOnlySpan<byte> system = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isId, isType) = (reader.ValueSpan.SequenceEqual("id"u8), reader.ValueSpan.SequenceEqual("type"u8));
                reader.Read();
                var value = JsonText.ValueOf(ref reader);
                id = isId ? value : id;
                system = isType ? value : system;
            }

            if (!id.IsEmpty && !system.IsEmpty)
            {
                _externalIds.Add((Encoding.UTF8.GetString(system), id.ToArray()));
            }
        }
    }

    private static ReadOnlySpan<byte> EmailAmong(scoped ref Utf8JsonReader traits)
    {
        ReadOnlySpan<byte> email = default;
        while (traits.Read() && traits.TokenType == JsonTokenType.PropertyName)
        {
            var isEmail = traits.ValueSpan.SequenceEqual("email"u8);
            traits.Read();
            if (isEmail)
            {
                email = JsonText.ValueOf(ref traits);
            }
            else
            {
                traits.Skip();
            }
        }

        return email;
    }

    private static string Path(scoped ref Utf8JsonReader reader, string path) => PropertyName.Of(path + NameOf(ref reader));

    private static string NameOf(scoped ref Utf8JsonReader reader) => Encoding.UTF8.GetString(JsonText.NameOf(ref reader));
}

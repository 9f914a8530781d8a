using System.Collections.Immutable;
using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Handoffs;

namespace Baton.Core.Playbooks.Outline;

/// <summary>Finds in a playbook's text what people change in fields.</summary>
internal sealed class OutlineReader
{
    private readonly DocumentText _text;

    private readonly Dictionary<string, OutlineField> _fields = new(StringComparer.Ordinal);

    private readonly Wording _words;

    private OutlineReader(DocumentText text, Wording words) => (_text, _words) = (text, words);

    /// <summary>The outline, and all of its fields by their names.</summary>
    public static (PlaybookOutline Outline, IReadOnlyDictionary<string, OutlineField> Fields) Read(DocumentText text, Wording words)
    {
        var reader = new OutlineReader(text, words);
        return (reader.Read(), reader._fields);
    }

    private PlaybookOutline Read() => new(
        Value("/name"),
        Value("/range/min"),
        Value("/range/max"),
        Axis("/fit"),
        Axis("/engagement"),
        Bands("/grades/fit", StagesReader.FitBandNames),
        Bands("/grades/engagement", StagesReader.EngagementBandNames),
        [.. Entries("/qualification").Select(entry => new OutlineWords(entry.Key.Text, CriterionWords(entry), entry.Key.Line))],
        [.. StagesReader.StageNames.Select(Gate)],
        [.. HandoffsReader.StageNames.Where(stage => _text.At($"/handoffs/{stage}") is MapNode).Select(Plan)],
        [.. Entries("/rejections").Select(Reason)],
        Value("/recycling/requalify"),
        Days("/recycling/lost"));

    private OutlineAxis Axis(string way) => new(
        way,
        Value($"{way}/min"),
        Value($"{way}/max"),
        [.. Entries($"{way}/groups").Select(entry => Group(Way.To($"{way}/groups", entry.Key.Text), entry))],
        [.. Items($"{way}/rules").Select((node, at) => Rule($"{way}/rules/{at.ToString(CultureInfo.InvariantCulture)}", node, way == "/engagement"))]);

    private OutlineGroup Group(string way, Entry entry) => new(entry.Key.Text, Value($"{way}/pick"), Value($"{way}/min"), Value($"{way}/max"), entry.Key.Line);

    private OutlineRule Rule(string way, Node node, bool isEngagement)
    {
        var when = isEngagement ? $"{way}/where" : $"{way}/when";
        var events = isEngagement ? Texts($"{way}/event") : [];
        var asked = _text.At(when) is { } condition ? Said(condition) : "";
        var words = isEngagement ? RuleWords.Occasion(events, asked.Length > 0 ? asked : null, _words) : asked;
        return new OutlineRule(
            way,
            node.Line,
            node.Line + _text.Text.AsSpan(node.Span.Start, node.Span.End - node.Span.Start).Count('\n'),
            Value($"{way}/name"),
            Value($"{way}/points"),
            Value($"{way}/group"),
            Condition(when),
            words,
            isEngagement ? Occasion(way) : null);
    }

    private OutlineOccasion Occasion(string way)
    {
        var (kind, percent, days) = DecayParts.Of(_text.At($"{way}/decay"));
        return new OutlineOccasion(
            List($"{way}/event"), Value($"{way}/max_per_day"), Value($"{way}/max"), Part($"{way}/decay", DecayParts.Kind, kind), Part($"{way}/decay", DecayParts.Percent, percent), Part($"{way}/decay", DecayParts.Days, days));
    }

    private OutlineCondition? Condition(string way) => ConditionParts.Of(_text.At(way)) is var (property, op, value)
        ? new OutlineCondition(Part(way, ConditionParts.Property, property), Part(way, ConditionParts.Operator, op), Part(way, ConditionParts.Value, value))
        : null;

    private ImmutableArray<OutlineField> Bands(string way, string[] names) => _text.At("/grades") is MapNode ? [.. names.Select(name => Value(Way.To(way, name)))] : [];

    private OutlineGate Gate(string stage)
    {
        var way = $"/stages/{stage}";
        return new OutlineGate(
            way,
            stage,
            _text.At(way) is not null and not ScalarNode { IsEmpty: true },
            Value($"{way}/score"),
            Value($"{way}/fit"),
            Value($"{way}/engagement"),
            List($"{way}/confirmed"),
            Value($"{way}/accepted_by"),
            _text.At($"{way}/when") is { } when ? new OutlineWords("when", Said(when), when.Line) : null);
    }

    private OutlinePlan Plan(string stage)
    {
        var way = $"/handoffs/{stage}";
        return new OutlinePlan(
            stage,
            Value($"{way}/fallback"),
            [.. Items($"{way}/routes").OfType<MapNode>().Select(RouteWords)],
            Deadline($"{way}/response"),
            Deadline($"{way}/decision"),
            _text.At($"{way}/cadence") is MapNode cadence ? new OutlineWords("cadence", CadenceWords(way), cadence.Line) : null,
            Days($"{way}/cadence/grace"),
            Days($"{way}/cadence/wake"));
    }

    private OutlineDeadline Deadline(string way) => new(Value($"{way}/within"), Value($"{way}/remind_at"), Value($"{way}/escalate_at"), Value($"{way}/reassign_at"));

    private OutlineReason Reason(Entry entry)
    {
        var way = Way.To("/rejections", entry.Key.Text);
        var usual = RejectionReason.Usual.FirstOrDefault(reason => reason.Name == entry.Key.Text.Trim())?.TitleIn(_words) ?? entry.Key.Text.Replace('_', ' ');
        return new OutlineReason(entry.Key.Text, usual, Value($"{way}/title"), Days($"{way}/wake"), Days($"{way}/wake_ahead"), entry.Key.Line);
    }

    private string CriterionWords(Entry entry) => entry.Value switch
    {
        ScalarNode scalar => scalar.Text,
        MapNode map when map.ValueOf("confirmed") is { } confirmed => Said(new MapNode(0, 0, [new Entry(entry.Key, confirmed)])),
        _ => "",
    };

    private OutlineWords RouteWords(MapNode route)
    {
        var team = Text("team");
        var words = team ?? (Text("owner_first") is null ? "" : _words["the owner of the account"]);
        return new OutlineWords(Text("name") ?? "", route.ValueOf("when") is { } when ? $"{Said(when)}: {words}" : words, route.Line);

        string? Text(string name) => (route.ValueOf(name) as ScalarNode)?.Text;
    }

    private string CadenceWords(string way) => string.Join(", ", Items($"{way}/cadence/attempts").OfType<MapNode>().Select(AttemptWords));

    /// <summary>As the agreement says it; as it is written where that is no attempt yet.</summary>
    private string AttemptWords(MapNode attempt)
    {
        var (kind, day) = ((attempt.ValueOf("kind") as ScalarNode)?.Text ?? "", (attempt.ValueOf("day") as ScalarNode)?.Text ?? "");
        return HandoffNames.KindCalled(kind, HandoffNames.Name) is { } means
            && int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? HandoffWords.Of(new Attempt(means, days), _words)
            : $"{kind} {day}".Trim();
    }

    private string Said(Node condition) => ConditionReader.Read(condition, new Mistakes()) is { } read ? ConditionWords.Of(read, _words) : "";

    private OutlineField Value(string way) => Field(way, _text.At(way) is ScalarNode { IsEmpty: false } scalar ? scalar.Text : "", _text.At(way) is null or ScalarNode { IsPlain: true });

    private OutlineField Days(string way) => Field($"{way}?{DecayParts.Days}", DecayParts.DaysOf(_text.ValueAt(way)), _text.At(way) is null or ScalarNode { IsPlain: true });

    private OutlineField List(string way)
    {
        var node = _text.At(way);
        return Field($"{way}?{OutlineEdit.List}", string.Join(", ", Texts(way)), node is null or ScalarNode or ListNode && Texts(way).All(text => !text.Contains(',', StringComparison.Ordinal)));
    }

    private OutlineField Part(string way, string part, string value) => Field($"{way}?{part}", value, _text.At(way) is null or not ScalarNode { IsPlain: false });

    private OutlineField Field(string name, string value, bool canChange)
    {
        var way = name.Split('?')[0];
        var node = _text.At(way);
        while (node is null && way.Length > 0)
        {
            way = Way.Split(way).Parent;
            node = _text.At(way);
        }

        node ??= _text.Root;
        return _fields[name] = new OutlineField(name, value, node.Line, node.Column, canChange && !value.Any(char.IsControl));
    }

    private List<string> Texts(string way) => [.. (_text.At(way) switch { ListNode list => list.Items, ScalarNode { IsEmpty: false } one => [one], _ => (IReadOnlyList<Node>)[] }).OfType<ScalarNode>().Select(item => item.Text)];

    private IReadOnlyList<Entry> Entries(string way) => (_text.At(way) as MapNode)?.Entries ?? [];

    private IReadOnlyList<Node> Items(string way) => (_text.At(way) as ListNode)?.Items ?? [];
}

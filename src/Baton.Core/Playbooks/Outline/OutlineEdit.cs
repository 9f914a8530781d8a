using Baton.Core.Documents;

namespace Baton.Core.Playbooks.Outline;

/// <summary>Writes what people change in fields into the text.</summary>
internal static class OutlineEdit
{
    public const string List = "list";

    /// <summary>The text after a value was changed; null where that can only be done in the text itself.</summary>
    /// <param name="text">The text before.</param>
    /// <param name="way">The way to the value.</param>
    /// <param name="fields">What was given for it, by part; one without a name where the value has no parts.</param>
    public static DocumentText? Apply(DocumentText text, string way, IReadOnlyDictionary<string, string> fields)
    {
        if (fields.ContainsKey(DecayParts.Kind) || fields.ContainsKey(DecayParts.Percent))
        {
            return ApplyDecay(text, way, fields);
        }

        if (fields.Keys.Any(part => part.StartsWith("when.", StringComparison.Ordinal)))
        {
            return ApplyCondition(text, way, fields);
        }

        if (fields.TryGetValue(DecayParts.Days, out var days))
        {
            return text.At(way) is MapNode || way.EndsWith("/decay", StringComparison.Ordinal) ? ApplyDecay(text, way, fields) : Give(text, way, DecayParts.Period(days));
        }

        if (fields.TryGetValue(List, out var list))
        {
            var values = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return values.Length == 0 ? text.Remove(way)
                : values.Length == 1 && text.At(way) is not ListNode && !way.EndsWith("/confirmed", StringComparison.Ordinal) ? text.Set(way, values[0], OrderAt(way))
                : text.Put(way, ScalarText.List(values), OrderAt(way));
        }

        return fields.TryGetValue("", out var value) ? Give(text, way, value) : text;
    }

    /// <summary>Adds what a button names: a rule, the grades, a stage.</summary>
    public static DocumentText? Add(DocumentText text, string way) => way switch
    {
        "/fit/rules" => AddRule(text, "/fit", [("name", NewName(text)), ("points", "5"), ("when", "{ title: { contains: manager } }")]),
        "/engagement/rules" => AddRule(text, "/engagement", [("name", NewName(text)), ("event", "Quote Requested"), ("points", "5"), ("max", "1")]),
        "/grades" => text.Put(way, "\n  fit: { A: 40, B: 25, C: 10 }\n  engagement: { 1: 40, 2: 20, 3: 5 }", OrderAt(way)),
        "/stages/mql" => AddStage(text, way, "{ score: 40 }"),
        "/stages/sal" => AddStage(text, way, "{ accepted_by: sales }"),
        "/stages/sql" => AddStage(text, way, "{ score: 75 }"),
        _ => null,
    };

    /// <summary>Where what a button added can be named; null where it is a section.</summary>
    public static string? Added(DocumentText text, string way) => text.At(way) is ListNode { Items.Count: var count } ? $"{Way.To(way, count - 1)}/name" : null;

    private static DocumentText? AddStage(DocumentText text, string way, string gate) => text.At("/stages") is MapNode
        ? text.Put(way, gate, OrderAt(way))
        : text.Put("/stages", $"\n  {Way.Split(way).Step}: {gate}", OrderAt("/stages"));

    private static DocumentText? AddRule(DocumentText text, string axis, IReadOnlyList<(string Name, string Yaml)> rule)
    {
        var lines = string.Join("\n    ", rule.Select(part => $"{part.Name}: {part.Yaml}"));
        return (text.At($"{axis}/rules"), text.At(axis)) switch
        {
            (ListNode, _) => text.Append($"{axis}/rules", rule),
            (_, MapNode { IsInBraces: false }) => text.Put($"{axis}/rules", $"\n  - {lines}", OrderAt($"{axis}/rules")) ?? text.Append($"{axis}/rules", rule),
            (_, MapNode) => text.Append($"{axis}/rules", rule),
            (null, _) => text.Put(axis, $"\n  rules:\n    - {lines.Replace("\n", "\n  ", StringComparison.Ordinal)}", OrderAt(axis)),
            _ => text.Append($"{axis}/rules", rule),
        };
    }

    private static string NewName(DocumentText text)
    {
        var names = new[] { "/fit/rules", "/engagement/rules" }.SelectMany(list => (text.At(list) as ListNode)?.Items ?? []).OfType<MapNode>()
            .Select(rule => (rule.ValueOf("name") as ScalarNode)?.Text ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(1, names.Count + 1).Select(number => number == 1 ? "New rule" : FormattableString.Invariant($"New rule {number}")).First(name => !names.Contains(name));
    }

    private static DocumentText? Give(DocumentText text, string way, string value) =>
        value.Length > 0 || way.EndsWith("/name", StringComparison.Ordinal) ? text.Set(way, value, OrderAt(way)) : text.Remove(way);

    private static DocumentText? ApplyDecay(DocumentText text, string way, IReadOnlyDictionary<string, string> fields)
    {
        var was = DecayParts.Of(text.At(way));
        var (kind, percent, days) = (fields.GetValueOrDefault(DecayParts.Kind, was.Kind), fields.GetValueOrDefault(DecayParts.Percent, was.Percent), fields.GetValueOrDefault(DecayParts.Days, was.Days));
        if (kind != was.Kind || kind == DecayParts.None)
        {
            return DecayParts.Write(kind, percent, days) is { } decay ? text.Put(way, decay, OrderAt(way)) : kind == was.Kind ? text : text.Remove(way);
        }

        var changed = days == was.Days ? text : text.Set($"{way}/{(kind == DecayParts.HalfLife ? "half_life" : "every")}", DecayParts.Period(days), OrderAt($"{way}/every"));
        return percent == was.Percent || kind != DecayParts.Linear ? changed : changed?.Set($"{way}/percent", percent, OrderAt($"{way}/percent"));
    }

    private static DocumentText? ApplyCondition(DocumentText text, string way, IReadOnlyDictionary<string, string> fields)
    {
        if (ConditionParts.Of(text.At(way)) is not { } was)
        {
            return null;
        }

        var (property, op, value) = (
            fields.GetValueOrDefault(ConditionParts.Property, was.Property), fields.GetValueOrDefault(ConditionParts.Operator, was.Operator), fields.GetValueOrDefault(ConditionParts.Value, was.Value));
        return property.Length == 0 ? text.Remove(way)
            : property == was.Property && op == was.Operator && ConditionParts.ValuesOf(op, value).Count == 1 && ConditionParts.OperandOf(text.At(way)) is { } operand ? text.Set(way + operand, value)
            : text.Put(way, ConditionParts.Write(property, op, value), OrderAt(way));
    }

    /// <summary>The names of the section that a value is in, in the order of the language.</summary>
    private static string[] OrderAt(string way) => Way.Steps(way) switch
    {
        [_] => PlaybookReader.Sections,
        ["range", _] => PlaybookReader.RangeNames,
        ["fit" or "engagement", _] => AxisReader.AxisNames,
        ["fit" or "engagement", "groups", _, _] => AxisReader.GroupNames,
        ["fit", "rules", _, _] => AxisReader.FitRuleNames,
        ["engagement", "rules", _, _] => AxisReader.EngagementRuleNames,
        ["engagement", "rules", _, "decay", _] => AxisReader.DecayNames,
        ["grades", _] => StagesReader.GradesNames,
        ["grades", "fit", _] => StagesReader.FitBandNames,
        ["grades", "engagement", _] => StagesReader.EngagementBandNames,
        ["stages", _] => StagesReader.StageNames,
        ["stages", _, _] => StagesReader.GateNames,
        ["handoffs", _, _] => HandoffsReader.PlanNames,
        ["handoffs", _, "cadence", _] => HandoffsReader.CadenceNames,
        ["handoffs", _, _, _] => HandoffsReader.DeadlineNames,
        ["rejections", _, _] => RejectionsReader.ReasonNames,
        ["recycling", _] => RejectionsReader.RecyclingNames,
        _ => [],
    };
}

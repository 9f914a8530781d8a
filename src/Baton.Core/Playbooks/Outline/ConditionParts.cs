using Baton.Core.Conditions;
using Baton.Core.Documents;

namespace Baton.Core.Playbooks.Outline;

/// <summary>A condition on one property as fields. Others are changed in the text.</summary>
internal static class ConditionParts
{
    public const string Property = "when.property";
    public const string Operator = "when.operator";
    public const string Value = "when.value";

    private static readonly string[] WithLists = ["between", "in", "not_in", "contains", "not_contains", "starts_with", "ends_with"];

    /// <summary>The fields; all empty where nothing is asked, null where fields cannot show what is asked.</summary>
    public static (string Property, string Operator, string Value)? Of(Node? node) => node switch
    {
        null or ScalarNode { IsEmpty: true } => ("", "eq", ""),
        MapNode { Entries: [{ Key.Text: var property, Value: ScalarNode value }] } when !IsCombiner(property) => With(property, "eq", value),
        MapNode { Entries: [{ Key.Text: var property, Value: ListNode list }] } when !IsCombiner(property) => With(property, "in", list),
        MapNode { Entries: [{ Key.Text: var property, Value: MapNode { Entries: [{ Key.Text: var op, Value: var value }] } }] } when !IsCombiner(property) => With(property, op, value),
        _ => null,
    };

    /// <summary>Where in the text the operand is that the fields show, from the condition on; null where it is not one value.</summary>
    public static string? OperandOf(Node? node) => node switch
    {
        MapNode { Entries: [{ Key.Text: var property, Value: ScalarNode }] } => Way.To("", property),
        MapNode { Entries: [{ Key.Text: var property, Value: MapNode { Entries: [{ Key.Text: var op, Value: ScalarNode }] } }] } => Way.To(Way.To("", property), op),
        _ => null,
    };

    /// <summary>The condition as it stands in a text.</summary>
    public static string Write(string property, string op, string value)
    {
        var values = ValuesOf(op, value);
        var operand = op switch
        {
            "has" or "not_has" => "true",
            "between" or "in" or "not_in" => ScalarText.List(values),
            _ => values.Count > 1 ? ScalarText.List(values) : ScalarText.Of(values.Count == 1 ? values[0] : ""),
        };
        return op == "eq" ? $"{{ {ScalarText.Of(property)}: {operand} }}" : $"{{ {ScalarText.Of(property)}: {{ {ScalarText.Of(op)}: {operand} }} }}";
    }

    /// <summary>The values that a field names: of some operators several, with commas between.</summary>
    public static IReadOnlyList<string> ValuesOf(string op, string value) =>
        WithLists.Contains(op) ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [value];

    private static (string, string, string)? With(string property, string op, Node value)
    {
        if (!Operators.TryParse(op, out _))
        {
            return null;
        }

        IReadOnlyList<Node> nodes = value is ListNode list ? list.Items : [value];
        if (op is "has" or "not_has")
        {
            return (property, op, "");
        }

        // What would be read otherwise without its quotes, or between commas, stays in the text.
        var texts = nodes.OfType<ScalarNode>().Where(node => node.IsPlain && !(node.Quoted && IsTyped(node.Text))).Select(node => node.Text).ToList();
        return texts.Count == nodes.Count && (value is ScalarNode || WithLists.Contains(op)) && texts.SequenceEqual(ValuesOf(op, string.Join(", ", texts))) ? (property, op, string.Join(", ", texts)) : null;
    }

    private static bool IsCombiner(string name) => ConditionReader.Combiners.Contains(name);

    private static bool IsTyped(string text) => text is [>= '0' and <= '9', ..] or ['-' or '+' or '.' or '€' or '$', ..] || YesNo.TryParse(text, out _) || text.Trim() != text || text.Length == 0;
}

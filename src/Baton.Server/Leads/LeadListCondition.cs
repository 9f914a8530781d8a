using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Leads;

/// <summary>A comparison of a condition as a row of a form.</summary>
/// <param name="Attribute">The attribute's name.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">What with, as it is typed.</param>
/// <param name="Problem">What is wrong with it; null for nothing.</param>
public sealed record LeadListRow(string Attribute, Operator Operator, string Value, string? Problem = null);

/// <summary>
/// A condition as rows of a form, all of which have to hold, or any: most conditions are no more than that. The language of conditions can say more; what
/// is no rows is shown as it is written.
/// </summary>
/// <param name="IsAny">True where one row that holds is enough.</param>
/// <param name="Rows">The comparisons.</param>
public sealed partial record LeadListCondition(bool IsAny, IReadOnlyList<LeadListRow> Rows)
{
    private const int MostRows = 20;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>No condition yet.</summary>
    public static LeadListCondition None { get; } = new(false, []);

    /// <summary>What can be compared, to be offered.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
        ["score", "fit", "engagement", "grade", .. AttributeName.Common, .. AttributeName.Common.Where(name => name is "company" or "industry" or "employees" or "revenue" or "country" or "website").Select(name => AttributeName.AccountPrefix + name)];

    /// <summary>True where a row has something wrong.</summary>
    public bool HasProblem => Rows.Any(row => row.Problem is not null);

    /// <summary>The rows of a form that was sent: those that are empty are none, and what is wrong stands beside the others.</summary>
    internal static LeadListCondition Of(IQueryCollection form)
    {
        var (attributes, operators, values) = (form["attribute"], form["operator"], form["value"]);
        var dropped = int.TryParse(form["drop"], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
        var rows = Enumerable.Range(0, Math.Min(attributes.Count, MostRows))
            .Where(at => at != dropped && (!string.IsNullOrWhiteSpace(attributes[at]) || !string.IsNullOrWhiteSpace(values.ElementAtOrDefault(at))))
            .Select(at => Checked(Typed(
                attributes[at]!.Trim(), Operators.TryParse(operators.ElementAtOrDefault(at) ?? "", out var op) ? op : Operator.Eq, values.ElementAtOrDefault(at)?.Trim() ?? "")))
            .ToList();
        return new LeadListCondition(form["match"] == "any", rows);
    }

    /// <summary>The rows of a condition that is written as JSON; null where it is no rows.</summary>
    public static LeadListCondition? TryRead(string? where)
    {
        if (where is null)
        {
            return None;
        }

        try
        {
            if (JsonNode.Parse(where) is not JsonObject { Count: > 0 } root)
            {
                return null;
            }

            var (isAny, parts) = root is { Count: 1 } && root.First() is { Key: "all" or "any", Value: JsonArray list } one ? (one.Key == "any", list) : (false, new JsonArray(root.DeepClone()));
            var rows = parts.Select(RowOf).ToList();
            return rows.Count is 0 or > MostRows || rows.Contains(null) ? null : new LeadListCondition(isAny, [.. rows.Select(row => row!)]);
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException)
        {
            return null;   // YAML, or a name twice: it is shown as it is written
        }
    }

    /// <summary>The condition as JSON; null for none.</summary>
    public string? Written() => Rows.Count == 0 ? null
        : new JsonObject { [IsAny ? "any" : "all"] = new JsonArray([.. Rows.Select(row => (JsonNode)JsonOf(row))]) }.ToJsonString(Readable);

    /// <summary>The condition as a playbook has it; null for none.</summary>
    public string? Yaml() => Rows.Count == 0 ? null
        : $"{(IsAny ? "any" : "all")}:\n{string.Concat(Rows.Select(row => $"  - {YamlOf(row.Attribute)}: {{ {row.Operator.Spelling()}: {YamlOf(JsonOf(row)[row.Attribute]![row.Operator.Spelling()]!)} }}\n"))}";

    /// <summary>True where the operator takes nothing to compare with.</summary>
    public static bool TakesNothing(Operator op) => op is Operator.Has or Operator.NotHas;

    /// <summary>A row with its numbers as the language of conditions has them.</summary>
    private static LeadListRow Typed(string attribute, Operator op, string value) => new(attribute, op, op switch
    {
        Operator.Lt or Operator.Lte or Operator.Gt or Operator.Gte => TypedNumber.Plain(value),
        Operator.Between when Range().Split(value) is [var from, var to] => $"{TypedNumber.Plain(from.Trim())} .. {TypedNumber.Plain(to.Trim())}",
        Operator.Eq or Operator.Neq when IsNumber(attribute) => TypedNumber.Plain(value),
        _ => value,
    });

    /// <summary>True of what everybody counts in numbers; others may hold anything, such as <c>1.200</c> as the number of a part.</summary>
    private static bool IsNumber(string attribute) => (attribute.StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal) ? attribute[AttributeName.AccountPrefix.Length..] : attribute) is
        "score" or "fit" or "engagement" or "employees" or "revenue";

    private static LeadListRow Checked(LeadListRow row) =>
        row.Attribute.Length == 0 ? row with { Problem = "Choose what is compared, such as title or employees." }
        : row.Value.Length == 0 && !TakesNothing(row.Operator) ? row with { Problem = "Say what it is compared with." }
        : LeadCondition.Read(JsonOf(row).ToJsonString(Readable)).Mistakes is [var mistake, ..] ? row with { Problem = char.ToUpperInvariant(mistake.Message[0]) + mistake.Message[1..] + "." }
        : row;

    private static JsonObject JsonOf(LeadListRow row) => new()
    {
        [row.Attribute] = new JsonObject
        {
            [row.Operator.Spelling()] = row.Operator switch
            {
                Operator.Has or Operator.NotHas => true,
                Operator.In or Operator.NotIn => new JsonArray([.. Parts(row.Value).Select(ScalarOf)]),
                Operator.Between => new JsonArray([.. Range().Split(row.Value).Where(part => part.Trim().Length > 0).Select(ScalarOf)]),
                Operator.Contains or Operator.NotContains or Operator.StartsWith or Operator.EndsWith when row.Value.Contains(',', StringComparison.Ordinal) =>
                    new JsonArray([.. Parts(row.Value).Select(part => (JsonNode)part)]),
                Operator.Contains or Operator.NotContains or Operator.StartsWith or Operator.EndsWith or Operator.Matches => row.Value,
                Operator.Eq or Operator.Neq or Operator.Lt or Operator.Lte or Operator.Gt or Operator.Gte => ScalarOf(row.Value),
            },
        },
    };

    private static IEnumerable<string> Parts(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A number, a yes or no where it is written as one; a text otherwise, so that a postal code keeps its zeros.</summary>
    private static JsonNode ScalarOf(string value) =>
        Number().IsMatch(value.Trim()) ? JsonNode.Parse(value.Trim())!
        : value.Trim().ToUpperInvariant() switch { "YES" or "TRUE" => true, "NO" or "FALSE" => false, _ => value.Trim() };

    private static LeadListRow? RowOf(JsonNode? part)
    {
        if (part is not JsonObject { Count: 1 } comparison || comparison.First() is not { Value: { } value } one || one.Key is "all" or "any" or "not")
        {
            return null;
        }

        return value switch
        {
            JsonValue scalar => new LeadListRow(one.Key, Operator.Eq, TextOf(scalar)),
            JsonArray list when list.All(item => item is JsonValue) => new LeadListRow(one.Key, Operator.In, string.Join(", ", list.Select(TextOf))),
            JsonObject { Count: 1 } by when by.First() is { Value: { } operand } and var (name, _) && Operators.TryParse(name, out var op) => operand switch
            {
                JsonValue when TakesNothing(op) => new LeadListRow(one.Key, op, ""),
                JsonValue scalar => new LeadListRow(one.Key, op, TextOf(scalar)),
                JsonArray list when list.All(item => item is JsonValue && !TextOf(item).Contains(',', StringComparison.Ordinal)) =>
                    new LeadListRow(one.Key, op, string.Join(op == Operator.Between ? " .. " : ", ", list.Select(TextOf))),
                _ => null,
            },
            _ => null,
        };
    }

    private static string TextOf(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";

    private static string YamlOf(JsonNode value) => value is JsonArray list ? $"[{string.Join(", ", list.Select(item => YamlOf(item!)))}]"
        : value.GetValueKind() == JsonValueKind.String && !YesNoOrNull().IsMatch(TextOf(value)) && Plain().IsMatch(TextOf(value)) ? TextOf(value)
        : value.ToJsonString(Readable);

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\.\.|,|;|\s+to\s+|\s+bis\s+|\s+and\s+|\s+und\s+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Range();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9 _.@/-]*(?<! )\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(yes|no|true|false|null|on|off|y|n)\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex YesNoOrNull();
}

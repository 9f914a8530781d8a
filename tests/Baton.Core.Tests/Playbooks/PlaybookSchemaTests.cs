using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

/// <summary>The schema that editors complete and check playbooks with knows exactly the names that the reader knows.</summary>
public class PlaybookSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.File("docs/playbook.schema.json"))).RootElement;

    public static TheoryData<string, string[]> Names => new()
    {
        { "", PlaybookReader.Sections },
        { "range", PlaybookReader.RangeNames },
        { "fit", AxisReader.AxisNames },
        { "engagement", AxisReader.AxisNames },
        { "#group", AxisReader.GroupNames },
        { "#fit_rule", AxisReader.FitRuleNames },
        { "#engagement_rule", AxisReader.EngagementRuleNames },
        { "#linear_decay #half_life", AxisReader.DecayNames },
        { "grades", StagesReader.GradesNames },
        { "grades/fit", StagesReader.FitBandNames },
        { "grades/engagement", StagesReader.EngagementBandNames },
        { "#criterion", QualificationReader.CriterionNames },
        { "stages", StagesReader.StageNames },
        { "stages/mql", StagesReader.GateNames },
        { "stages/sal", StagesReader.AcceptanceNames },
        { "stages/sql", StagesReader.GateNames },
        { "#condition", ConditionReader.Combiners },
        { "#operators", [.. Operators.Spellings] },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_schema_has_the_names_of_the_reader(string sections, string[] names) =>
        sections.Split(' ').SelectMany(section => At(section).GetProperty("properties").EnumerateObject().Select(p => p.Name))
            .ShouldBe(names, ignoreOrder: true);

    [Fact]
    public void No_property_is_named_like_an_operator() =>
        At("#condition").GetProperty("propertyNames").GetProperty("not").GetProperty("enum").EnumerateArray().Select(e => e.GetString())
            .ShouldBe(Operators.Spellings);

    [Fact]
    public void Every_name_is_described() => Undescribed(Schema, "").ShouldBeEmpty();

    [Fact]
    public void Every_sample_points_to_the_schema()
    {
        foreach (var sample in Directory.EnumerateFiles(Repository.File("samples/playbooks"), "*.yaml"))
        {
            File.ReadAllText(sample).ShouldStartWith("# yaml-language-server: $schema=../../docs/playbook.schema.json");
        }
    }

    private static JsonElement At(string section)
    {
        var at = Schema;
        if (section.StartsWith('#'))
        {
            return at.GetProperty("definitions").GetProperty(section[1..]);
        }

        foreach (var name in section.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = at.GetProperty("properties").GetProperty(name);
        }

        return at;
    }

    private static IEnumerable<string> Undescribed(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var property in element.EnumerateObject())
        {
            var isNames = property.Name is "properties" or "definitions" && property.Value.ValueKind == JsonValueKind.Object;
            foreach (var named in isNames ? property.Value.EnumerateObject().Where(n => !n.Value.TryGetProperty("description", out _)) : [])
            {
                yield return $"{path}/{property.Name}/{named.Name}";
            }

            foreach (var below in Undescribed(property.Value, $"{path}/{property.Name}"))
            {
                yield return below;
            }
        }
    }
}

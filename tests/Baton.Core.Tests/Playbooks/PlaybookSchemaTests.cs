using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using Baton.Core.Playbooks;
using Baton.Core.Qualification;

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
        { "qualification", [QualificationReader.Framework] },
        { "handoffs", HandoffsReader.StageNames },
        { "#handoff", HandoffsReader.PlanNames },
        { "#route", HandoffsReader.RouteNames },
        { "#deadline", HandoffsReader.DeadlineNames },
        { "#cadence", HandoffsReader.CadenceNames },
        { "#attempt", HandoffsReader.AttemptNames },
        { "#reason", RejectionsReader.ReasonNames },
        { "recycling", RejectionsReader.RecyclingNames },
        { "#condition", ConditionReader.Combiners },
        { "#operators", [.. Operators.Spellings] },
    };

    public static TheoryData<string, string, string[]> Words => new()
    {
        { "qualification", "framework", [.. Frameworks.All.Keys] },
        { "#criterion", "answer", [.. AnswerTypes.Names] },
        { "#route", "assign", [.. Assignments.Spellings] },
        { "#attempt", "kind", [.. Enum.GetValues<ContactKind>().Select(kind => kind.Name())] },
        { "#reason", "becomes", RejectionsReader.Outcomes },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void The_schema_has_the_words_of_the_reader(string section, string name, string[] words) =>
        At(section).GetProperty("properties").GetProperty(name).GetProperty("enum").EnumerateArray().Select(word => word.GetString()).ShouldBe(words);

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

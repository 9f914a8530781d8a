using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

public class EmptyStageTests
{
    private const string Rules = """
        name: Test
        fit: { rules: [ { name: a, points: 60, when: { x: 1 } } ] }
        """;

    [Fact]
    public void A_stage_with_nothing_behind_it_is_a_mistake_not_a_stage_that_is_left_out()
    {
        var (_, mistakes) = PlaybookReader.Read(Rules + "\nstages:\n  mql: { score: 40 }\n  sql:\n");

        mistakes.Single().ToString().ShouldBe("line 5, column 3: `stages` needs `sql`, such as `sql: { score: 50 }`");
    }

    [Fact]
    public void A_stage_with_empty_braces_asks_for_nothing()
    {
        var (playbook, _) = PlaybookReader.Read(Rules + "\nstages: { sql: {} }");

        playbook!.Gates.Single().Score.ShouldBeNull();
    }
}

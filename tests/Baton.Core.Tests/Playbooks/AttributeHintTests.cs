using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

public class AttributeHintTests
{
    [Fact]
    public void An_attribute_that_is_a_slip_for_a_known_one_is_hinted_at_once_and_no_mistake()
    {
        var read = PlaybookReader.Read("""
            name: Slips
            fit:
              rules:
                - name: Manager
                  points: 5
                  when:
                    titel: { contains: manager }
                    any:
                      - account.Indutsry: Pharma
                      - not: { titel: Intern }
            engagement:
              rules:
                - { name: Visit, event: page, where: { titel: Prices }, points: 5 }
            stages:
              mql: { when: { all: [ { employes: { gt: 5 } } ] } }
            """);

        read.Playbook.ShouldNotBeNull();
        read.Mistakes.ShouldBeEmpty();
        read.Hints.Select(h => (h.Line, h.Column, h.Attribute)).ShouldBe([(7, 9, "titel"), (9, 13, "account.indutsry"), (15, 27, "employes")]);
        read.Hints[0].Message.ShouldBe("no system's name for an attribute is `titel`; did you mean `title`? If it is one of your own, all is well.");
        read.Hints[1].Message.ShouldContain("`account.Indutsry`; did you mean `account.industry`?");
    }

    [Fact]
    public void Hints_stand_beside_mistakes() =>
        PlaybookReader.Read("name: X\nfit: { rules: [ { name: A, points: x, when: { titel: 5, all: 5 } } ] }").Hints.ShouldHaveSingleItem();

    [Fact]
    public void The_samples_have_none()
    {
        foreach (var sample in Directory.GetFiles(Repository.File("samples/playbooks")))
        {
            PlaybookReader.Read(File.ReadAllText(sample)).Hints.ShouldBeEmpty(sample);
        }
    }
}

using Baton.Core.Qualification;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Commands;

namespace Baton.Server.Tests.Playbooks;

public class FrameworkTests
{
    [Fact]
    public async Task The_ways_to_qualify_are_listed_and_each_is_what_a_playbook_takes_over()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var listed = (await api.GetAsync("/api/frameworks")).Ok()["items"]!.AsArray();

        listed.Select(framework => (framework!["name"]!.ToString(), framework["yaml"]!.ToString())).ShouldBe(Frameworks.All.Select(framework => (framework.Key, framework.Value)));
        foreach (var framework in listed)
        {
            var criteria = string.Concat(framework!["yaml"]!.ToString().Split('\n').Select(line => $"\n  {line}"));
            var checkedAs = await api.PostAsync(
                "/api/playbooks/check", $"name: Copy\nengagement: {{ rules: [{{ name: Quote, event: Quote, points: 30 }}] }}\nstages: {{ mql: {{ score: 30 }} }}\nqualification:{criteria}\n");
            checkedAs.Ok()["valid"]!.GetValue<bool>().ShouldBeTrue(checkedAs.Text);
        }
    }

    [Fact]
    public void They_are_printed_by_the_command_line()
    {
        BatonProcess.Run("playbook", "frameworks").ShouldBe(new BatonProcess(0, "BANT\nCHAMP\nGPCTBA/C&I\nMEDDIC\n", ""));
        BatonProcess.Run("playbook", "frameworks", "meddic").Output.TrimEnd('\n').ShouldBe(Frameworks.All["MEDDIC"].TrimEnd('\n'));
        BatonProcess.Run("playbook", "frameworks", "BANTT").ShouldBe(
            new BatonProcess(1, "", "There is no framework \"BANTT\"; did you mean `BANT`? There are BANT, CHAMP, GPCTBA/C&I, MEDDIC.\n"));
    }
}

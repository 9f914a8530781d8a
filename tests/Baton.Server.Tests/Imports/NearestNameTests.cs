using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

public class NearestNameTests
{
    [Theory]
    [InlineData("laeds.csv", "leads.csv")]
    [InlineData("LEADS.CSV", "leads.csv")]
    [InlineData("leads.tsv", "leads.csv")]
    [InlineData("leads", "leads.csv")]
    [InlineData("playbok.yaml", "playbook.yaml")]
    [InlineData("playbook.yml", "playbook.yaml")]
    [InlineData("nope.yaml", null)]
    [InlineData("x.csv", null)]
    public void A_guess_is_near_before_the_ending_or_differs_in_the_ending_only(string written, string? meant) =>
        NearestName.Of(written, ["playbook.yaml", "bomb.yaml", "leads.csv", "y.csv"]).ShouldBe(meant);
}

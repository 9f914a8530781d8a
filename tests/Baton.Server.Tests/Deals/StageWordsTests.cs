using Baton.Core.Lifecycle;
using Baton.Server.Deals;

namespace Baton.Server.Tests.Deals;

public class StageWordsTests
{
    [Theory]
    [InlineData("Closed Won")]
    [InlineData("closedwon")]
    [InlineData("ClosedWon")]
    [InlineData("CLOSED_WON")]
    [InlineData("Closed - Won")]
    [InlineData("Won")]
    [InlineData("6 Deal won (100 %)")]
    [InlineData("Won - not invoiced yet")]
    [InlineData("Gewonnen")]
    [InlineData("Abgeschlossen gewonnen")]
    [InlineData("Gagné")]
    public void These_stages_are_won(string stage) => StageWords.StateOf(stage).ShouldBe(DealState.Won);

    [Theory]
    [InlineData("Closed Lost")]
    [InlineData("closedlost")]
    [InlineData("Closed Lost to Competition")]
    [InlineData("Closed lost - no budget")]
    [InlineData("No decision / lost")]
    [InlineData("LOST")]
    [InlineData("Abgeschlossen und verloren")]
    public void These_stages_are_lost(string stage) => StageWords.StateOf(stage).ShouldBe(DealState.Lost);

    [Theory]
    [InlineData("")]
    [InlineData("Proposal")]
    [InlineData("Not won yet")]
    [InlineData("Wonder")]
    [InlineData("To be won or lost")]
    [InlineData("To be won")]
    [InlineData("Won/Lost")]
    [InlineData("Won?")]
    [InlineData("Won't buy")]
    [InlineData("Almost won")]
    [InlineData("Noch nicht gewonnen")]
    [InlineData("Nicht verloren")]
    [InlineData("Lostprophets")]
    [InlineData("Winning")]
    [InlineData("Closed")]
    public void All_others_are_open(string stage) => StageWords.StateOf(stage).ShouldBe(DealState.Open);
}

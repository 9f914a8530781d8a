using Baton.Core.Lifecycle;

namespace Baton.Core.Tests.Lifecycle;

public class StageTests
{
    [Fact]
    public void Stages_keep_their_names_numbers_and_order() =>
        Enum.GetValues<Stage>().Select(stage => $"{(int)stage} {stage} {stage.Title()}").ShouldBe([
            "0 Visitor Visitor", "1 Lead Lead", "2 Mql MQL", "3 Sal SAL", "4 Sql SQL", "5 Opportunity Opportunity", "6 Customer Customer",
            "7 Recycled Recycled", "8 Unresponsive Unresponsive", "9 Disqualified Disqualified", "10 Lost Lost",
        ]);
}

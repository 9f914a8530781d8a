using System.Globalization;
using Baton.Server.Intake;
using Baton.Server.Leads;

namespace Baton.Server.Tests.Leads;

public class EventTableTests
{
    [Fact]
    public void What_people_did_is_in_SQL_what_it_is_in_code()
    {
        var kinds = Enum.GetValues<EventKind>().Where(kind => kind.IsBehaviour()).Select(kind => ((int)kind).ToString(CultureInfo.InvariantCulture));
        var marks = Enum.GetValues<EventMark>().Where(mark => !mark.IsMachine()).Select(mark => ((int)mark).ToString(CultureInfo.InvariantCulture));

        EventTable.ByPeople.ShouldBe($"kind IN ({string.Join(", ", kinds)}) AND mark IN ({string.Join(", ", marks)})");
    }
}

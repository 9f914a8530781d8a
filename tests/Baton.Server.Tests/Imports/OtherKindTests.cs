using System.Text;
using Baton.Server.Imports;
using Baton.Server.Playbooks;

namespace Baton.Server.Tests.Imports;

public class OtherKindTests
{
    private const string Contacts = "Record ID,First Name,Email,Job Title,Company name,Create Date\n101,Dana,dana@keller.example,Plant Manager,Keller,2025-11-03\n";
    private const string Deals = "Deal ID,Deal Name,Contact ID,Amount,Deal Stage,Create Date\nD1,Line,101,5,Closed won,2026-01-10\n";
    private const string Events = "user_id,event,timestamp,path\n101,page,2026-01-10,/pricing\n";

    [Fact]
    public void Files_of_their_kind_are_understood()
    {
        Problem(ImportKind.Leads, Contacts).ShouldBeNull();
        Problem(ImportKind.Deals, Deals).ShouldBeNull();
        Problem(ImportKind.Events, Events).ShouldBeNull();
        Problem(ImportKind.Events, "Email,First Name,Timestamp\na@b.example,Ann,2026-01-10\n").ShouldBeNull("A form's answers are events that are called as the file is.");
        Problem(ImportKind.Events, "{\"type\":\"page\"}\n").ShouldBeNull();
        Problem(ImportKind.Events, "{\"id\":1}\n{\"event\":\"Won\"}\n").ShouldBeNull();
    }

    [Fact]
    public void Leads_are_neither_events_nor_deals()
    {
        Problem(ImportKind.Events, Contacts).ShouldBe(
            "crm.csv looks like leads: it has First Name, Job Title. Import it as leads (`baton import leads`). If it has events, say which column is their time: --map \"Create Date=timestamp\".");
        Problem(ImportKind.Deals, Contacts).ShouldBe(
            "crm.csv looks like leads: it has First Name, Job Title. Import it as leads (`baton import leads`). If it has deals, say which column is their stage: --map \"Record ID=stage\".");
        Problem(ImportKind.Deals, Contacts.Replace("Company name", "State", StringComparison.Ordinal)).ShouldNotBeNull().ShouldStartWith("crm.csv looks like leads");
        Problem(ImportKind.Events, Contacts, ("Create Date", "timestamp")).ShouldBeNull();
        Problem(ImportKind.Deals, Contacts, ("Company name", "stage")).ShouldBeNull();
        Problem(ImportKind.Events, "{\"id\":1,\"email\":\"a@b.example\"}\n{\"id\":2}\n").ShouldBe(
            "crm.csv has no events: its lines have neither `event` nor `type`, and no `timestamp`. Events are written as Segment's calls, one a line. Leads and deals are imported from CSV (`baton import leads`, `baton import deals`).");
    }

    [Fact]
    public void Deals_are_neither_leads_nor_events()
    {
        Problem(ImportKind.Leads, Deals).ShouldBe(
            "crm.csv looks like deals: it has Deal ID, Deal Name, Deal Stage. Import it as deals (`baton import deals`). If it has leads, say which column is their name: --map \"Deal ID=lastname\".");
        Problem(ImportKind.Events, Deals).ShouldNotBeNull().ShouldStartWith("crm.csv looks like deals: it has Deal ID, Deal Name, Deal Stage.");
        Problem(ImportKind.Leads, Deals, ("Deal Name", "lastname")).ShouldBeNull();
    }

    [Fact]
    public void Events_are_neither_leads_nor_deals()
    {
        Problem(ImportKind.Leads, Events).ShouldNotBeNull().ShouldStartWith("crm.csv looks like events: it has event, timestamp. Import it as events (`baton import events`).");
        Problem(ImportKind.Deals, "message_id,user_id,event,timestamp\n1,101,page,2026-01-10\n", id: "message_id").ShouldNotBeNull().ShouldStartWith("crm.csv looks like events");
    }

    [Fact]
    public void Deals_without_stage_and_amount_are_asked_for_one() => Problem(ImportKind.Deals, "id,email\n1,a@b.example\n").ShouldBe(
        "crm.csv has no column of a deal's stage and none of its amount. If it has deals, say which column is their stage: --map \"id=stage\". If it has leads, import it as leads (`baton import leads`). The columns are: id, email.");

    private static string? Problem(ImportKind kind, string text, (string Column, string Meaning)? map = null, string? id = null)
    {
        var content = Encoding.UTF8.GetBytes(text);
        InputFile.TryOpen("crm.csv", new MemoryStream(content), content.Length, out var input, out _).ShouldBeTrue();
        using (input)
        {
            ImportFile.Understand(kind, map is { } one ? Importing.Choices(id, one) : Importing.Choices(id), input!, _ => 0, PublishedPlaybook.None, out var problem);
            return problem;
        }
    }
}

using Baton.Core.Handoffs;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests;

namespace Baton.Browser.Tests;

/// <summary>A company with two in sales development, their manager, and a playbook that hands leads to them.</summary>
internal static class Desk
{
    public const string Ann = "ann@acme.example";
    public const string Bo = "bo@acme.example";
    public const string Kim = "kim@acme.example";

    private const string Playbook = """
        name: One desk
        fit:
          rules:
            - { name: Runs a plant, points: 15, when: { title: { contains: manager } } }
        engagement:
          rules:
            - { name: Asked for a quote, event: Quote Requested, points: 30 }
            - { name: Read the prices, event: Prices, points: 5, max: 3 }
        grades: { fit: { A: 10, B: 5, C: 1 }, engagement: { 1: 25, 2: 10, 3: 1 } }
        qualification: { framework: BANT }
        stages: { mql: { score: 20 }, sal: { accepted_by: the desk } }
        handoffs:
          mql:
            routes: [{ name: Everybody, team: Desk }]
            fallback: Nobody
            response: { within: 60 minutes, remind_at: 50, escalate_at: 100, reassign_at: 1000 }
            decision: { within: 8 hours }
        """;

    private const string Teams = """
        people:
          - { email: ann@acme.example, name: Ann Lee, role: sdr }
          - { email: bo@acme.example, name: Bo Berg, role: sdr }
          - { email: kim@acme.example, name: Kim Holt, role: manager }
        teams:
          - { name: Desk, zone: UTC, hours: Mon-Sun 00:00-24:00, manager: kim@acme.example, members: [{ person: ann@acme.example }] }
        """;

    public static async Task<TestApi> OpenAsync(Dialect dialect)
    {
        var api = await TestApi.StartAsync(dialect);
        await api.World.PublishAsync(Playbook);
        var (file, mistakes) = TeamFile.Read(Teams, Roles.All);
        file.ShouldNotBeNull(string.Join(' ', mistakes));
        await new TeamStore(api.World.Db, api.World).SetAsync(api.World.Id, file, TestContext.Current.CancellationToken);
        var people = new PeopleStore(api.World.Db, api.World);
        foreach (var person in await people.AllAsync(api.World.Id, TestContext.Current.CancellationToken))
        {
            await people.SetPasswordAsync(api.World.Id, person.Person, TestBrowser.Password, TestContext.Current.CancellationToken);
        }

        return api;
    }

    /// <summary>Somebody asks for a quote, and is handed over.</summary>
    public static async Task<Guid> SendAsync(TestApi api, string name, string id = "")
    {
        var key = id.Length > 0 ? id : name.ToLowerInvariant().Replace(' ', '-');
        await api.World.SendAsync(
            new { type = "identify", userId = key, traits = new { email = $"{key}@lead.example", name, title = "Plant Manager", company = $"{name} Works", phone = "+49 30 1234567" } },
            new { type = "track", userId = key, @event = "Prices" },
            new { type = "track", userId = key, @event = "Quote Requested" });
        return await api.LeadAsync($"{key}@lead.example");
    }
}

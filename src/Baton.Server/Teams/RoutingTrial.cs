using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Handoffs;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Handoffs;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Teams;

/// <summary>Who gets what by the playbook that holds, and who would get a lead that one thinks of. Nothing is changed by asking.</summary>
internal sealed class RoutingTrial(IDatabase database, PlaybookShelf shelf, IClock clock)
{
    /// <summary>The teams with what their people have to do now.</summary>
    public async Task<Roster> RosterAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        return RosterTable.Read(connection, workspaceId, HandoffTable.CountOpen(connection, snapshot, workspaceId), clock.GetCurrentInstant(), snapshot);
    }

    /// <summary>Every route of the playbook that holds, for people.</summary>
    public async Task<IReadOnlyList<RoutePlan>> PlansAsync(Guid workspaceId, CancellationToken cancel)
    {
        var roster = await RosterAsync(workspaceId, cancel);
        var playbook = (await shelf.CurrentAsync(database, workspaceId, cancel)).Scorer.Playbook;
        return [.. playbook.Handoffs.Select(plan => new RoutePlan(
            plan.Stage,
            [.. plan.Routes.Select(route => new RouteRow(route.Name, route.When, route.OwnerOfAccount, route.Team, route.Team is { } team ? roster.Team(team)?.Id : null, route.Pick))],
            plan.Fallback,
            roster.Team(plan.Fallback)?.Id,
            [.. plan.Routes.Select(route => route.When).OfType<Condition>().SelectMany(when => when.Comparisons).Select(one => one.Property).Distinct(StringComparer.OrdinalIgnoreCase)]))];
    }

    /// <summary>Who would get a lead now of which this is known, and why.</summary>
    /// <param name="workspaceId">Where.</param>
    /// <param name="stage">As what it would be handed over.</param>
    /// <param name="given">What is known of it, by attribute; of the score <c>score</c>, <c>fit</c> and <c>engagement</c>.</param>
    /// <param name="accountOwner">The address or name of who owns its account; empty for nobody.</param>
    /// <param name="words">The language that it is said in.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<RoutingAnswer?> TryAsync(Guid workspaceId, Stage stage, IReadOnlyDictionary<string, string> given, string accountOwner, Wording words, CancellationToken cancel)
    {
        var scorer = (await shelf.CurrentAsync(database, workspaceId, cancel)).Scorer;
        if (scorer.Playbook.HandoffOf(stage) is not { } plan)
        {
            return null;
        }

        var now = clock.GetCurrentInstant();
        var known = given.Where(one => one.Value.Length > 0).Select(one => KeyValuePair.Create(one.Key, Value.Of(one.Value))).ToList();
        var facts = new Facts(
            [],
            [new Edit("trial", now, known.Where(one => !IsOfAccount(one.Key)))],
            [new Edit("trial", now, known.Where(one => IsOfAccount(one.Key)).Select(one => KeyValuePair.Create(one.Key[AttributeName.AccountPrefix.Length..], one.Value)))]);
        var score = new Score(Points("score"), Points("fit"), Points("engagement"), Grade: null, stage);
        var roster = await RosterAsync(workspaceId, cancel);
        var owner = accountOwner.Length > 0 && roster.Person(accountOwner) is var (_, member) ? member.PersonId : (Guid?)null;
        var routing = Router.Route(plan.Routes, plan.Fallback, condition => scorer.Routes[condition].Holds(score, facts), owner, roster, now, new HashSet<Guid>(), words);
        return new RoutingAnswer(
            stage.Title(), routing.Route, routing.Team?.Name, routing.Member is { } taken ? new PersonName(taken.PersonId, taken.Name, taken.Email) : null, routing.Queue, [.. routing.Lines(words)]);

        int Points(string name) => given.TryGetValue(name, out var text) && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var points) ? points : 0;
    }

    private static bool IsOfAccount(string attribute) => attribute.StartsWith(AttributeName.AccountPrefix, StringComparison.OrdinalIgnoreCase);
}

/// <summary>How leads of a stage are shared out.</summary>
/// <param name="Stage">What is handed over.</param>
/// <param name="Routes">In order; the first that matches decides.</param>
/// <param name="Fallback">Where the rest waits.</param>
/// <param name="FallbackTeam">The team of that name; null where there is none.</param>
/// <param name="Attributes">What the routes ask about.</param>
public sealed record RoutePlan(Stage Stage, IReadOnlyList<RouteRow> Routes, string Fallback, Guid? FallbackTeam, IReadOnlyList<string> Attributes)
{
    /// <summary>The field that asks for an attribute.</summary>
    public static string FieldOf(string attribute) => "a." + attribute;
}

/// <summary>A route, for people.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="When">For which leads; null for all.</param>
/// <param name="OwnerFirst">True where it goes to the owner of the account.</param>
/// <param name="Team">The team's name; null for none.</param>
/// <param name="TeamId">The team; null where there is none of that name.</param>
/// <param name="Pick">How the team shares them.</param>
public sealed record RouteRow(string Name, Condition? When, bool OwnerFirst, string? Team, Guid? TeamId, Assignment Pick);

using System.Data.Common;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Server.Api;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Does what people ask for about leads, and shows what has become of them.</summary>
internal sealed class Doing(Door door, IDatabase database, PlaybookShelf shelf, IClock clock)
{
    public Instant Now => clock.GetCurrentInstant();

    /// <summary>The playbook that holds.</summary>
    public async Task<Playbook> PlaybookAsync(Guid workspaceId, CancellationToken cancel) => (await shelf.CurrentAsync(database, workspaceId, cancel)).Scorer.Playbook;

    /// <summary>Does it, and answers with what sales is doing about the lead now.</summary>
    /// <param name="http">The request.</param>
    /// <param name="lead">The lead, or a part of it.</param>
    /// <param name="person">The id or the e-mail address of whom it is done for; null for nobody.</param>
    /// <param name="command">Makes of the lead, and of who does it, what is asked for.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> CarryAsync(HttpContext http, Guid lead, string? person, Func<LeadRow, Doer, Command> command, CancellationToken cancel) =>
        CarryAsync(http, lead, person, command, obstacle: (_, _) => null, cancel);

    /// <summary>Does it unless something about the lead stands in the way, and answers with what sales is doing about the lead now.</summary>
    /// <param name="http">The request.</param>
    /// <param name="lead">The lead, or a part of it.</param>
    /// <param name="person">The id or the e-mail address of whom it is done for; null for nobody.</param>
    /// <param name="command">Makes of the lead, and of who does it, what is asked for.</param>
    /// <param name="obstacle">Why it cannot be done with the lead as it is, which is locked; null for nothing.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> CarryAsync(
        HttpContext http, Guid lead, string? person, Func<LeadRow, Doer, Command> command, Func<LeadBook, LeadRow, string?> obstacle, CancellationToken cancel)
    {
        if (await Doer.FindAsync(database, http.Caller(), person, cancel) is not { } doer)
        {
            return Doer.Unknown();
        }

        return await door.CarryAsync(http.Workspace(), lead, new Errand((_, root) => command(root, doer)) { Obstacle = obstacle }, cancel) switch
        {
            CommandResult.Unknown unknown => LeadEndpoints.UnknownLead(unknown.Lead),
            CommandResult.Refused refused => Problems.Conflict(refused.Why),
            CommandResult.Done done => TypedResults.Ok((await ReadAsync(http.Workspace(), done.Lead, cancel))!),
            var other => throw new InvalidOperationException($"{other.GetType()} is no result."),
        };
    }

    /// <summary>What sales is doing about a lead; null where there is none.</summary>
    public async Task<WorkAnswer?> ReadAsync(Guid workspaceId, Guid lead, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        return LeadReading.Read(connection, snapshot, shelf, workspaceId, lead) is { } reading
            ? WorkAnswer.Of(reading, new Directory(() => RosterOf(connection, snapshot, workspaceId), () => PeopleStore.All(connection, workspaceId, snapshot)))
            : null;
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static WorkAnswer Read(DbConnection connection, DbTransaction snapshot, Guid workspaceId, LeadReading lead, Instant now) => WorkAnswer.Of(lead, new Directory(
        () => RosterTable.Read(connection, workspaceId, HandoffTable.CountOpen(connection, snapshot, workspaceId), now, snapshot), () => PeopleStore.All(connection, workspaceId, snapshot)));

    /// <summary>Who would get a lead now, and why; null where there is no such lead.</summary>
    /// <param name="workspaceId">Whose lead.</param>
    /// <param name="lead">The lead, or a part of it.</param>
    /// <param name="stage">As what it would be handed over: MQL or SQL.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<RoutingAnswer?> TryRoutingAsync(Guid workspaceId, Guid lead, Stage stage, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (LeadReading.Read(connection, snapshot, shelf, workspaceId, lead) is not { } reading)
        {
            return null;
        }

        var scorer = shelf.Current(connection, workspaceId).Scorer;
        if (scorer.Playbook.HandoffOf(stage) is not { } plan)
        {
            return new RoutingAnswer(stage.Title(), null, null, null, null, [$"The playbook hands over no {stage.Title()}s."]);
        }

        var roster = RosterOf(connection, snapshot, workspaceId);
        var facts = new Core.Leads.Facts([], reading.Record.Edits, reading.Record.AccountEdits);
        var owner = AccountOwner.Of(connection, snapshot, workspaceId, reading.Root.AccountId, facts, roster);
        var routing = Router.Route(plan.Routes, plan.Fallback, condition => scorer.Routes[condition].Holds(reading.Root.Score, facts), owner, roster, Now, new HashSet<Guid>());
        return new RoutingAnswer(
            stage.Title(), routing.Route, routing.Team?.Name, routing.Member is { } member ? new PersonName(member.PersonId, member.Name, member.Email) : null, routing.Queue, [.. routing.Lines()]);
    }

    private Roster RosterOf(DbConnection connection, DbTransaction snapshot, Guid workspaceId) =>
        RosterTable.Read(connection, workspaceId, HandoffTable.CountOpen(connection, snapshot, workspaceId), Now, snapshot);
}

/// <summary>Who would get a lead, and why.</summary>
/// <param name="Stage">As what it would be handed over.</param>
/// <param name="Route">The route that decides; null where none matches.</param>
/// <param name="Team">The team; null where no route comes to one.</param>
/// <param name="Person">Who; null where nobody can take it.</param>
/// <param name="Queue">The queue that it would wait in; null where somebody gets it.</param>
/// <param name="Why">Each route that was looked at, with what came of it and who was passed over.</param>
public sealed record RoutingAnswer(string Stage, string? Route, string? Team, PersonName? Person, string? Queue, IReadOnlyList<string> Why);

using System.Data.Common;
using Baton.Core.Handoffs;
using Baton.Server.Handoffs;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Teams;

/// <summary>The teams that share what is handed over.</summary>
internal sealed class TeamStore(IDatabase database, IClock clock)
{
    /// <summary>Every team with its members, in the order of their names.</summary>
    public async Task<IReadOnlyList<TeamInfo>> AllAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var people = People(connection, workspaceId, snapshot);
        var members = TeamTable.Members(connection, workspaceId, team: null, snapshot).ToLookup(row => row.TeamId);
        return [.. TeamTable.All(connection, workspaceId, snapshot).Select(team => new TeamInfo(team, [.. members[team.Id]], ManagerOf(team, people)))];
    }

    /// <summary>A team with its members; null where there is none.</summary>
    public async Task<TeamInfo?> GetAsync(Guid workspaceId, Guid id, CancellationToken cancel) =>
        (await AllAsync(workspaceId, cancel)).FirstOrDefault(team => team.Team.Id == id);

    /// <summary>The teams as routing sees them, without what people have to do.</summary>
    public async Task<Roster> RosterAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        return RosterTable.Read(connection, workspaceId, new Dictionary<Guid, int>(), clock.GetCurrentInstant(), snapshot);
    }

    /// <summary>Adds a team.</summary>
    public Task<TeamResult> AddAsync(Guid workspaceId, TeamDraft draft, AuditedAct act, CancellationToken cancel) => ChangeAsync(
        workspaceId, transaction => Named(transaction, workspaceId, draft.Name) is not null ? new TeamResult.Taken(draft.Name) : Write(transaction, workspaceId, id: null, draft), act, cancel);

    /// <summary>Makes another team of one; its id stays. Where members or weights change, its rotation begins anew.</summary>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="id">The team.</param>
    /// <param name="draft">What it is to be.</param>
    /// <param name="isAsSeen">Whether the revision that it has is the one that whoever asks has read.</param>
    /// <param name="act">What that is for the audit log.</param>
    /// <param name="cancel">Withdraws it.</param>
    public Task<TeamResult> ReplaceAsync(Guid workspaceId, Guid id, TeamDraft draft, Func<int, bool> isAsSeen, AuditedAct act, CancellationToken cancel) => ChangeAsync(
        workspaceId,
        transaction => TeamTable.Get(transaction.Connection!, workspaceId, id, transaction) is not { } team ? new TeamResult.Unknown()
            : !isAsSeen(team.Revision) ? new TeamResult.ChangedMeanwhile()
            : Named(transaction, workspaceId, draft.Name) is { } other && other != id ? new TeamResult.Taken(draft.Name)
            : Write(transaction, workspaceId, id, draft),
        act,
        cancel);

    /// <summary>Deletes a team. A route that names it leads to the queue from then on.</summary>
    public Task<TeamResult> DeleteAsync(Guid workspaceId, Guid id, Func<int, bool> isAsSeen, AuditedAct act, CancellationToken cancel) => ChangeAsync(
        workspaceId,
        transaction =>
        {
            if (TeamTable.Get(transaction.Connection!, workspaceId, id, transaction) is not { } team)
            {
                return new TeamResult.Unknown();
            }

            if (!isAsSeen(team.Revision))
            {
                return new TeamResult.ChangedMeanwhile();
            }

            transaction.Connection!.Execute("DELETE FROM team_member WHERE workspace_id = @workspaceId AND team_id = @id", new { workspaceId, id }, transaction);
            transaction.Connection!.Execute("DELETE FROM team WHERE workspace_id = @workspaceId AND team_id = @id", new { workspaceId, id }, transaction);
            return new TeamResult.Done(id, TeamChange.Deleted);
        },
        act,
        cancel);

    /// <summary>
    /// Makes teams be as a file says, by their names, all or none; what is not in the file stays. People whom nobody knows yet are let in without a
    /// password; those who are known stay as they are.
    /// </summary>
    /// <returns>What was done with each team of the file, and who was let in; or what is wrong with which team.</returns>
    public async Task<TeamFileResult> SetAsync(Guid workspaceId, TeamFile file, Auditor who, CancellationToken cancel)
    {
        try
        {
            return await ChangeAsync(
                workspaceId,
                transaction =>
                {
                    var added = file.People.Select(person => LetIn(transaction, workspaceId, person)).OfType<Person>().ToList();
                    var results = file.Teams.Select(team => Write(transaction, workspaceId, Named(transaction, workspaceId, team.Draft.Name), team.Draft)).ToList();
                    var result = new TeamFileResult(added, results, []);
                    if (results.Exists(one => one is TeamResult.Mistaken))
                    {
                        throw new NotSetException(result);
                    }

                    Note(transaction, workspaceId, who, file, result);
                    return result;
                },
                cancel);
        }
        catch (NotSetException notSet)
        {
            return notSet.Result;
        }
        catch (LeavesHandoffsException leaves)
        {
            return new TeamFileResult([], [], leaves.Who);
        }
    }

    private async Task<TeamResult> ChangeAsync(Guid workspaceId, Func<DbTransaction, TeamResult> change, AuditedAct act, CancellationToken cancel)
    {
        try
        {
            return await ChangeAsync(
                workspaceId,
                transaction =>
                {
                    var result = change(transaction);
                    if (result is TeamResult.Done { Change: not TeamChange.Unchanged })
                    {
                        act.Note(transaction, workspaceId, clock.GetCurrentInstant());
                    }

                    return result;
                },
                cancel);
        }
        catch (LeavesHandoffsException leaves)
        {
            return new TeamResult.LeavesHandoffs(leaves.Who);
        }
    }

    /// <exception cref="LeavesHandoffsException">Somebody would be in no team any more who has open hand-offs; nothing is changed.</exception>
    private Task<T> ChangeAsync<T>(Guid workspaceId, Func<DbTransaction, T> change, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            Own(transaction, workspaceId);
            var before = Members(transaction, workspaceId);
            var result = change(transaction);
            var after = Members(transaction, workspaceId).Select(member => member.PersonId).ToHashSet();
            var left = before.Where(member => !after.Contains(member.PersonId)).DistinctBy(member => member.PersonId).ToList();
            if (left.Count > 0)
            {
                var open = HandoffTable.CountOpen(transaction.Connection!, transaction, workspaceId);
                var who = left.Where(member => open.ContainsKey(member.PersonId)).Select(member => StillTheirs.Words(member.Name, member.PersonId, open[member.PersonId], "would be in no team, and still ")).ToList();
                return who.Count > 0 ? throw new LeavesHandoffsException(who) : result;
            }

            return result;
        },
        cancel);

    private static List<MemberRow> Members(DbTransaction transaction, Guid workspaceId) => [.. TeamTable.Members(transaction.Connection!, workspaceId, team: null, transaction)];

    /// <summary>Has the teams to itself: nobody adds one and nobody gives them work meanwhile.</summary>
    private static void Own(DbTransaction transaction, Guid workspaceId)
    {
        WorkspaceTurn.Own(transaction, workspaceId);
        RosterTable.LockTeams(transaction, workspaceId);
    }

    private TeamResult Write(DbTransaction transaction, Guid workspaceId, Guid? id, TeamDraft draft)
    {
        var connection = transaction.Connection!;
        var (plan, mistakes) = TeamPlan.Of(draft, PeopleStore.All(connection, workspaceId, transaction));
        if (plan is null)
        {
            return new TeamResult.Mistaken(mistakes);
        }

        var now = clock.GetCurrentInstant();
        if (id is not { } known)
        {
            var added = Guid.CreateVersion7(now.ToDateTimeOffset());
            TeamTable.Insert(transaction, workspaceId, added, plan, now.ToUnixTimeMilliseconds());
            return new TeamResult.Done(added, TeamChange.Added);
        }

        var members = TeamTable.Members(connection, workspaceId, known, transaction).ToList();
        if (plan.IsOf(TeamTable.Get(connection, workspaceId, known, transaction)!, members))
        {
            return new TeamResult.Done(known, TeamChange.Unchanged);
        }

        TeamTable.Update(transaction, workspaceId, known, plan);
        if (!plan.Members.SequenceEqual(members.Select(MemberPlan.Of)))
        {
            TeamTable.SetMembers(transaction, workspaceId, known, plan.Members);
        }

        return new TeamResult.Done(known, TeamChange.Changed);
    }

    private Person? LetIn(DbTransaction transaction, Guid workspaceId, PersonText text)
    {
        var now = clock.GetCurrentInstant();
        var person = new Person(Guid.CreateVersion7(now.ToDateTimeOffset()), text.Email.ToLowerInvariant(), text.Name, text.Role);
        return PeopleStore.Insert(transaction, workspaceId, person, hash: "", now) ? person : null;
    }

    /// <summary>Notes what a file has changed.</summary>
    private void Note(DbTransaction transaction, Guid workspaceId, Auditor who, TeamFile file, TeamFileResult result)
    {
        var now = clock.GetCurrentInstant();
        foreach (var person in result.Added)
        {
            new AuditedAct(who, "person.added", $"{person.Name} <{person.Email}>", new { person.Role }).Note(transaction, workspaceId, now);
        }

        foreach (var (team, one) in file.Teams.Zip(result.Teams))
        {
            if (one is TeamResult.Done { Change: not TeamChange.Unchanged and var change })
            {
                new AuditedAct(who, change == TeamChange.Added ? "team.added" : "team.changed", team.Draft.Name).Note(transaction, workspaceId, now);
            }
        }
    }

    private static Guid? Named(DbTransaction transaction, Guid workspaceId, string name) => transaction.Connection!.QueryFirstOrDefault<Guid?>(
        "SELECT team_id FROM team WHERE workspace_id = @workspaceId AND name_key = @key", new { workspaceId, key = TeamPlan.KeyOf(name) }, transaction);

    private static Dictionary<Guid, PersonRow> People(DbConnection connection, Guid workspaceId, DbTransaction transaction) =>
        PeopleStore.All(connection, workspaceId, transaction).ToDictionary(person => person.Id);

    private static Person? ManagerOf(TeamRow team, Dictionary<Guid, PersonRow> people) => team.ManagerId is { } id ? people[id].Person : null;

    /// <summary>Undoes what was begun of a file with a mistake in it.</summary>
    private sealed class NotSetException(TeamFileResult result) : Exception
    {
        public TeamFileResult Result => result;
    }

    /// <summary>Undoes what would leave hand-offs with somebody who is in no team any more.</summary>
    private sealed class LeavesHandoffsException(IReadOnlyList<string> who) : Exception
    {
        public IReadOnlyList<string> Who => who;
    }
}

/// <summary>A team with its members.</summary>
internal sealed record TeamInfo(TeamRow Team, IReadOnlyList<MemberRow> Members, Person? Manager);

/// <summary>What came of a file of teams.</summary>
/// <param name="Added">Who was let in.</param>
/// <param name="Teams">For each team of the file what was done, or what is wrong with it; where something is wrong, nothing was done.</param>
/// <param name="LeftHandoffs">A sentence for each who would be in no team any more and has open hand-offs; where there is one, nothing was done.</param>
internal sealed record TeamFileResult(IReadOnlyList<Person> Added, IReadOnlyList<TeamResult> Teams, IReadOnlyList<string> LeftHandoffs);

using System.Data.Common;
using Baton.Server.Delivery;
using Baton.Server.Handoffs;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Tasks;
using Baton.Server.Teams;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.People;

/// <summary>The people who work here.</summary>
internal sealed class PeopleStore(IDatabase database, IClock clock)
{
    /// <summary>Lets somebody in.</summary>
    /// <param name="workspaceId">Where they work.</param>
    /// <param name="email">Their address, however it is written.</param>
    /// <param name="name">What others call them.</param>
    /// <param name="role">One of <see cref="Roles.All"/>.</param>
    /// <param name="password">Checked by whoever calls; null for none yet, so that they are known and cannot sign in.</param>
    /// <param name="act">What it is for the audit log, of whom it makes.</param>
    /// <param name="cancel">Withdraws it.</param>
    /// <returns>Null where somebody has this address already.</returns>
    public Task<Person?> AddAsync(Guid workspaceId, string email, string name, string role, string? password, Func<Person, AuditedAct> act, CancellationToken cancel) =>
        AddAsync(workspaceId, email, name, role, password, isFirst: false, act, cancel);

    /// <summary>Lets in the first who runs Baton here. Null where somebody does so already, or somebody has this address.</summary>
    public Task<Person?> AddFirstAsync(Guid workspaceId, string email, string name, string password, Func<Person, AuditedAct> act, CancellationToken cancel) =>
        AddAsync(workspaceId, email, name, Roles.Admin, password, isFirst: true, act, cancel);

    private Task<Person?> AddAsync(Guid workspaceId, string email, string name, string role, string? password, bool isFirst, Func<Person, AuditedAct> act, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var person = new Person(Guid.CreateVersion7(now.ToDateTimeOffset()), email.ToLowerInvariant(), name, role);
        var (hash, asked) = (password is null ? "" : Password.Hash(person, password), act(person));
        return database.WriteAsync(
            transaction =>
            {
                WorkspaceTurn.Own(transaction, workspaceId);
                if ((isFirst && !FirstStart.IsOpen(All(transaction.Connection!, workspaceId, transaction))) || !Insert(transaction, workspaceId, person, hash, now))
                {
                    return null;
                }

                asked.Note(transaction, workspaceId, now);
                return person;
            },
            cancel);
    }

    /// <summary>The person with this address, and the hash of their password; null where nobody has it who works here.</summary>
    public async Task<(Person Person, string PasswordHash)?> FindAsync(Guid workspaceId, string email, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var row = await connection.QueryFirstOrDefaultAsync<(Guid Id, string Email, string Name, string Role, string Hash)?>(new CommandDefinition(
            "SELECT person_id, email, name, role, password_hash FROM person WHERE workspace_id = @workspaceId AND email = @email AND deactivated_at IS NULL",
            new { workspaceId, email = email.ToLowerInvariant() },
            cancellationToken: cancel));
        return row is var (id, address, name, role, hash) ? (new Person(id, address, name, role), hash) : null;
    }

    /// <summary>Everybody, in the order of their names, those who no longer work here among them.</summary>
    public async Task<IReadOnlyList<PersonRow>> AllAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return All(connection, workspaceId);
    }

    /// <inheritdoc cref="AllAsync"/>
    public static IReadOnlyList<PersonRow> All(DbConnection connection, Guid workspaceId, DbTransaction? transaction = null) =>
        [.. connection.Query<PersonRow>($"SELECT {PersonRow.Columns} FROM person WHERE workspace_id = @workspaceId ORDER BY name, person_id", new { workspaceId }, transaction)];

    /// <summary>Somebody; null where nobody has this id.</summary>
    public async Task<PersonRow?> GetAsync(Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return Get(connection, workspaceId, id);
    }

    /// <summary>Changes somebody. Whoever no longer works here is in no team any more and keeps their history; nobody leaves with open hand-offs.</summary>
    /// <param name="workspaceId">Where they work.</param>
    /// <param name="id">Who.</param>
    /// <param name="change">What; checked by whoever calls.</param>
    /// <param name="revision">Nothing is changed unless it is this; null for whichever it is.</param>
    /// <param name="act">What it is for the audit log.</param>
    /// <param name="cancel">Withdraws it.</param>
    public Task<PersonResult> ChangeAsync(Guid workspaceId, Guid id, PersonChange change, int? revision, AuditedAct act, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        return database.WriteAsync<PersonResult>(
            transaction =>
            {
                WorkspaceTurn.Own(transaction, workspaceId);
                var connection = transaction.Connection!;
                if (Get(connection, workspaceId, id, transaction) is not { } before)
                {
                    return new PersonResult.Unknown();
                }

                if (revision is { } seen && seen != before.Revision)
                {
                    return new PersonResult.ChangedMeanwhile();
                }

                var email = change.Email ?? before.Email;
                if (email != before.Email
                    && connection.ExecuteScalar<int>("SELECT COUNT(*) FROM person WHERE workspace_id = @workspaceId AND email = @email", new { workspaceId, email }, transaction) > 0)
                {
                    return new PersonResult.Taken(email);
                }

                var leaves = change.Active == false && before.DeactivatedAt is null;
                if (leaves && TeamsManagedBy(connection, workspaceId, id, transaction) is { Count: > 0 } teams)
                {
                    return new PersonResult.Manages(teams);
                }

                if (leaves)
                {
                    // From here on nobody gives them anything.
                    RosterTable.LockTeams(transaction, workspaceId);
                    if (HandoffTable.CountOpen(connection, transaction, workspaceId).GetValueOrDefault(id) is > 0 and var open)
                    {
                        return new PersonResult.HasHandoffs(open);
                    }
                }

                var deactivated = change.Active is not { } active ? before.DeactivatedAt : active ? null : before.DeactivatedAt ?? now.ToUnixTimeMilliseconds();
                var after = new
                {
                    workspaceId,
                    id,
                    Email = email,
                    Name = change.Name ?? before.Name,
                    Role = change.Role ?? before.Role,
                    DeactivatedAt = deactivated,
                    Stamp = (email, deactivated) == (before.Email, before.DeactivatedAt) ? null : Secret.New(),
                };
                if ((after.Email, after.Name, after.Role, after.DeactivatedAt) == (before.Email, before.Name, before.Role, before.DeactivatedAt))
                {
                    return new PersonResult.Done(before);
                }

                if (FirstStart.Runs(before) && !(after.DeactivatedAt is null && Rights.May(after.Role, Right.Administer))
                    && FirstStart.IsOpen(All(connection, workspaceId, transaction).Where(person => person.Id != id)))
                {
                    return new PersonResult.IsLastToRun();
                }

                if (leaves)
                {
                    LeaveTeams(transaction, workspaceId, id);
                }

                // What was sent to them before leads nowhere any more: somebody else may read it now, or keep it for when they are back.
                connection.Execute(
                    """
                    UPDATE person SET email = @Email, name = @Name, role = @Role, deactivated_at = @DeactivatedAt, stamp = COALESCE(@Stamp, stamp), revision = revision + 1
                    WHERE workspace_id = @workspaceId AND person_id = @id
                    """,
                    after,
                    transaction);
                act.Note(transaction, workspaceId, now);
                if (after.Email != before.Email)
                {
                    Outbox.Readdress(transaction, workspaceId, before.Email, after.Email);
                }

                if (leaves)
                {
                    CalendarStore.Delete(transaction, workspaceId, id);
                    SessionStore.EndAll(transaction, workspaceId, id);
                }

                return new PersonResult.Done(Get(connection, workspaceId, id, transaction)!);
            },
            cancel);
    }

    /// <summary>Gives somebody another password. What it was is of no use any more, and they are signed in nowhere.</summary>
    /// <returns>False where nobody has this id.</returns>
    public Task<bool> SetPasswordAsync(Guid workspaceId, Person person, string password, AuditedAct act, CancellationToken cancel) =>
        SetPasswordAsync(workspaceId, person, password, seen: null, but: null, act, cancel);

    /// <summary>Gives somebody another password. What it was is of no use any more.</summary>
    /// <param name="workspaceId">Where they work.</param>
    /// <param name="person">Who.</param>
    /// <param name="password">Checked by whoever calls.</param>
    /// <param name="seen">The stamp that they had when it was found that they may; null for whichever they have.</param>
    /// <param name="but">The one session that goes on; null for none.</param>
    /// <param name="act">What it is for the audit log.</param>
    /// <param name="cancel">Withdraws it.</param>
    /// <returns>False where nobody has this id, or another stamp by now.</returns>
    public async Task<bool> SetPasswordAsync(Guid workspaceId, Person person, string password, string? seen, Guid? but, AuditedAct act, CancellationToken cancel)
    {
        var (hash, stamp) = (Password.Hash(person, password), Secret.New());
        return await database.WriteAsync(
            transaction =>
            {
                var isSet = transaction.Connection!.Execute(
                    """
                    UPDATE person SET password_hash = @hash, stamp = @stamp, failures = 0, locked_until = NULL
                    WHERE workspace_id = @workspaceId AND person_id = @Id AND stamp = COALESCE(@seen, stamp)
                    """,
                    new { workspaceId, person.Id, hash, stamp, seen },
                    transaction) > 0;
                if (isSet)
                {
                    SessionStore.EndAll(transaction, workspaceId, person.Id, but);
                    act.Note(transaction, workspaceId, clock.GetCurrentInstant());
                }

                return isSet;
            },
            cancel);
    }

    /// <summary>Keeps how somebody likes their pages.</summary>
    /// <param name="workspaceId">Where they work.</param>
    /// <param name="id">Who.</param>
    /// <param name="taste">How; checked by whoever calls.</param>
    /// <param name="cancel">Withdraws it.</param>
    public Task SetTasteAsync(Guid workspaceId, Guid id, Taste taste, CancellationToken cancel) => database.WriteAsync(
        transaction => transaction.Connection!.Execute(
            "UPDATE person SET language = @Language, zone = @Zone, theme = @Theme WHERE workspace_id = @workspaceId AND person_id = @id",
            new { workspaceId, id, taste.Language, taste.Zone, taste.Theme },
            transaction),
        cancel);

    /// <summary>Adds somebody where nobody has their address.</summary>
    internal static bool Insert(DbTransaction transaction, Guid workspaceId, Person person, string hash, Instant now) => transaction.Connection!.Execute(
        """
        INSERT INTO person (workspace_id, person_id, email, name, role, password_hash, created_at)
        VALUES (@workspaceId, @Id, @Email, @Name, @Role, @hash, @created)
        ON CONFLICT (workspace_id, email) DO NOTHING
        """,
        new { workspaceId, person.Id, person.Email, person.Name, person.Role, hash, created = now.ToUnixTimeMilliseconds() },
        transaction) > 0;

    private static PersonRow? Get(DbConnection connection, Guid workspaceId, Guid id, DbTransaction? transaction = null) => connection.QueryFirstOrDefault<PersonRow>(
        $"SELECT {PersonRow.Columns} FROM person WHERE workspace_id = @workspaceId AND person_id = @id", new { workspaceId, id }, transaction);

    private static List<string> TeamsManagedBy(DbConnection connection, Guid workspaceId, Guid id, DbTransaction transaction) =>
        [.. connection.Query<string>("SELECT name FROM team WHERE workspace_id = @workspaceId AND manager_id = @id ORDER BY name_key", new { workspaceId, id }, transaction)];

    /// <summary>Takes somebody out of all teams, which are locked.</summary>
    private static void LeaveTeams(DbTransaction transaction, Guid workspaceId, Guid id)
    {
        transaction.Connection!.Execute(
            "UPDATE team SET revision = revision + 1 WHERE workspace_id = @workspaceId AND team_id IN (SELECT team_id FROM team_member WHERE workspace_id = @workspaceId AND person_id = @id)",
            new { workspaceId, id },
            transaction);
        transaction.Connection!.Execute("DELETE FROM team_member WHERE workspace_id = @workspaceId AND person_id = @id", new { workspaceId, id }, transaction);
    }
}

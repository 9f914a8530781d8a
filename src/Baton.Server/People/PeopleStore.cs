using Baton.Server.Storage;
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
    /// <param name="password">Checked by whoever calls.</param>
    /// <param name="cancel">Withdraws it.</param>
    /// <returns>Null where somebody has this address already.</returns>
    public Task<Person?> AddAsync(Guid workspaceId, string email, string name, string role, string password, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var person = new Person(Guid.CreateVersion7(now.ToDateTimeOffset()), email.ToLowerInvariant(), name, role);
        var hash = Password.Hash(person, password);
        return database.WriteAsync(
            transaction => transaction.Connection!.Execute(
                """
                INSERT INTO person (workspace_id, person_id, email, name, role, password_hash, created_at)
                VALUES (@workspaceId, @Id, @Email, @Name, @Role, @hash, @created)
                ON CONFLICT (workspace_id, email) DO NOTHING
                """,
                new { workspaceId, person.Id, person.Email, person.Name, person.Role, hash, created = now.ToUnixTimeMilliseconds() },
                transaction) > 0 ? person : null,
            cancel);
    }

    /// <summary>The person with this address, and the hash of their password; null where nobody has it.</summary>
    public async Task<(Person Person, string PasswordHash)?> FindAsync(Guid workspaceId, string email, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var row = await connection.QueryFirstOrDefaultAsync<(Guid Id, string Email, string Name, string Role, string Hash)?>(new CommandDefinition(
            "SELECT person_id, email, name, role, password_hash FROM person WHERE workspace_id = @workspaceId AND email = @email",
            new { workspaceId, email = email.ToLowerInvariant() },
            cancellationToken: cancel));
        return row is var (id, address, name, role, hash) ? (new Person(id, address, name, role), hash) : null;
    }
}

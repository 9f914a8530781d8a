using Baton.Server.Api;
using Baton.Server.People;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Handoffs;

/// <summary>Who does something about a lead: a program, for a person where it names one.</summary>
/// <param name="By">For the activities: the key, and the person's name where there is one.</param>
/// <param name="Person">The person's id; null for nobody.</param>
internal sealed record Doer(string By, Guid? Person)
{
    /// <summary>Finds out who it is.</summary>
    /// <param name="database">Where people are.</param>
    /// <param name="caller">Who calls: a person for themselves, a program for whom it names.</param>
    /// <param name="person">The id or the e-mail address of a person whom a program names; null for nobody.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null where no such person works here.</returns>
    public static async Task<Doer?> FindAsync(IDatabase database, Caller caller, string? person, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(person))
        {
            return new Doer(caller.Actor, caller.Person);
        }

        return await PersonAsync(database, caller.Workspace, person, mayHaveLeft: false, cancel) is { } known ? new Doer($"{known.Person.Name} ({caller.Actor})", known.Person.Id) : null;
    }

    /// <summary>What to say where nobody is found.</summary>
    public static ProblemHttpResult Unknown() =>
        Problems.Wrong("`as` is the id or the e-mail address of somebody who works here; GET /api/people lists them. Leave it out where nobody is to be named.");

    /// <summary>What to say where somebody has left who is to do something, or to have it done.</summary>
    public static string HasLeft(string name) => $"{name} no longer works here and takes nothing on. Choose somebody who does.";

    /// <summary>Who works here under this id or address; null where nobody does.</summary>
    public static async Task<PersonRow?> PersonAsync(IDatabase database, Guid workspaceId, string idOrEmail, bool mayHaveLeft, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var asked = idOrEmail.Trim();
        return PeopleStore.All(connection, workspaceId)
            .FirstOrDefault(row => (mayHaveLeft || row.Deactivated is null) && (Guid.TryParse(asked, out var id) ? row.Person.Id == id : row.Person.Email.Equals(asked, StringComparison.OrdinalIgnoreCase)));
    }
}

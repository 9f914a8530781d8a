using Baton.Server.Api;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Handoffs;

/// <summary>Whose things are asked for, or whose a thing is to be.</summary>
/// <param name="Person">The person's id; null for anybody's, or nobody's.</param>
/// <param name="IsNobody">True where they are to be nobody's.</param>
internal readonly record struct Whose(Guid? Person, bool IsNobody)
{
    /// <summary>Reads whose.</summary>
    /// <param name="database">Where people are.</param>
    /// <param name="workspaceId">Whose people.</param>
    /// <param name="written">The id or the e-mail address of a person, or <c>nobody</c>; null where nothing is said.</param>
    /// <param name="parameter">What the caller knows it as.</param>
    /// <param name="mayHaveLeft">True where it may be somebody who no longer works here: what was theirs can still be looked up.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whose, or what is wrong with it.</returns>
    public static async Task<(Whose Whose, ProblemHttpResult? Wrong)> ReadAsync(
        IDatabase database, Guid workspaceId, string? written, string parameter, bool mayHaveLeft, CancellationToken cancel) =>
        written is null ? (default, null)
        : written.Trim() == "nobody" ? (new Whose(null, IsNobody: true), null)
        : await Doer.PersonAsync(database, workspaceId, written, mayHaveLeft, cancel) is { } person ? (new Whose(person.Id, IsNobody: false), null)
        : (default, Problems.Wrong($"`{parameter}` is the id or the e-mail address of somebody who works here, or `nobody`."));
}

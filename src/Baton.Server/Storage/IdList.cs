using Dapper;

namespace Baton.Server.Storage;

/// <summary>A few ids in a statement (<c>IN (@id0, @id1)</c>), each as a parameter of its own, for Dapper knows our ids only so. Many are <see cref="BulkSelect{TKey, TRow}"/>'s.</summary>
internal static class IdList
{
    /// <summary>The names of the parameters, in brackets. No ids are an id that nothing has.</summary>
    public static string Names(string name, IReadOnlyCollection<Guid> ids) => $"({string.Join(", ", Enumerable.Range(0, Math.Max(1, ids.Count)).Select(at => FormattableString.Invariant($"@{name}{at}")))})";

    /// <summary>Gives them their values.</summary>
    public static DynamicParameters With(this DynamicParameters parameters, string name, IReadOnlyCollection<Guid>? ids)
    {
        foreach (var (at, id) in (ids is { Count: 0 } ? [Guid.Empty] : ids ?? []).Index())
        {
            parameters.Add(FormattableString.Invariant($"{name}{at}"), id);
        }

        return parameters;
    }
}

using Dapper;

namespace Baton.Server.Storage;

/// <summary>
/// A few values in a statement (<c>IN (@id0, @id1)</c>), each as a parameter of its own: so they mean the same to both databases, and Dapper knows our ids.
/// Many are <see cref="BulkSelect{TKey, TRow}"/>'s.
/// </summary>
internal static class Few
{
    /// <summary>The names of the parameters, in brackets. No values are one that nothing has.</summary>
    public static string Names<T>(string name, IReadOnlyCollection<T> values) => $"({string.Join(", ", Enumerable.Range(0, Math.Max(1, values.Count)).Select(at => FormattableString.Invariant($"@{name}{at}")))})";

    /// <summary>Gives ids to them.</summary>
    public static DynamicParameters With(this DynamicParameters parameters, string name, IReadOnlyCollection<Guid>? ids) => parameters.With(name, ids, Guid.Empty);

    /// <summary>Gives texts to them.</summary>
    public static DynamicParameters With(this DynamicParameters parameters, string name, IReadOnlyCollection<string>? texts) => parameters.With(name, texts, "");

    private static DynamicParameters With<T>(this DynamicParameters parameters, string name, IReadOnlyCollection<T>? values, T none)
    {
        foreach (var (at, value) in (values is { Count: 0 } ? [none] : values ?? []).Index())
        {
            parameters.Add(FormattableString.Invariant($"{name}{at}"), value);
        }

        return parameters;
    }
}

using Microsoft.Data.Sqlite;
using Npgsql;

namespace Baton.Server.Logs;

/// <summary>
/// What is logged of an exception: its type, where it was thrown and, of a database's, the code. Not its message, which may quote what somebody sent.
/// </summary>
/// <param name="Type">The full name of its type.</param>
/// <param name="Code">The database's; null for none.</param>
/// <param name="Stack">The methods, the innermost first.</param>
/// <param name="Cause">What caused it; null for nothing.</param>
internal sealed record Failure(string Type, string? Code, IReadOnlyList<string> Stack, Failure? Cause)
{
    public static Failure? Of(Exception? exception) => exception is null ? null : new(
        exception.GetType().FullName ?? exception.GetType().Name,
        exception switch
        {
            PostgresException postgres => postgres.SqlState,
            SqliteException sqlite => FormattableString.Invariant($"{sqlite.SqliteExtendedErrorCode}"),
            _ => null,
        },
        [.. (exception.StackTrace ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)],
        Of(exception.InnerException));
}

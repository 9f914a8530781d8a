using System.Net.Sockets;
using Npgsql;

namespace Baton.Server.Storage;

/// <summary>Which failures of PostgreSQL are about the server and the way to it, not about a statement, and what to do about each.</summary>
internal static class PostgresFailure
{
    /// <summary>The failure in words; null where it is none of the server's.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="server">What to call it, to people.</param>
    public static DatabaseUnavailableException? Explain(Exception failure, string server) =>
        Words(failure, server) is { } words ? new DatabaseUnavailableException(words, failure) : null;

    /// <summary>The connection was lost while committing: nobody knows whether the server came to it.</summary>
    public static DatabaseUnavailableException OutcomeUnknown(Exception failure, string server) => new(
        $"The connection to {server} was lost while a change was being saved, so it may be saved or not. Do it again: what was saved stays as it is.", failure)
    {
        ToStrangers = "The connection to Baton's database was lost while a change was being saved, so it may be saved or not. Do it again: what was saved stays as it is.",
    };

    /// <summary>The connection is gone, so the server's answer, if there was one, was not heard.</summary>
    public static bool IsLostConnection(Exception failure) =>
        failure is NpgsqlException and not PostgresException or PostgresException { SqlState: ['5', '7', 'P', ..] or ['0', '8', ..] };

    /// <summary>The server is not up, or the way to it is not, and both may be in a moment. What else keeps Baton out has to be mended by somebody.</summary>
    public static bool IsPassing(Exception failure) => failure is PostgresException
        ? IsLostConnection(failure)
        : failure is NpgsqlException { InnerException: SocketException or IOException or TimeoutException };

    /// <summary>The statement met another transaction and may well succeed when it is run again.</summary>
    public static bool IsConflict(Exception failure) =>
        failure is WriteConflictException or PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>A row with this key is there already, perhaps since a moment ago.</summary>
    public static bool IsDuplicate(Exception failure) => failure is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private static string? Words(Exception failure, string server) => failure switch
    {
        PostgresException told => Words(told.SqlState, server),
        NpgsqlException { InnerException: TimeoutException } => $"{server} did not answer in time. See whether it is overloaded or waits for a lock.",
        NpgsqlException or SocketException or IOException or TimeoutException =>
            $"{server} cannot be reached. See whether it runs and the network lets Baton through; nothing here has to be restarted.",
        _ => null,
    };

    private static string? Words(string state, string server) => state switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction => $"{server} takes no changes: it is a standby or set to read-only. Name the primary, or wait until it has taken over.",
        PostgresErrorCodes.DiskFull => $"The disk of {server} is full. Free some space; nothing has to be restarted.",
        PostgresErrorCodes.TooManyConnections => $"{server} has no connection left for Baton. Raise max_connections, or use fewer nodes.",
        PostgresErrorCodes.QueryCanceled => $"{server} has stopped a statement that took too long. See whether it is overloaded or waits for a lock.",
        PostgresErrorCodes.InvalidCatalogName => $"{server} does not exist. Create the database, or name another.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            $"{server} is being stopped or started. It goes on by itself once it is up.",
        ['2', '8', ..] => $"{server} does not let Baton in. Check the user's name and password, and pg_hba.conf.",
        ['0', '8', ..] => $"The connection to {server} was lost. See whether it runs.",
        ['5', '3', ..] => $"{server} is short of memory, disk or connections. Its log says of what.",
        ['5', '7', 'P', ..] => $"{server} has ended the connection. See whether it runs and the database still exists.",
        ['5', '8', ..] or ['X', 'X', ..] => $"{server} has failed inside. Its log says how.",
        _ => null,
    };
}

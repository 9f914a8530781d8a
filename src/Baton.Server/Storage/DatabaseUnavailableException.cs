namespace Baton.Server.Storage;

/// <summary>
/// The database cannot be reached, read or written just now: a full disk, a server that is down. The message is for people and says what to do.
/// The next attempt opens a fresh connection, so nothing has to be restarted once the cause is gone.
/// </summary>
public sealed class DatabaseUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The message without the name of a file or server, where its cause alone does not say enough; null where it does.</summary>
    public string? ToStrangers { get; init; }
}

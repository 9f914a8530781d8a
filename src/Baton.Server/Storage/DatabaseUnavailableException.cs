namespace Baton.Server.Storage;

/// <summary>
/// The database cannot be reached, read or written just now: a full disk, a server that is down. The message is for people and says what to do.
/// The next attempt opens a fresh connection, so nothing has to be restarted once the cause is gone.
/// </summary>
internal sealed class DatabaseUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

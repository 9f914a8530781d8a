namespace Baton.Server.Storage;

/// <summary>
/// The database is not one that this program can work with, or what names it leads nowhere. Trying again does not help. The message is for people
/// and says what to do.
/// </summary>
internal sealed class DatabaseRefusedException(string message, Exception? cause = null) : Exception(message, cause);

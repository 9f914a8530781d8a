namespace Baton.Server.Storage;

/// <summary>There is more to write than the database keeps up with. Nothing was changed; the same again, a little later, may well succeed.</summary>
internal sealed class DatabaseBusyException(string message, Exception? cause = null) : Exception(message, cause);

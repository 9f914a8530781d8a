namespace Baton.Server.Storage;

/// <summary>
/// Thrown by work that finds that others have changed what it relied on, such as a lead that was merged meanwhile: it is rolled back and run
/// again from the start.
/// </summary>
internal sealed class WriteConflictException(string message, Exception? cause = null) : Exception(message, cause);

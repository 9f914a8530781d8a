using Microsoft.Extensions.Logging;

namespace Baton.Server.Hosting;

/// <summary>Logs what an operator should know of the database although all goes on, such as a write-ahead log that cannot start afresh.</summary>
internal sealed partial class DatabaseNotices(ILogger<DatabaseNotices> log)
{
    public void Tell(string notice) => Told(log, notice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private static partial void Told(ILogger log, string notice);
}

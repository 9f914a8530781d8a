namespace Baton.Server.Storage;

/// <summary>What can be set about a database.</summary>
internal sealed record DatabaseOptions
{
    /// <summary>How many pieces of work may wait to be written, from 1. One more is refused with a <see cref="DatabaseBusyException"/>.</summary>
    public int QueueCapacity { get; init; } = 1_024;

    /// <summary>How many pieces of work SQLite commits together at most, from 1.</summary>
    public int GroupSize { get; init; } = 64;

    /// <summary>How many threads, each with a connection, write to PostgreSQL; from 1.</summary>
    public int PostgresWriters { get; init; } = 4;

    /// <summary>How large SQLite's write-ahead log may become, in bytes, before writing waits a moment for readers so that it can start afresh.</summary>
    public long LogSize { get; init; } = 64L << 20;

    /// <summary>The files that make up the schema.</summary>
    public IReadOnlyList<Migration> Schema { get; init; } = Migration.All;

    /// <summary>For the time at which a file of the schema was applied.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Hears, in one sentence, what an operator should know although all goes on.</summary>
    public Action<string> Notice { get; init; } = _ => { };
}

namespace Baton.Server.Storage;

/// <summary>Whose SQL a database speaks, for the few statements that differ.</summary>
public enum Dialect
{
    /// <summary>One file, one writer.</summary>
    Sqlite,

    /// <summary>A server that several nodes share.</summary>
    Postgres,
}

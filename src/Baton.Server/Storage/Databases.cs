using System.Data.Common;

namespace Baton.Server.Storage;

/// <summary>Opens the database that a location names.</summary>
internal static class Databases
{
    /// <summary>Makes a database ready to use. Nothing is read or written yet, but the folder of a file is created.</summary>
    /// <param name="location">
    /// <c>postgres://user:password@host/name</c> or <c>Host=…;Database=…</c> for PostgreSQL; anything else is the path of a SQLite file, which
    /// need not exist yet.
    /// </param>
    /// <param name="options">The defaults where null.</param>
    /// <exception cref="DatabaseRefusedException">The location is empty, a folder, in a folder that cannot be created, or not well formed.</exception>
    public static IDatabase Open(string location, DatabaseOptions? options = null)
    {
        options ??= new DatabaseOptions();
        return PostgresLocation.IsPostgres(location)
            ? new PostgresDatabase(PostgresLocation.Read(location), options)
            : new SqliteDatabase(SqliteFile.At(location), options);
    }

    /// <summary>
    /// What a failure of reading means for people, and what to do; null where it is not about the file, the server or the way to it. What
    /// <see cref="IDatabase"/> itself throws is explained already.
    /// </summary>
    public static DatabaseUnavailableException? Explain(Exception failure)
    {
        const string Name = "Baton's database";
        return failure as DatabaseUnavailableException ?? SqliteFailure.Explain(failure, Name) ?? (failure is DbException ? PostgresFailure.Explain(failure, Name) : null);
    }

    /// <summary>The same without the file's or the server's name, for those who need not know it; null likewise.</summary>
    public static string? ExplainToStrangers(Exception failure) =>
        failure is not DatabaseUnavailableException told ? Explain(failure)?.Message
        : told.ToStrangers is { } words ? words
        : told.InnerException is not { } cause ? told.Message
        : Explain(cause) is { } explained ? explained.Message
        : "Baton's database cannot be read or written. The log says why.";
}

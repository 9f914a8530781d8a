using System.CommandLine;
using Baton.Server.Storage;

namespace Baton.Server.Commands;

/// <summary>Opens the database that a command works on.</summary>
internal static class Store
{
    /// <summary>Brings the database up to date and does some work on it; says in words why it cannot.</summary>
    /// <param name="options">Where the database is.</param>
    /// <param name="work">What to do.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="mustExist">True where the work makes no sense on a new database.</param>
    public static async Task<int> UseAsync(ParseResult options, Func<IDatabase, Task<int>> work, CancellationToken cancel, bool mustExist = false)
    {
        try
        {
            var location = DataOption.Location(options);
            if (!PostgresLocation.IsPostgres(location) && !File.Exists(location))
            {
                // A slip in the name must not go unseen.
                Terminal.Complain(mustExist
                    ? $"{location} does not exist. Name the server's database with --data or BATON_DATA."
                    : $"{location} is a new database. If the server has another, name that with --data or BATON_DATA.");
                if (mustExist)
                {
                    return ExitCode.BadInput;
                }
            }

            await using var database = Databases.Open(location);
            await database.MigrateAsync(cancel);
            return await work(database);
        }
        catch (Exception failure) when (failure is DatabaseRefusedException or DatabaseBusyException || Databases.Explain(failure) is not null)
        {
            Terminal.Complain((Databases.Explain(failure) ?? failure).Message);
            return ExitCode.BadInput;
        }
    }
}

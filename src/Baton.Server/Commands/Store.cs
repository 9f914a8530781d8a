using System.CommandLine;
using Baton.Server.Storage;

namespace Baton.Server.Commands;

/// <summary>Opens the database that a command works on.</summary>
internal static class Store
{
    /// <summary>Brings the database up to date and does some work on it; says in words why it cannot.</summary>
    public static async Task<int> UseAsync(ParseResult options, Func<IDatabase, Task<int>> work, CancellationToken cancel)
    {
        try
        {
            await using var database = Databases.Open(DataOption.Location(options));
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

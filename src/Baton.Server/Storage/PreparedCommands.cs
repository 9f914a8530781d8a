using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Baton.Server.Storage;

/// <summary>
/// Commands for hot paths that are neither bulk nor worth Dapper's mapping. SQLite prepares each text once a connection; Npgsql does so by itself.
/// </summary>
internal static class PreparedCommands
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Of = [];

    /// <summary>A command in this transaction. It is used at once, not nested in itself, and not disposed: the next call with this text gets the same.</summary>
    /// <param name="transaction">As <see cref="IDatabase.WriteAsync"/> hands it to work.</param>
    /// <param name="sql">A constant, with <c>@named</c> parameters.</param>
    public static DbCommand Prepared(this DbTransaction transaction, string sql)
    {
        if (transaction.Connection is SqliteConnection connection)
        {
            var commands = Of.GetOrCreateValue(connection);
            if (!commands.TryGetValue(sql, out var command))
            {
                commands[sql] = command = new SqliteCommand(sql, connection);
            }

            command.Transaction = (SqliteTransaction)transaction;
            return command;
        }

        var other = transaction.Connection!.CreateCommand();
        other.CommandText = sql;
        other.Transaction = transaction;
        return other;
    }

    /// <summary>Sets a parameter. Ids become what the database has for them, null becomes NULL.</summary>
    /// <returns>The command, for the next parameter.</returns>
    public static DbCommand Set(this DbCommand command, string name, object? value)
    {
        if (command.Parameters.Contains(name))
        {
            command.Parameters[name].Value = ForDatabase(command, value);
        }
        else
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = ForDatabase(command, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static object ForDatabase(DbCommand command, object? value) => value switch
    {
        null => DBNull.Value,
        Guid id when command is SqliteCommand => id.ToByteArray(bigEndian: true),
        _ => value,
    };
}

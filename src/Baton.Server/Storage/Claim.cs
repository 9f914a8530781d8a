using System.Data.Common;
using Npgsql;

namespace Baton.Server.Storage;

/// <summary>Work that lies in a table and is taken by whoever comes first.</summary>
internal static class Claim
{
    /// <summary>What follows a <c>SELECT</c> of work: in PostgreSQL it is taken up to the end of the transaction, and what others have taken is passed over. In SQLite there is one writer.</summary>
    public static string Claiming(this DbTransaction transaction) => transaction is NpgsqlTransaction ? " FOR UPDATE SKIP LOCKED" : "";
}

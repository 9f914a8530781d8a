using System.Data.Common;
using Baton.Core.Handoffs;
using Baton.Core.Leads;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Who at our company an account is.</summary>
internal static class AccountOwner
{
    /// <summary>Whom other systems say does, by name or address; else who took on an SQL of it last. Null where nobody does who is in a team.</summary>
    public static Guid? Of(DbConnection connection, DbTransaction? transaction, Guid workspaceId, Guid? account, Facts facts, Roster roster)
    {
        var said = facts.Attribute("account.owner", Instant.MaxValue) is { IsMissing: false } ofAccount ? ofAccount : facts.Attribute("owner", Instant.MaxValue);
        return !said.IsMissing && roster.Person(said.Text) is var (_, member) ? member.PersonId
            : account is { } id ? HandoffTable.OwnerOf(connection, transaction, workspaceId, id)
            : null;
    }
}

using System.Data.Common;
using Baton.Server.Storage;

namespace Baton.Server.Intake;

/// <summary>Writes the table <c>rejected_call</c>.</summary>
internal static class RejectedCalls
{
    private static readonly BulkInsert<RejectedCall> New = new(
        "rejected_call",
        new Columns<RejectedCall>()
            .Uuid("rejected_id", row => row.Id)
            .Bigint("received_at", row => row.Received.ToUnixTimeMilliseconds())
            .Text("reason", row => row.Reason)
            .Bytes("payload", row => row.Payload));

    public static void Add(DbTransaction transaction, Guid workspaceId, IReadOnlyList<RejectedCall> calls) => New.Run(transaction, workspaceId, calls);
}

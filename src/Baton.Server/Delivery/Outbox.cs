using System.Data.Common;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Delivery;

/// <summary>What is to be told to the world outside, written in the transaction of what it tells: it is sent if and only if that was committed.</summary>
internal static class Outbox
{
    private const int PlacesAMillisecond = 1_000;

    private static readonly BulkSelect<Guid, (Guid Lead, long Place)> Waiting = new(
        "lead_id, place", "message", new Columns<Guid>().Uuid("lead_id", id => id), row => (row.Uuid(0), row.Bigint(1)), and: "state = 0");

    private static readonly BulkInsert<(Message Message, long Place)> New = new(
        "message",
        new Columns<(Message Message, long Place)>()
            .Uuid("message_id", row => row.Message.Id)
            .Uuid("lead_id", row => row.Message.LeadId)
            .Text("type", row => KeptText.Of(row.Message.Type))
            .Bigint("created_at", row => row.Message.Created.ToUnixTimeMilliseconds())
            .Smallint("target_kind", row => (short)row.Message.Content.Kind)
            .Uuid("target_id", row => row.Message.Content.TargetId)
            .Text("address", row => KeptText.Of(row.Message.Content.Address))
            .Text("content", row => KeptText.Of(row.Message.Content.ToJson()))
            .Bigint("place", row => row.Place)
            .Smallint("state", _ => (short)MessageState.Pending)
            .Bigint("queued_at", row => row.Message.Created.ToUnixTimeMilliseconds())
            .Bigint("due_at", row => row.Message.Created.ToUnixTimeMilliseconds())
            .Integer("attempts", _ => 0),
        "ON CONFLICT DO NOTHING");

    /// <summary>True where the work that this thread has last run has added messages. For <see cref="OutboxDatabase"/>.</summary>
    [field: ThreadStatic]
    internal static bool HasAdded { get; set; }

    /// <summary>
    /// Adds messages, to be sent after the commit. Of one lead and one target they are sent in the order of the list, after all that was added before; the leads are to be
    /// locked, as the door has them. One that is there already, by its id, is left as it is.
    /// </summary>
    public static void Add(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Message> messages)
    {
        if (messages.Count == 0)
        {
            return;
        }

        // Clocks of nodes differ, and many messages have one time: a place is always behind those that wait.
        var leads = messages.Select(message => message.LeadId).OfType<Guid>().Distinct().ToList();
        var last = new Dictionary<Guid, long>(leads.Count);
        foreach (var (lead, place) in Waiting.Run(transaction, workspaceId, leads))
        {
            last[lead] = Math.Max(place, last.GetValueOrDefault(lead));
        }

        var rows = new List<(Message, long)>(messages.Count);
        foreach (var message in messages)
        {
            var place = message.Created.ToUnixTimeMilliseconds() * PlacesAMillisecond;
            if (message.LeadId is { } lead)
            {
                place = last[lead] = Math.Max(place, last.GetValueOrDefault(lead) + 1);
            }

            rows.Add((message, place));
        }

        New.Run(transaction, workspaceId, rows);
        HasAdded = true;
    }

    /// <summary>Somebody has another address: what is not sent yet goes there, and what was given up does when it is sent again.</summary>
    public static void Readdress(DbTransaction transaction, Guid workspaceId, string before, string after) => transaction.Connection!.Execute(
        "UPDATE message SET address = @after WHERE workspace_id = @workspaceId AND target_id = @MailServer AND address = @before AND (state = 0 OR state = 2)",
        new { workspaceId, Target.MailServer, before, after },
        transaction);
}

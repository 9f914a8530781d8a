using System.Data.Common;
using Baton.Core.Handoffs;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Writes the table <c>task</c>.</summary>
internal static class TaskTable
{
    private static readonly BulkInsert<TaskAdded> New = new(
        "task",
        new Columns<TaskAdded>()
            .Uuid("task_id", row => row.Task.Id)
            .Uuid("lead_id", row => row.LeadId)
            .Smallint("kind", row => (short?)row.Task.Kind)
            .Text("title", row => KeptText.Of(row.Task.Title))
            .Bigint("due_at", row => row.Task.Due.ToUnixTimeMilliseconds())
            .Uuid("person_id", row => row.Task.Person)
            .Boolean("is_attempt", row => row.Task.IsAttempt)
            .Bigint("added_at", row => row.At.ToUnixTimeMilliseconds())
            .Text("added_by", row => row.By));

    private static readonly BulkUpdate<LeadTask> Changes = new(
        "task",
        new Columns<LeadTask>().Uuid("task_id", row => row.Id),
        new Columns<LeadTask>().Bigint("due_at", row => row.Due.ToUnixTimeMilliseconds()).Uuid("person_id", row => row.Person));

    private static readonly BulkUpdate<TaskClosed> Ends = new(
        "task",
        new Columns<TaskClosed>().Uuid("task_id", row => row.Task),
        new Columns<TaskClosed>().Bigint("ended_at", row => row.At.ToUnixTimeMilliseconds()).Text("ended_by", row => row.By).Smallint("ended", row => (short)row.End));

    private static readonly BulkSelect<Guid, (Guid Id, Guid Lead)> Leads =
        new("task_id, lead_id", "task", new Columns<Guid>().Uuid("task_id", id => id), row => (row.Uuid(0), row.Uuid(1)));

    /// <summary>The rows of leads that tasks are about.</summary>
    public static List<(Guid Id, Guid Lead)> LeadsOf(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Guid> tasks) => Leads.Run(transaction, workspaceId, tasks);

    /// <summary>Writes what has become of tasks; of one that changed several times, the last.</summary>
    public static void Save(DbTransaction transaction, Guid workspaceId, IReadOnlyList<TaskAdded> added, IReadOnlyList<LeadTask> changed, IReadOnlyList<TaskClosed> ended)
    {
        New.Run(transaction, workspaceId, added);
        Changes.Run(transaction, workspaceId, [.. changed.GroupBy(task => task.Id).Select(same => same.Last())]);
        Ends.Run(transaction, workspaceId, ended);
    }
}

/// <summary>A task that is new.</summary>
internal readonly record struct TaskAdded(LeadTask Task, Guid LeadId, Instant At, string By);

/// <summary>A task that is over.</summary>
internal readonly record struct TaskClosed(Guid Task, Instant At, string By, TaskEnd End);

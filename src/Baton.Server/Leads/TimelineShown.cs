using Baton.Server.Intake;

namespace Baton.Server.Leads;

/// <summary>Which part of a timeline is asked for: a page offers these, and programs any kind.</summary>
/// <param name="Events">Only events of these kinds; null for all.</param>
/// <param name="Activities">Only activities of these kinds; null for all.</param>
/// <param name="Name">Only events of this name, in any case; null for all.</param>
internal sealed record TimelineShown(IReadOnlyList<EventKind>? Events, IReadOnlyList<string>? Activities, string? Name)
{
    /// <summary>What a page calls the parts.</summary>
    public static readonly IReadOnlyList<string> Words = ["did", "known", "talks", "stages", "tasks", "other"];

    private static readonly string[] Talks = [ActivityKinds.ContactLogged, ActivityKinds.NoteAdded, ActivityKinds.AnswerGiven];
    private static readonly string[] Tasks = [ActivityKinds.TaskAdded, ActivityKinds.TaskDue, ActivityKinds.TaskDone, ActivityKinds.TaskDropped];

    private static readonly string[] Other =
        [ActivityKinds.Merged, ActivityKinds.Unmerged, ActivityKinds.AccountChanged, ActivityKinds.MarkChanged, ActivityKinds.AttributesFull];

    /// <summary>Everything.</summary>
    public static TimelineShown All { get; } = new(null, null, null);

    /// <summary>The part that one of <see cref="Words"/> names, with events of a name only where one is given; everything for any other word.</summary>
    public static TimelineShown Of(string? word, string? name) => word switch
    {
        _ when !string.IsNullOrWhiteSpace(name) => new([EventKind.Track, EventKind.Page, EventKind.Screen], [], name.Trim()),
        "did" => new([EventKind.Track, EventKind.Page, EventKind.Screen], [], null),
        "known" => new([EventKind.Identify, EventKind.Group, EventKind.Alias, EventKind.Import, EventKind.Edit], [], null),
        "talks" => new([], Talks, null),
        "stages" => new([], [.. ActivityKinds.All.Except(Talks).Except(Tasks).Except(Other)], null),
        "tasks" => new([], Tasks, null),
        "other" => new([], Other, null),
        _ => All,
    };

    /// <summary>Only this kind of event or of activity; null for all.</summary>
    public static TimelineShown OfKind(string? kind, string? name)
    {
        var events = LeadTimeline.EventKinds.Where(known => known.Name() == kind).ToList();
        return new(kind is null ? null : events, name is not null || events.Count > 0 ? [] : kind is null ? null : [kind], name);
    }
}

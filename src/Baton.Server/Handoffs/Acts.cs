using System.Data.Common;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Dapper;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Does what links and buttons in messages are for: each once, for the person whom it was sent to.</summary>
internal sealed class Acts(IDatabase database, HandoffList handoffs, PlaybookShelf shelf, Door door, IClock clock)
{
    private const string CannotBeDone = "This cannot be done.";

    /// <summary>What a token asks for.</summary>
    /// <returns>It, or why nothing can be done by it.</returns>
    public async Task<(Asked? Asked, Said? Why)> ReadAsync(string token, CancellationToken cancel)
    {
        if (Links.WorkspaceOf(token) is not { } workspace)
        {
            return (null, Said.None);
        }

        await using var connection = await database.OpenReadAsync(cancel);
        if (Links.Of(connection, transaction: null, workspace)?.Read(token) is not { } link)
        {
            return (null, Said.None);
        }

        var handoff = await handoffs.GetAsync(workspace, link.Handoff, cancel);
        if (link.Expires <= clock.GetCurrentInstant())
        {
            return (null, new Said(StatusCodes.Status410Gone, "This link is too old.", "Links work for 30 days. Look the lead up in Baton, and do it there.", handoff?.Lead));
        }

        if (IsUsed(connection, transaction: null, workspace, link))
        {
            return (null, Said.Used(handoff?.Lead));
        }

        var people = PeopleStore.All(connection, workspace);
        if (people.FirstOrDefault(one => one.Id == link.Person && one.Deactivated is null) is not { } person
            || handoff is null || await handoffs.BriefAsync(workspace, link.Handoff, cancel) is not { } brief)
        {
            return (null, Said.None);
        }

        await using var snapshot = connection.BeginSnapshot();
        return LeadReading.Read(connection, snapshot, shelf, workspace, handoff.Lead) is { } reading
                && Obstacle(link, reading.Root, id => people.FirstOrDefault(one => one.Id == id)?.Name) is { } obstacle
            ? (null, new Said(StatusCodes.Status409Conflict, CannotBeDone, obstacle, handoff.Lead))
            : (new Asked(workspace, link, handoff.Lead, person.Person, brief), null);
    }

    /// <summary>Does it, unless it was done before.</summary>
    /// <param name="asked">What.</param>
    /// <param name="by">Who does it, for the lead's story.</param>
    /// <param name="pressed">What was said with it.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Said> DoAsync(Asked asked, string by, Pressed pressed, CancellationToken cancel)
    {
        var (link, isFirst) = (asked.Link, true);

        // What was due before may have given the hand-off to somebody else.
        await door.CarryAsync(asked.Workspace, asked.Lead, new Errand(BringUpToDate), cancel);
        var result = await door.CarryAsync(
            asked.Workspace,
            asked.Lead,
            new Errand((book, root) => (isFirst = Execute(book, "INSERT INTO used_link (workspace_id, link_id, used_at) VALUES (@Workspace, @Id, @at) ON CONFLICT DO NOTHING") > 0) ? CommandOf(root) : null)
            {
                Obstacle = (book, root) => (isFirst = !IsUsed(book.Transaction.Connection!, book.Transaction, asked.Workspace, link)) ? Obstacle(link, root, id => book.Person(id)?.Name) : null,
                TakeBack = book => Execute(book, "DELETE FROM used_link WHERE workspace_id = @Workspace AND link_id = @Id AND used_at = @at"),
            },
            cancel);
        return result switch
        {
            _ when !isFirst => Said.Used(asked.Lead),
            CommandResult.Refused refused => new Said(StatusCodes.Status409Conflict, CannotBeDone, refused.Why, asked.Lead),
            CommandResult.Unknown => new Said(StatusCodes.Status404NotFound, "This lead is gone.", "There is nothing to do about it any more."),
            _ => new Said(
                StatusCodes.Status200OK,
                link.Act switch { Act.Accept => "Accepted.", Act.Reject => "Given back.", Act.LogCall => "Logged." },
                $"{asked.Brief.Person.Called}: thank you. You can close this page.",
                asked.Lead),
        };

        int Execute(LeadBook book, string sql) => book.Transaction.Connection!.Execute(
            sql, new { asked.Workspace, link.Id, at = book.Now.ToUnixTimeMilliseconds() }, book.Transaction);

        Command CommandOf(LeadRow root) => link.Act switch
        {
            Act.Accept => new Command.Accept(by, asked.Person.Id, link.Handoff),
            Act.Reject => new Command.Reject(by, asked.Person.Id, new Rejection(
                pressed.Choice ?? "", null, pressed.Value is null ? null : Core.Conditions.Operator.Eq, pressed.Value, pressed.Note), link.Handoff),
            Act.LogCall => new Command.Log(by, asked.Person.Id, new Contact(
                ContactKind.Call,
                IsOutbound: true,
                IsAutomatic: false,
                Enum.GetValues<ContactOutcome>().FirstOrDefault(outcome => outcome.Name() == pressed.Choice, ContactOutcome.NoAnswer),
                clock.GetCurrentInstant(),
                pressed.Note), root.Work.Tasks.FirstOrDefault(task => task.Id == link.Task && task.Kind == ContactKind.Call)?.Id),
        };
    }

    /// <summary>Why a link has nothing to do about a lead any more, and what to do instead; null where it has.</summary>
    /// <param name="link">The link.</param>
    /// <param name="root">The lead.</param>
    /// <param name="nameOf">What somebody is called.</param>
    private static string? Obstacle(Link link, LeadRow root, Func<Guid, string?> nameOf)
    {
        var (stage, open) = (root.Score.Stage, root.Work.Handoff?.Id == link.Handoff ? root.Work.Handoff : null);
        if (link.Act == Act.LogCall && open is null && root.Work.Handoff is { Accepted: null })
        {
            return "The lead was handed over again since. Log the call in Baton, or from the newer message.";
        }

        if (link.Act == Act.LogCall)
        {
            return stage.IsOnPath() && stage >= Stage.Mql ? null
                : $"The lead is no longer with sales: it is {stage.Title()}. Look it up in Baton; a call that is worth keeping can be told there.";
        }

        if (link.Act == Act.Accept && open is null)
        {
            return $"This hand-off is over, and there is nothing more to accept: the lead is {stage.Title()}. Look it up in Baton to see who has it.";
        }

        var owner = open is not null ? open.Person : root.Work.Accepted?.Handoff == link.Handoff ? root.Work.Accepted.Person : null;
        return owner is { } other && other != link.Person
            ? $"It is with {nameOf(other) ?? "somebody else"} now. Ask them, or have it given to you in Baton; you will get a message of your own then."
            : null;
    }

    private static Command? BringUpToDate(LeadBook book, LeadRow root)
    {
        if (root.WakeAt <= book.Now)
        {
            book.Changed(root);
        }

        return null;
    }

    private static bool IsUsed(DbConnection connection, DbTransaction? transaction, Guid workspaceId, Link link) => connection.ExecuteScalar<int?>(
        "SELECT 1 FROM used_link WHERE workspace_id = @workspaceId AND link_id = @Id", new { workspaceId, link.Id }, transaction) is not null;
}

/// <summary>What a link or a button asks for.</summary>
/// <param name="Workspace">Whose.</param>
/// <param name="Link">The link, or what the button has in place of one.</param>
/// <param name="Lead">About whom.</param>
/// <param name="Person">For whom.</param>
/// <param name="Brief">What they were told of the lead.</param>
internal sealed record Asked(Guid Workspace, Link Link, Guid Lead, Person Person, Brief Brief);

/// <summary>What is said with an act.</summary>
/// <param name="Choice">The reason for giving a lead back, or what came of a call; null for nothing.</param>
/// <param name="Value">What the lead said; null for nothing.</param>
/// <param name="Note">In people's own words; null for nothing.</param>
public sealed record Pressed(string? Choice, string? Value = null, string? Note = null);

/// <summary>What came of an act, for people.</summary>
/// <param name="Status">As HTTP has it.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Words">And what there is to do next.</param>
/// <param name="Lead">The lead, to be looked up by who is signed in; null where it is gone, or the link is none of Baton's.</param>
internal sealed record Said(int Status, string Title, string Words, Guid? Lead = null)
{
    public static Said None { get; } = new(StatusCodes.Status404NotFound, "This link does not work.", "Perhaps it was cut off on its way. Open the message again and use the whole link.");

    public static Said Used(Guid? lead) => new(StatusCodes.Status410Gone, "This was done before.", "Each link does its work once. Look the lead up in Baton to see what has become of it.", lead);
}

using System.Collections.Immutable;
using Baton.Core.Handoffs;
using Baton.Core.Qualification;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>What a person, or a program on their behalf, does about a lead.</summary>
/// <param name="By">Who, for the activities.</param>
/// <param name="Person">Who, where it is somebody who works here; null for a program that names nobody.</param>
public abstract record Command(string By, Guid? Person)
{
    /// <summary>Takes the lead on.</summary>
    /// <param name="By"><inheritdoc cref="Command"/></param>
    /// <param name="Person"><inheritdoc cref="Command"/></param>
    /// <param name="Handoff">The hand-off that is meant; null for whichever is open.</param>
    public sealed record Accept(string By, Guid? Person, Guid? Handoff = null) : Command(By, Person);

    /// <summary>Gives the lead back, with a reason.</summary>
    /// <param name="By"><inheritdoc cref="Command"/></param>
    /// <param name="Person"><inheritdoc cref="Command"/></param>
    /// <param name="Rejection">Why.</param>
    /// <param name="Handoff">The hand-off that is meant, open or accepted; null for whichever there is.</param>
    public sealed record Reject(string By, Guid? Person, Rejection Rejection, Guid? Handoff = null) : Command(By, Person);

    /// <summary>Gives the open hand-off to somebody.</summary>
    /// <param name="By"><inheritdoc cref="Command"/></param>
    /// <param name="Person"><inheritdoc cref="Command"/></param>
    /// <param name="To">Who is to have it; null for whoever the routes say, but for nobody who has it or had it.</param>
    /// <param name="Handoff">The hand-off that is meant; null for whichever is open.</param>
    public sealed record Assign(string By, Guid? Person, Guid? To, Guid? Handoff = null) : Command(By, Person);

    /// <summary>Tells of a contact with the lead.</summary>
    /// <param name="By"><inheritdoc cref="Command"/></param>
    /// <param name="Person"><inheritdoc cref="Command"/></param>
    /// <param name="Contact">The contact.</param>
    /// <param name="Task">The task that is done by it; null for the next attempt, where it is one.</param>
    public sealed record Log(string By, Guid? Person, Contact Contact, Guid? Task = null) : Command(By, Person);

    /// <summary>Tells what was found out.</summary>
    public sealed record Tell(string By, Guid? Person, ImmutableArray<Answer> Answers) : Command(By, Person);

    /// <summary>Writes something down.</summary>
    public sealed record Note(string By, Guid? Person, string Text) : Command(By, Person);

    /// <summary>Leaves the lead alone until a moment: all clocks stand still.</summary>
    public sealed record Sleep(string By, Guid? Person, Instant Until, string Reason) : Command(By, Person);

    /// <summary>Lets the clocks run again.</summary>
    public sealed record Resume(string By, Guid? Person) : Command(By, Person);

    /// <summary>Puts the lead into a stage, with a reason.</summary>
    /// <param name="By"><inheritdoc cref="Command"/></param>
    /// <param name="Person"><inheritdoc cref="Command"/></param>
    /// <param name="To">Where it is to stand.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="WakeAt">When a lead beside the path comes back to it; null for never.</param>
    public sealed record MoveTo(string By, Guid? Person, Stage To, string Reason, Instant? WakeAt = null) : Command(By, Person);

    /// <summary>Gives somebody something to do.</summary>
    /// <param name="By"><inheritdoc cref="Command"/></param>
    /// <param name="Person"><inheritdoc cref="Command"/></param>
    /// <param name="Kind">By which means; null of a task that is no contact.</param>
    /// <param name="Title">What.</param>
    /// <param name="Due">By when.</param>
    /// <param name="For">Who is to do it; null for whose the hand-off is.</param>
    public sealed record AddTask(string By, Guid? Person, ContactKind? Kind, string Title, Instant Due, Guid? For) : Command(By, Person);

    /// <summary>Ends a task that is no attempt of a cadence.</summary>
    public sealed record EndTask(string By, Guid? Person, Guid Task, TaskEnd End) : Command(By, Person);
}

using Baton.Core.Conditions;
using NodaTime;

namespace Baton.Core.Leads;

/// <summary>Something a lead did.</summary>
public sealed record Event
{
    /// <summary>An event with properties under any spelling of their names.</summary>
    /// <param name="id">Segment's <c>messageId</c>: the same id is the same event, however often it is sent.</param>
    /// <param name="name">As the sender calls it, such as <c>Quote Requested</c>; <c>page</c> and <c>screen</c> for views.</param>
    /// <param name="occurred">When the sender says that it happened.</param>
    /// <param name="received">When it came in. An event dated after that happened then, for nothing can be known before it happens.</param>
    /// <param name="properties">What is known of it.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> or <paramref name="name"/> is blank.</exception>
    public Event(string id, string name, Instant occurred, Instant received, IEnumerable<KeyValuePair<string, Value>> properties)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(properties);
        (Id, Name, Received) = (id, name.Trim(), received);
        Occurred = Instant.Min(occurred, received);
        Properties = Properties.Of(properties, PropertyName.Of);
    }

    /// <summary>What makes the event the same event.</summary>
    public string Id { get; }

    /// <summary>The event's name, without white space around it.</summary>
    public string Name { get; }

    /// <summary>When it happened, never after <see cref="Received"/>.</summary>
    public Instant Occurred { get; }

    /// <summary>When it came in.</summary>
    public Instant Received { get; }

    /// <summary>What is known of it, by <see cref="PropertyName"/>.</summary>
    public Properties Properties { get; }
}

using System.Collections.Immutable;
using Baton.Core.Conditions;
using NodaTime;

namespace Baton.Core.Leads;

/// <summary>All that is known of one lead. The order is of no importance, and a fact that is there twice counts once.</summary>
/// <param name="Events">What the lead did.</param>
/// <param name="Edits">What set the lead's attributes.</param>
/// <param name="AccountEdits">What set its account's attributes.</param>
public sealed record Facts(ImmutableArray<Event> Events, ImmutableArray<Edit> Edits, ImmutableArray<Edit> AccountEdits)
{
    /// <summary>Nothing is known.</summary>
    public static Facts None { get; } = new([], [], []);

    /// <summary>What is known of the one lead that two turned out to be.</summary>
    public Facts MergedWith(Facts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Facts([.. Events, .. other.Events], [.. Edits, .. other.Edits], [.. AccountEdits, .. other.AccountEdits]);
    }

    /// <summary>
    /// The value of an attribute as of a moment: the newest fact's at or before it, ties by id, then by value; the lead's own before its account's.
    /// </summary>
    /// <param name="attribute">The name in its one spelling, see <see cref="AttributeName"/>; <c>account.</c> before it asks for the account's.</param>
    /// <param name="asOf">Facts after this do not exist yet.</param>
    public Value Attribute(string attribute, Instant asOf)
    {
        if (attribute.StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal))
        {
            return Newest(AccountEdits, attribute[AttributeName.AccountPrefix.Length..], asOf);
        }

        var own = Newest(Edits, attribute, asOf);
        return own.IsMissing ? Newest(AccountEdits, attribute, asOf) : own;
    }

    private static Value Newest(ImmutableArray<Edit> edits, string attribute, Instant asOf)
    {
        Edit? newest = null;
        foreach (var edit in edits)
        {
            if (edit.Occurred <= asOf && edit.Attributes.Has(attribute) && (newest is null || NewestEdits.IsNewer(edit, newest, attribute)))
            {
                newest = edit;
            }
        }

        return newest is null ? Value.Missing : newest.Attributes[attribute];
    }
}

using System.Collections.Immutable;
using Baton.Core.Leads;
using NodaTime;

namespace Baton.Server.Accounts;

/// <summary>A row of the table <c>account</c> while it is worked on.</summary>
internal sealed class AccountRow
{
    public required Guid Id { get; init; }

    public required Instant Created { get; init; }

    public ImmutableArray<Edit> Edits { get; set; } = [];

    /// <summary>When values changed that its leads have not been scored by yet.</summary>
    public Instant? Changed { get; set; }

    public long Revision { get; set; }

    public bool IsNew { get; init; }

    public bool IsChanged { get; set; }

    /// <summary>True where no other transaction can change it before this one ends.</summary>
    public bool IsLocked { get; set; }

    /// <summary>True where an attribute has another value than before, so that leads may score otherwise.</summary>
    public bool HasOtherValues { get; set; }
}

using System.Collections.Immutable;
using Baton.Core.Leads;
using NodaTime;

namespace Baton.Server.Accounts;

/// <summary>A row of the table <c>account</c> while it is worked on.</summary>
public sealed class AccountRow
{
    private readonly ImmutableArray<Edit> _before = [];
    private ImmutableArray<Edit> _edits = [];
    private List<Edit>? _added;

    public required Guid Id { get; init; }

    public required Instant Created { get; init; }

    public ImmutableArray<Edit> Edits
    {
        get
        {
            if (_added is { } added)
            {
                (_edits, _added) = (NewestEdits.Of([.. _edits, .. added]), null);
            }

            return _edits;
        }
        init => (_edits, _before) = (value, value);
    }

    /// <summary>The edits as they were when the row was read.</summary>
    public ImmutableArray<Edit> EditsBefore => _before;

    /// <summary>When values changed that its leads have not been scored by yet.</summary>
    public Instant? Changed { get; set; }

    public long Revision { get; set; }

    public bool IsNew { get; init; }

    public bool IsChanged { get; set; }

    /// <summary>True where no other transaction can change it before this one ends.</summary>
    public bool IsLocked { get; set; }

    /// <summary>True where an attribute has another value than when it was read, so that leads may score otherwise.</summary>
    public bool HasOtherValues => !ValuesOf(Edits).SequenceEqual(ValuesOf(_before));

    /// <summary>Adds an edit. What holds is found out once for all that are added.</summary>
    public void Add(Edit edit)
    {
        (_added ??= []).Add(edit);
        IsChanged = true;
    }

    private static IEnumerable<(string Name, string Value)> ValuesOf(ImmutableArray<Edit> edits) => edits
        .SelectMany(edit => edit.Attributes).Select(set => (set.Key, set.Value.Text)).Order();
}

using System.Collections.Immutable;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>
/// A row of the table <c>lead</c> while it is worked on: a lead, or a part of one that turned out to be somebody known already.
/// </summary>
public sealed class LeadRow
{
    private string? _editsJson;
    private ImmutableArray<Edit> _edits;
    private List<Edit>? _added;
    private ImmutableArray<Edit> _before;
    private bool _isNewlyFull;
    private byte[]? _talliesBytes;
    private Tallies? _tallies;
    private string? _workJson;
    private Work? _work;
    private string? _answersJson;
    private Answers? _answers;

    public required Guid Id { get; init; }

    /// <summary>The row that is the lead now: this one's own id where it is no part.</summary>
    public required Guid RootId { get; set; }

    /// <summary>The row that this one was merged into; null for none.</summary>
    public Guid? ParentId { get; set; }

    public required Instant Created { get; init; }

    /// <summary>True where more than anonymous ids is known.</summary>
    public bool IsKnown { get; set; }

    public Score Score { get; set; }

    public Instant StageSince { get; set; }

    public Instant ScoredAt { get; set; }

    /// <summary>The version by which tallies are counted and the score was given.</summary>
    public int Playbook { get; set; }

    public Instant? WakeAt { get; set; }

    /// <summary>The account of the whole lead.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>What this row's own facts say of its account.</summary>
    public AccountWord? OwnAccount { get; set; }

    public DealState Deal { get; set; }

    /// <summary>When the last of the lead's deals was lost, where this transaction has learnt of it. It is kept with the deals.</summary>
    public Instant? Loss { get; set; }

    public long Revision { get; set; }

    public bool IsNew { get; init; }

    public bool IsChanged { get; set; }

    public bool IsRoot => RootId == Id;

    public ImmutableArray<Edit> Edits
    {
        get
        {
            _edits = _edits.IsDefault ? EditJson.Read(_editsJson ?? EditJson.None) : _edits;
            if (_added is { } added)
            {
                var wasFull = NewestEdits.AreFull(_edits);
                _before = _before.IsDefault ? _edits : _before;
                (_edits, _editsJson, _added) = (NewestEdits.Of([.. _edits, .. added]), null, null);
                _isNewlyFull |= !wasFull && NewestEdits.AreFull(_edits);
            }

            return _edits;
        }
    }

    /// <summary>True where it has as many attributes as there can be, and had not when it was read.</summary>
    public bool IsNewlyFull
    {
        get
        {
            _ = Edits;
            return _isNewlyFull;
        }
    }

    /// <summary>The edits as they were when the row was read.</summary>
    public ImmutableArray<Edit> EditsBefore => Edits is var now && _before.IsDefault ? now : _before;

    /// <summary>The row that was the lead when it was read; null of a new one.</summary>
    public Guid? RootBefore { get; init; }

    /// <summary>True where something was said that leads are found by.</summary>
    public bool MaySayOtherwise { get; private set; }

    public string EditsJson
    {
        get
        {
            _ = Edits;
            return _editsJson ??= EditJson.Write(_edits);
        }
    }

    /// <summary>Changed in place: say so by <see cref="ForgetTalliesBytes"/>.</summary>
    public Tallies Tallies => _tallies ??= Tallies.Read(_talliesBytes);

    public byte[] TalliesBytes => _talliesBytes ??= _tallies?.ToBytes() ?? [];

    /// <summary>What sales is doing about the lead. Of a part that was merged into another row, nothing.</summary>
    public Work Work
    {
        get => _work ??= Leads.WorkJson.ReadWork(_workJson);
        set => (_work, _workJson) = (value, Leads.WorkJson.Write(value));
    }

    public string? WorkJson => _workJson;

    /// <summary>What was found out by asking and noted under this row.</summary>
    public Answers Answers
    {
        get => _answers ??= Leads.WorkJson.ReadAnswers(_answersJson);
        set => (_answers, _answersJson) = (value, Leads.WorkJson.Write(value));
    }

    public string? AnswersJson => _answersJson;

    /// <summary>What was found out about a lead, its parts together.</summary>
    public static Answers AnswersOf(IReadOnlyList<LeadRow> parts) => parts.Aggregate(Answers.None, (all, part) => part._answersJson is null ? all : all.MergedWith(part.Answers));

    /// <summary>Where a lead stands, and what people have said of it.</summary>
    public static LeadState StateOf(LeadRow root, IReadOnlyList<LeadRow> parts) =>
        new(root.Id, root.Score.Stage, root.IsKnown, parts.Max(part => part.Deal), AnswersOf(parts), root.Work) { Loss = root.Loss };

    /// <summary>All that is known of a lead, its parts together.</summary>
    public static LeadRecord RecordOf(IReadOnlyList<LeadRow> parts, ImmutableArray<Edit> accountEdits)
    {
        if (parts is [var only])
        {
            return new LeadRecord(only.Edits, accountEdits, only.Tallies);
        }

        var tallies = new Tallies();
        foreach (var part in parts)
        {
            tallies.Add(part.Tallies);
        }

        return new LeadRecord(NewestEdits.Of(parts.SelectMany(part => part.Edits)), accountEdits, tallies);
    }

    /// <summary>Adds an edit. What holds is found out once for all that are added.</summary>
    public void Add(Edit edit)
    {
        (_added ??= []).Add(edit);
        MaySayOtherwise = MaySayOtherwise || SearchWords.AreIn(edit);
    }

    /// <summary>As they were read.</summary>
    public void Load(string editsJson, byte[] talliesBytes, string? workJson, string? answersJson) =>
        (_editsJson, _talliesBytes, _workJson, _answersJson) = (editsJson, talliesBytes, workJson, answersJson);

    /// <summary>Puts a new count in the place of the one that was read.</summary>
    public void ReplaceTallies(Tallies tallies) => (_tallies, _talliesBytes) = (tallies, null);

    /// <summary>To be called when <see cref="Tallies"/> has been changed.</summary>
    public void ForgetTalliesBytes()
    {
        _ = Tallies;
        _talliesBytes = null;
    }
}

/// <summary>What a fact says of a lead's account. Of several the newest holds, ties by id; of the domains of several addresses the account that was known first.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="At">When; null where only the domain of an address says so, before which every other word goes.</param>
/// <param name="By">The event that says so.</param>
public readonly record struct AccountWord(Guid AccountId, Instant? At, Guid By)
{
    public bool IsNewerThan(AccountWord? other)
    {
        if (other is not { } known)
        {
            return true;
        }

        var byTime = Nullable.Compare(At, known.At);
        var byEvent = byTime != 0 ? byTime : string.CompareOrdinal(By.ToString(), known.By.ToString());
        return byEvent != 0 ? byEvent > 0 : string.CompareOrdinal(AccountId.ToString(), known.AccountId.ToString()) < 0;
    }
}

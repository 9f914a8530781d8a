using System.Collections.Immutable;
using System.Security.Cryptography;
using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using Baton.Core.Leads;
using Baton.Core.Playbooks;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>A decision while it is made.</summary>
internal sealed class Draft(Scorer scorer, LeadState lead, LeadRecord record, Instant now, Desk? desk)
{
    private readonly ImmutableArray<Happening>.Builder _happenings = ImmutableArray.CreateBuilder<Happening>();
    private (Confirmations Confirmations, Score Score, LocalDate? NextChange)? _scored;

    public Playbook Playbook => scorer.Playbook;

    public Instant Now => now;

    /// <summary>From when on clocks that begin now run: not before the lead is left alone no more.</summary>
    public Instant ClockStart => Work.Snooze is { Until: var until } && until > now ? until : now;

    public bool IsKnown => lead.IsKnown;

    public Stage Stage { get; private set; } = lead.Stage;

    public DealState Deal { get; private set; } = lead.Deal;

    public Instant? Loss => lead.Loss;

    public Answers Answers { get; private set; } = lead.Answers;

    public Work Work { get; set; } = lead.Work;

    /// <summary>The teams as they are by now; null where nobody has asked for them.</summary>
    public Roster? Roster { get; set; } = desk?.Roster;

    public Guid? AccountOwner => desk?.AccountOwner;

    /// <summary>True where it went as far as it goes without the teams.</summary>
    public bool NeedsDesk { get; private set; }

    public Score Score => Scored().Score;

    /// <summary>The furthest stage that the lead may stand in by what it is, does and says.</summary>
    public Stage Earned => IsKnown ? Score.Stage : Stage.Visitor;

    /// <summary>The teams, where they are known; else nothing is to be done that needs them, and the decision is to be made again.</summary>
    public bool TryGetRoster(out Roster roster)
    {
        roster = Roster ?? Roster.Empty;
        NeedsDesk |= Roster is null;
        return !NeedsDesk;
    }

    public void Happen(Happening happening) => _happenings.Add(happening);

    public bool Holds(Condition condition) => scorer.Routes[condition].Holds(Score with { Stage = Stage }, new Facts([], record.Edits, record.AccountEdits));

    /// <summary>The lead stands elsewhere from now on. What belongs to where it stood is over.</summary>
    public void MoveTo(Stage to, MoveReason reason, string by = Happening.Baton, string? note = null, bool isHeld = false)
    {
        var goesOn = (Stage, to) is (Stage.Mql, Stage.Sal) or (Stage.Sql, Stage.Opportunity);
        Happen(new Happening.StageMoved(by, new StageMove(Stage, to, reason, note)));
        Work = Work with
        {
            HandedOver = goesOn ? Work.HandedOver : null,
            Accepted = to.IsOnPath() && to > Stage.Lead ? Work.Accepted : null,
            Exit = to.IsOnPath() && !isHeld ? null : Work.Exit,
            IsHeld = isHeld,
        };
        if (!goesOn)
        {
            Pursuits.Drop(this);
        }

        Stage = to;
    }

    /// <summary>There is a deal from now on.</summary>
    public void NeedDeal(DealState state, string by, Guid? owner)
    {
        Happen(new Happening.DealNeeded(by, state, owner));
        Deal = state;
    }

    public void Learn(Answer answer, string by)
    {
        Answers = Answers.With(answer);
        var judged = scorer.Examiner.Judge(Answers).FirstOrDefault(judged => judged.Criterion.Name.Equals(answer.Criterion, StringComparison.OrdinalIgnoreCase));
        Happen(new Happening.Answered(by, answer, judged.State));
    }

    /// <summary>An id that nothing else has: made of the lead's, of how many it had before, and of the time, in whose order it stands (UUIDv7).</summary>
    public Guid NewId()
    {
        Work = Work with { Ids = Work.Ids + 1 };
        Span<byte> seed = stackalloc byte[20];
        lead.Id.TryWriteBytes(seed);
        BitConverter.TryWriteBytes(seed[16..], Work.Ids);
        Span<byte> bytes = stackalloc byte[32];
        SHA256.HashData(seed, bytes);
        var milliseconds = now.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (40 - (8 * i)));
        }

        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes[..16], bigEndian: true);
    }

    public Decision Finish()
    {
        if (NeedsDesk)
        {
            return new Decision.NeedsDesk();
        }

        var nextChange = Scored().NextChange?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        var wakeAt = Work.NextDue is { } due && !(nextChange <= due) ? due : nextChange;
        return new Decision.Decided(Score with { Stage = Stage }, Answers, Work, _happenings.ToImmutable(), wakeAt, Roster);
    }

    private (Confirmations Confirmations, Score Score, LocalDate? NextChange) Scored()
    {
        var confirmations = (lead with { Stage = Stage, Answers = Answers, Work = Work }).Confirmations(scorer);
        if (_scored is not { } scored || !IsSame(scored.Confirmations, confirmations))
        {
            var (score, nextChange) = scorer.ScoreAndNextChange(record, now, confirmations);
            _scored = scored = (confirmations, score, nextChange);
        }

        return scored;
    }

    private static bool IsSame(Confirmations one, Confirmations other) =>
        one.Accepted == other.Accepted && one.Passed == other.Passed && one.Criteria.SetEquals(other.Criteria);
}

using System.Text;
using Baton.Core.Scoring.Engine;
using Baton.Server.Intake;
using Baton.Server.Leads;

namespace Baton.Server.Imports;

/// <summary>
/// What one thread reads from one block of events: whose they are, of what kind, when; and what they say of who is who. Merged into the builder
/// in the order of the file, and then reused.
/// </summary>
internal sealed class EventReading(EventContext context)
{
    private readonly EventDraft _draft = context.Builder.NewDraft();
    private readonly TextBuffer _value = new();
    private readonly List<(int Owner, long Id, int Other, bool IsVisitor, long Time)> _ties = [];
    private readonly Utf8Arena _ids = new();
    private readonly List<AttributeEdit> _edits = [];
    private readonly List<(int Owner, string Account, long Time, long Id)> _members = [];
    private readonly EventBatch _events = new(capacity: 4096);

    /// <summary>The event that is being read.</summary>
    public EventDraft Draft => _draft;

    /// <summary>Events of machines, which do not score.</summary>
    public long OfMachines { get; private set; }

    /// <summary>Calls that say who somebody is and are no events.</summary>
    public long Identities { get; private set; }

    /// <summary>The owner under a user id, anonymous id or e-mail address: a lead, or the complement of a stranger's number.</summary>
    public int OwnerOf(ReadOnlySpan<byte> id) =>
        context.Leads.Find(id) is >= 0 and var lead ? lead : ~context.Builder.StrangerOf(LeadDirectory.HashOf(id));

    /// <summary>The lead under a user id or e-mail address, or −1.</summary>
    public int LeadOf(ReadOnlySpan<byte> id) => id.IsEmpty ? -1 : context.Leads.Find(id);

    /// <summary>
    /// Whose call it is, by the ids in it; null where there is none. The ids of one call are one person's: from its time on they are tied.
    /// </summary>
    public int? OwnerOf(ReadOnlySpan<byte> userId, ReadOnlySpan<byte> email, ReadOnlySpan<byte> anonymousId, long time)
    {
        if (userId.IsEmpty && email.IsEmpty)
        {
            return anonymousId.IsEmpty ? null : OwnerOf(anonymousId);
        }

        var owner = OwnerOf(userId.IsEmpty ? email : userId);
        if (owner < 0 && LeadOf(email) is >= 0 and var lead)
        {
            owner = lead;
            Tie(userId, owner, time);
        }
        else if (!userId.IsEmpty)
        {
            Tie(email, owner, time);
        }

        Tie(anonymousId, owner, time, isVisitor: true);
        return owner;
    }

    /// <summary>From a time on it is known that an id is the owner's; a visitor's id joins nobody else who has it.</summary>
    public void Tie(ReadOnlySpan<byte> id, int owner, long time, bool isVisitor = false)
    {
        if (id.IsEmpty)
        {
            return;
        }

        var hash = Hash64.Of(id);
        if (!context.KnowsTie(owner, hash, isVisitor, time) && OwnerOf(id) is var other && other != owner)
        {
            _ties.Add((owner, hash, other, isVisitor, time));
        }
    }

    /// <summary>Starts an event; its properties follow by <see cref="Set"/>, and <see cref="Add"/> ends it.</summary>
    public void Begin() => _draft.Begin();

    /// <summary>Sets a property; a mark of nothing known leaves it out.</summary>
    public void Set(int property, ReadOnlySpan<byte> value) => _draft.Set(property, MissingMark.Is(value) ? default : value);

    public bool Has(int property) => _draft.Has(property);

    /// <param name="name">What the event is called.</param>
    /// <param name="owner">Whose event it is.</param>
    /// <param name="time">When it happened, in Unix milliseconds.</param>
    /// <param name="messageId">What makes it the same event; empty where it has no id and so is an event of its own.</param>
    /// <param name="line">Where it stands.</param>
    /// <param name="userAgent">What sent it.</param>
    public void Add(ReadOnlySpan<byte> name, int owner, long time, ReadOnlySpan<byte> messageId, long line, ReadOnlySpan<byte> userAgent)
    {
        if (!userAgent.IsEmpty && MachineTraffic.IsMachine(userAgent))
        {
            OfMachines++;
            return;
        }

        _draft.SetName(name);
        var id = messageId.IsEmpty ? Hash64.OfPosition(line) : Hash64.Of(messageId);
        _events.Add(owner, context.Builder.Kinds.Of(_draft), time, id);
    }

    /// <summary>Counts a call that is no event.</summary>
    public void AddIdentity() => Identities++;

    /// <summary>Sets an attribute of an owner, or of the account where one is named. A blank or a mark of nothing known says nothing.</summary>
    public void Edit(int owner, string? account, string attribute, ReadOnlySpan<byte> value, long time, ReadOnlySpan<byte> id)
    {
        var number = context.Builder.FindAttribute(attribute);
        if (number < 0 || value.Trim(" \t\r\n"u8).IsEmpty || MissingMark.Is(value))
        {
            return;
        }

        // What is no address takes the place of none.
        if (account is null && attribute == "email" && IdentityKey.Email(Encoding.UTF8.GetString(value)) is null)
        {
            return;
        }

        var symbol = context.Builder.SymbolOf(number, _value.Trimmed(value));
        _edits.Add(new AttributeEdit(owner, account, number, symbol, time, _ids.Add(id)));
    }

    /// <summary>An owner works for an account.</summary>
    public void Join(int owner, string account, long time, ReadOnlySpan<byte> id) => _members.Add((owner, account, time, _ids.Add(id)));

    /// <summary>Hands what was read to the builder; in the order of the file, by one thread at a time.</summary>
    public void Merge()
    {
        var builder = context.Builder;
        builder.Add(_events.Copy());
        foreach (var (owner, id, other, isVisitor, time) in _ties)
        {
            context.AddTie(owner, id, other, isVisitor, time);
        }

        foreach (var edit in _edits)
        {
            if (edit.Account is null)
            {
                builder.Edit(edit.Owner, edit.Attribute, edit.Symbol, edit.Time, _ids[edit.Id]);
            }
            else
            {
                builder.EditAccount(edit.Account, edit.Attribute, edit.Symbol, edit.Time, _ids[edit.Id]);
            }
        }

        foreach (var (owner, account, time, id) in _members)
        {
            builder.Join(owner, account, time, _ids[id]);
        }

        Clear();
        context.Return(this);
    }

    private void Clear()
    {
        (OfMachines, Identities) = (0, 0);
        _events.Clear();
        _ties.Clear();
        _edits.Clear();
        _members.Clear();
        _ids.Clear();
    }

    private readonly record struct AttributeEdit(int Owner, string? Account, int Attribute, int Symbol, long Time, long Id);
}

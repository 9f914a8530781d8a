using System.Runtime.InteropServices;
using System.Text;
using Baton.Core.Conditions;
using Baton.Core.Leads;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// What <c>identify</c> and <c>group</c> calls say of leads and accounts: the newest word on each attribute holds, ties by id, then by value.
/// </summary>
internal sealed class EditLog
{
    private readonly Utf8Arena _ids = new();
    private readonly List<LeadEdit> _leads = [];
    private readonly List<(string Account, int Attribute, int Symbol, Word Said)> _accounts = [];
    private readonly Dictionary<int, (string Account, Word Said)> _accountOf = [];

    /// <summary>An owner has a value.</summary>
    public void Lead(int owner, int attribute, int symbol, long time, ReadOnlySpan<byte> id) =>
        _leads.Add(new LeadEdit(owner, attribute, symbol, new Word(time, _ids.Add(id))));

    /// <summary>An account has a value.</summary>
    public void Account(string account, int attribute, int symbol, long time, ReadOnlySpan<byte> id) =>
        _accounts.Add((account, attribute, symbol, new Word(time, _ids.Add(id))));

    /// <summary>An owner works for an account.</summary>
    public void Join(int owner, string account, long time, ReadOnlySpan<byte> id)
    {
        // Nearly every call repeats the account; only ids that may still decide are kept.
        if (!_accountOf.TryGetValue(owner, out var known) || known.Said.Time <= time)
        {
            Join(_accountOf, owner, account, new Word(time, _ids.Add(id)));
        }
    }

    /// <summary>Writes the words into the columns: the lead's own first, and its account's where the lead has none.</summary>
    public void Apply(int[][] columns, Value[][] values, int[] leadOfStranger, IReadOnlyList<string> properties)
    {
        ApplyLeads(columns, values, leadOfStranger);
        var accounts = NewestOfAccounts(values);
        var accountOf = new Dictionary<int, (string Account, Word Said)>();
        foreach (var (owner, (account, said)) in _accountOf)
        {
            if (LeadOf(owner, leadOfStranger) is >= 0 and var lead)
            {
                Join(accountOf, lead, account, said);
            }
        }

        foreach (var (lead, (account, _)) in accountOf)
        {
            for (var attribute = 0; attribute < properties.Count; attribute++)
            {
                var ofAccountOnly = properties[attribute].StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal);
                if (accounts.TryGetValue((account, attribute), out var newest) && (ofAccountOnly || columns[attribute][lead] == SymbolColumn.Missing))
                {
                    columns[attribute][lead] = newest.Symbol;
                }
            }
        }
    }

    private void ApplyLeads(int[][] columns, Value[][] values, int[] leadOfStranger)
    {
        // By attribute and lead: where the newest edit stands in the list, from 1.
        var newest = new int[columns.Length][];
        for (var i = 0; i < _leads.Count; i++)
        {
            var edit = _leads[i];
            if (LeadOf(edit.Owner, leadOfStranger) is >= 0 and var lead)
            {
                ref var known = ref (newest[edit.Attribute] ??= new int[columns[edit.Attribute].Length])[lead];
                if (known == 0 || IsNewer(values[edit.Attribute], edit.Said, edit.Symbol, _leads[known - 1].Said, _leads[known - 1].Symbol))
                {
                    known = i + 1;
                }
            }
        }

        for (var attribute = 0; attribute < newest.Length; attribute++)
        {
            for (var lead = 0; lead < newest[attribute]?.Length; lead++)
            {
                if (newest[attribute][lead] is > 0 and var known)
                {
                    columns[attribute][lead] = _leads[known - 1].Symbol;
                }
            }
        }
    }

    private Dictionary<(string Account, int Attribute), (int Symbol, Word Said)> NewestOfAccounts(Value[][] values)
    {
        var accounts = new Dictionary<(string Account, int Attribute), (int Symbol, Word Said)>();
        foreach (var (account, attribute, symbol, said) in _accounts)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(accounts, (account, attribute), out var isKnown);
            if (!isKnown || IsNewer(values[attribute], said, symbol, known.Said, known.Symbol))
            {
                known = (symbol, said);
            }
        }

        return accounts;
    }

    private void Join(Dictionary<int, (string Account, Word Said)> accountOf, int owner, string account, Word said)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(accountOf, owner, out var isKnown);
        if (!isKnown || (Compare(said, known.Said) is var order && (order != 0 ? order > 0 : string.CompareOrdinal(account, known.Account) > 0)))
        {
            known = (account, said);
        }
    }

    private bool IsNewer(Value[] values, Word said, int symbol, Word than, int thanSymbol) =>
        Compare(said, than) is var order && (order != 0 ? order > 0 : string.CompareOrdinal(values[symbol].Text, values[thanSymbol].Text) > 0);

    private int Compare(Word one, Word other) => one.Time != other.Time || one.Id == other.Id
        ? one.Time.CompareTo(other.Time)
        : string.CompareOrdinal(Encoding.UTF8.GetString(_ids[one.Id]), Encoding.UTF8.GetString(_ids[other.Id]));

    private static int LeadOf(int owner, int[] leadOfStranger) => owner >= 0 ? owner : leadOfStranger[~owner];

    private readonly record struct LeadEdit(int Owner, int Attribute, int Symbol, Word Said);

    /// <summary>When something was said, in Unix milliseconds, and where the id of the call stands.</summary>
    private readonly record struct Word(long Time, long Id);
}

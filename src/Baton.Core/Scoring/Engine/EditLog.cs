using Baton.Core.Conditions;
using Baton.Core.Leads;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// What <c>identify</c> and <c>group</c> calls say of leads and accounts: the newest word on each attribute holds, ties by id, then by value.
/// </summary>
internal sealed class EditLog
{
    private readonly List<(int Owner, int Attribute, int Symbol, long Time, string Id)> _leads = [];
    private readonly List<(string Account, int Attribute, int Symbol, long Time, string Id)> _accounts = [];
    private readonly List<(int Owner, string Account, long Time, string Id)> _members = [];

    public void Lead(int owner, int attribute, int symbol, long time, string id) => _leads.Add((owner, attribute, symbol, time, id));

    public void Account(string account, int attribute, int symbol, long time, string id) => _accounts.Add((account, attribute, symbol, time, id));

    public void Join(int owner, string account, long time, string id) => _members.Add((owner, account, time, id));

    /// <summary>Writes the words into the columns: the lead's own first, and its account's where the lead has none.</summary>
    public void Apply(int[][] columns, Value[][] values, int[] leadOfStranger, IReadOnlyList<string> properties)
    {
        foreach (var (owner, attribute, symbol, _, _) in _leads.OrderBy(e => e.Time).ThenBy(e => e.Id, StringComparer.Ordinal).ThenBy(e => Text(e.Attribute, e.Symbol), StringComparer.Ordinal))
        {
            if (LeadOf(owner, leadOfStranger) is >= 0 and var lead)
            {
                columns[attribute][lead] = symbol;
            }
        }

        var accounts = new Dictionary<(string Account, int Attribute), int>();
        foreach (var (account, attribute, symbol, _, _) in _accounts.OrderBy(e => e.Time).ThenBy(e => e.Id, StringComparer.Ordinal).ThenBy(e => Text(e.Attribute, e.Symbol), StringComparer.Ordinal))
        {
            accounts[(account, attribute)] = symbol;
        }

        var memberOf = new Dictionary<int, string>();
        foreach (var (owner, account, _, _) in _members.OrderBy(e => e.Time).ThenBy(e => e.Id, StringComparer.Ordinal).ThenBy(e => e.Account, StringComparer.Ordinal))
        {
            memberOf[LeadOf(owner, leadOfStranger)] = account;
        }

        memberOf.Remove(-1);
        foreach (var (lead, account) in memberOf)
        {
            for (var attribute = 0; attribute < properties.Count; attribute++)
            {
                var ofAccountOnly = properties[attribute].StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal);
                if (accounts.TryGetValue((account, attribute), out var symbol) && (ofAccountOnly || columns[attribute][lead] == SymbolColumn.Missing))
                {
                    columns[attribute][lead] = symbol;
                }
            }
        }

        string Text(int attribute, int symbol) => values[attribute][symbol].Text;
    }

    private static int LeadOf(int owner, int[] leadOfStranger) => owner >= 0 ? owner : leadOfStranger[~owner];
}

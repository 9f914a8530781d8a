using System.Text;
using Baton.Core.Documents;
using Baton.Core.Scoring;
using Baton.Core.Scoring.Engine;
using Baton.Server.Imports;

namespace Baton.Server.Scoring;

/// <summary>Scored leads, the best first: by total, then by engagement, then as the file has them.</summary>
internal sealed class RankedLeads
{
    /// <summary>Of a million leads, comparing all would take seconds for a hint.</summary>
    private const int NamesLookedAt = 100_000;

    private readonly LeadDirectory _directory;
    private readonly BulkScorer _bulk;
    private readonly int[] _order;

    public RankedLeads(LeadDirectory directory, Score[] scores, BulkScorer bulk)
    {
        (_directory, Scores, _bulk) = (directory, scores, bulk);
        _order = Order(scores);
    }

    public int Count => _order.Length;

    /// <summary>By lead, in the order of the file.</summary>
    public Score[] Scores { get; }

    /// <summary>The number of the lead at a rank, from 0.</summary>
    public int this[int rank] => _order[rank];

    public string IdOf(int lead) => Encoding.UTF8.GetString(_directory.IdOf(lead));

    /// <summary>Name and company; null where the file has neither.</summary>
    public string? LabelOf(int lead) => _directory.LabelOf(lead) is { IsEmpty: false } label ? Encoding.UTF8.GetString(label) : null;

    /// <summary>Ids and labels, in UTF-8; a label is empty where there is none.</summary>
    public LeadDirectory Directory => _directory;

    /// <summary>A reader for one thread.</summary>
    public LeadReader NewReader() => _bulk.NewReader();

    /// <summary>The lead with an id or e-mail address, in any case and whatever white space is around it, or −1.</summary>
    public int Find(string idOrEmail)
    {
        var lead = _directory.Find(Encoding.UTF8.GetBytes(idOrEmail.Trim()));
        return lead >= 0 ? lead : Enumerable.Range(0, Count).FirstOrDefault(l => IdOf(l).Equals(idOrEmail.Trim(), StringComparison.OrdinalIgnoreCase), -1);
    }

    /// <summary>The id or e-mail address that somebody probably meant who wrote one of nobody; null where none is like it.</summary>
    public string? Nearest(string idOrEmail) => NearestWord.To(idOrEmail.Trim(), _directory.Names.Take(NamesLookedAt));

    private static int[] Order(Score[] scores)
    {
        var keys = new long[scores.Length];
        var order = new int[scores.Length];
        for (var lead = 0; lead < scores.Length; lead++)
        {
            var engagement = (int)Math.Clamp(scores[lead].Engagement, -int.MaxValue, int.MaxValue);
            keys[lead] = ((long)-scores[lead].Total << 32) | (uint)(int.MaxValue - (long)engagement);
            order[lead] = lead;
        }

        Array.Sort(keys, order);
        for (int start = 0, end; start < keys.Length; start = end)
        {
            for (end = start + 1; end < keys.Length && keys[end] == keys[start]; end++)
            {
            }

            order.AsSpan(start, end - start).Sort();
        }

        return order;
    }
}

using System.Globalization;
using System.Text;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring.Engine;
using Baton.Server.Imports;

namespace Baton.Server.Scoring;

/// <summary>Writes ranked leads as rows of CSV. Each thread has its own.</summary>
internal sealed class ScoreRows(RankedLeads leads)
{
    public const int MostReasons = 3;

    /// <summary>A playbook has few rules, and what they give today few values; a bound for those that have many.</summary>
    private const int MostWords = 10_000;

    private readonly LeadReader _reader = leads.NewReader();
    private readonly Reason[] _reasons = new Reason[MostReasons];
    private readonly Dictionary<Reason, byte[]> _words = [];

    /// <summary>Writes the rows of some ranks, from 0; none where <paramref name="end"/> is not behind <paramref name="start"/>.</summary>
    public void Write(CsvWriter rows, int start, int end)
    {
        for (var rank = start; rank < end; rank++)
        {
            Write(rows, rank);
        }
    }

    private void Write(CsvWriter row, int rank)
    {
        var lead = leads[rank];
        var score = leads.Scores[lead];
        row.Field(rank + 1);
        row.Field(leads.Directory.IdOf(lead));
        row.Field(leads.Directory.LabelOf(lead));
        row.Field(score.Total);
        row.Field(score.Fit);
        row.Field(score.Engagement);
        row.Field(score.Grade?.ToString() ?? "");
        row.Field(score.Stage.Title());
        var count = _reader.Reasons(lead, _reasons);
        for (var i = 0; i < MostReasons; i++)
        {
            row.Field(i < count ? Words(_reasons[i]) : default(ReadOnlySpan<byte>));
        }

        row.EndRecord();
    }

    /// <summary>The points, to two decimals, and the rule, with a plain minus so that programs read the number.</summary>
    private byte[] Words(Reason reason)
    {
        if (_words.TryGetValue(reason, out var words))
        {
            return words;
        }

        words = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{reason.Points:+0.##;-0.##} {reason.Rule}"));
        if (_words.Count < MostWords)
        {
            _words.Add(reason, words);
        }

        return words;
    }
}

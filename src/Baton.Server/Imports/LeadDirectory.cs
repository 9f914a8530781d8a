using System.Text;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>Who the leads of a file are: their ids, and under which ids and e-mail addresses events may speak of them.</summary>
internal sealed class LeadDirectory
{
    private readonly List<string> _ids = [];
    private readonly List<string?> _labels = [];
    private readonly List<long> _lines = [];
    private readonly IdIndex _index = new();

    public int Count => _ids.Count;

    /// <summary>Every id and e-mail address that a lead is found under, in no order.</summary>
    public IEnumerable<string> Names => _index.Ids;

    public string IdOf(int lead) => _ids[lead];

    /// <summary>Name and company, where the file has them.</summary>
    public string? LabelOf(int lead) => _labels[lead];

    /// <summary>The line of the file that the lead first stood on.</summary>
    public long LineOf(int lead) => _lines[lead];

    /// <summary>An e-mail address as it compares: lower case, without white space.</summary>
    public static string NormalizeEmail(string email) => email.Trim().ToLowerInvariant();

    /// <summary>The lead with this id or normalised e-mail address, or −1. Any thread may ask while nothing is added.</summary>
    public int Find(IdIndex.Key idOrEmail) => _index.Find(idOrEmail);

    /// <summary>The lead with this id, or with this e-mail address in any case, or −1. Any thread may ask while nothing is added.</summary>
    public int Find(ReadOnlySpan<byte> idOrEmail)
    {
        var lead = _index.Find(idOrEmail);
        return lead < 0 && idOrEmail.Contains((byte)'@') ? _index.Find(IdIndex.Key.Of(NormalizeEmail(Encoding.UTF8.GetString(idOrEmail)))) : lead;
    }

    /// <summary>The hash of an id, or of an e-mail address in any case.</summary>
    public static long HashOf(ReadOnlySpan<byte> idOrEmail) => idOrEmail.Contains((byte)'@')
        ? IdIndex.Key.Of(NormalizeEmail(Encoding.UTF8.GetString(idOrEmail))).Hash
        : MessageHash.Of(idOrEmail);

    public void Add(int lead, string id, string? label, long line)
    {
        if (lead != _ids.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(lead), "Leads are added in the order of their numbers.");
        }

        _ids.Add(id);
        _labels.Add(label);
        _lines.Add(line);
    }

    /// <summary>Lets the lead be found under another id; the first lead with an id keeps it.</summary>
    public void AddName(int lead, IdIndex.Key idOrEmail) => _index.TryAdd(idOrEmail, lead);
}

using System.Text;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>Who the leads of a file are: their ids, and under which ids and e-mail addresses events may speak of them. Texts are UTF-8.</summary>
internal sealed class LeadDirectory
{
    private readonly Utf8Arena _texts = new();
    private readonly List<(long Id, long Label, long Line)> _leads = [];
    private readonly IdIndex _index = new();

    public int Count => _leads.Count;

    /// <summary>Every id and e-mail address that a lead is found under, in no order.</summary>
    public IEnumerable<string> Names => _index.Ids;

    public ReadOnlySpan<byte> IdOf(int lead) => _texts[_leads[lead].Id];

    /// <summary>Name and company, where the file has them.</summary>
    public ReadOnlySpan<byte> LabelOf(int lead) => _texts[_leads[lead].Label];

    /// <summary>The line of the file that the lead first stood on.</summary>
    public long LineOf(int lead) => _leads[lead].Line;

    /// <summary>An e-mail address as it compares: lower case, without white space.</summary>
    public static ReadOnlySpan<byte> NormalizeEmail(ReadOnlySpan<byte> email)
    {
        if (Ascii.IsValid(email) && !email.ContainsAnyInRange((byte)'A', (byte)'Z'))
        {
            return email.Trim(" \t"u8);
        }

        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(email).Trim().ToLowerInvariant());
    }

    /// <summary>The lead with this id, or with this e-mail address in any case, or −1. Any thread may ask while nothing is added.</summary>
    public int Find(ReadOnlySpan<byte> idOrEmail)
    {
        var lead = _index.Find(idOrEmail);
        return lead < 0 && idOrEmail.Contains((byte)'@') ? _index.Find(NormalizeEmail(idOrEmail)) : lead;
    }

    /// <summary>The hash of an id, or of an e-mail address in any case.</summary>
    public static long HashOf(ReadOnlySpan<byte> idOrEmail) =>
        Hash64.Of(idOrEmail.Contains((byte)'@') ? NormalizeEmail(idOrEmail) : idOrEmail);

    public void Add(int lead, ReadOnlySpan<byte> id, ReadOnlySpan<byte> label, long line)
    {
        if (lead != _leads.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(lead), "Leads are added in the order of their numbers.");
        }

        _leads.Add((_texts.Add(id), _texts.Add(label), line));
    }

    /// <summary>Lets the lead be found under another id or e-mail address, which may be empty; the first lead with one keeps it.</summary>
    public void AddName(int lead, ReadOnlySpan<byte> idOrEmail)
    {
        if (idOrEmail.IsEmpty)
        {
            return;
        }

        _index.TryAdd(idOrEmail, lead);
        if (idOrEmail.Contains((byte)'@'))
        {
            _index.TryAdd(NormalizeEmail(idOrEmail), lead);
        }
    }
}

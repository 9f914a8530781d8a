using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Server.Playbooks.Previews;

/// <summary>What a playbook makes of the leads of a sample.</summary>
internal sealed class SampleScores
{
    // To whom leads would go is of no importance here.
    private static readonly Desk NobodysDesk = new(Roster.Empty, AccountOwner: null);

    private readonly Scorer _scorer;
    private readonly Instant _moment;
    private readonly IReadOnlyList<SampledLead> _leads;
    private readonly IReadOnlyDictionary<int, Tallies> _more;

    /// <param name="scorer">The playbook.</param>
    /// <param name="moment">As of when.</param>
    /// <param name="leads">The leads.</param>
    /// <param name="more">By lead: what this playbook counts beyond what is counted of it.</param>
    /// <param name="cancel">Gives up.</param>
    public SampleScores(Scorer scorer, Instant moment, IReadOnlyList<SampledLead> leads, IReadOnlyDictionary<int, Tallies> more, CancellationToken cancel)
    {
        (_scorer, _moment, _leads, _more) = (scorer, moment, leads, more);

        // The other half of the machine goes on with what comes in.
        var decided = new Decision.Decided[leads.Count];
        Parallel.For(0, leads.Count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = (Environment.ProcessorCount + 1) / 2 }, lead =>
            decided[lead] = (Decision.Decided)LeadLifecycle.Decide(scorer, leads[lead].State, RecordOf(lead), moment, NobodysDesk));
        Decided = decided;
    }

    /// <summary>What would become of each lead.</summary>
    public IReadOnlyList<Decision.Decided> Decided { get; }

    /// <summary>Why a lead would have its points.</summary>
    public Explanation Explain(int lead) => _scorer.Explain(RecordOf(lead), _moment, _leads[lead].State.Confirmations(_scorer));

    private LeadRecord RecordOf(int lead)
    {
        var record = _leads[lead].Record;
        if (!_more.TryGetValue(lead, out var more))
        {
            return record;
        }

        var tallies = new Tallies();
        tallies.Add(record.Tallies);
        tallies.Add(more);
        return record with { Tallies = tallies };
    }
}

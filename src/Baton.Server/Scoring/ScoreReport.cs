using Baton.Core.Conditions;
using Baton.Core.Playbooks;
using Baton.Core.Scoring.Engine;
using Baton.Server.Imports;

namespace Baton.Server.Scoring;

/// <summary>How the files were understood, and what is not in the scores and why: rows in are rows scored and rows reported.</summary>
/// <param name="rejected">Gets every row that is not read, with "leads" or "events"; null where nobody asked for them.</param>
internal sealed class ScoreReport(Action<string, RejectedRow>? rejected)
{
    private readonly List<string> _notes = [];

    /// <summary>The rows of the leads that were not read.</summary>
    public RejectedRows Leads { get; } = new(row => rejected?.Invoke("leads", row));

    /// <summary>The lines of the events that were not read.</summary>
    public RejectedRows Events { get; } = new(row => rejected?.Invoke("events", row));

    public IReadOnlyList<ColumnMeaning> LeadColumns { get; private set; } = [];

    public IReadOnlyList<ColumnMeaning> EventColumns { get; private set; } = [];

    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Rows with a lead, the repeated ones included.</summary>
    public long LeadRows { get; private set; }

    /// <summary>Rows with a lead that an earlier row has too.</summary>
    public long RepeatedLeads { get; private set; }

    /// <summary>Null where there was no file of events.</summary>
    public EventTotals? EventTotals { get; private set; }

    public bool LeftOutRows => Leads.Count + Events.Count > 0;

    public void Add(LeadFile file, InputFile input, FactTableBuilder builder, Playbook playbook, IEnumerable<(string Attribute, string Text)> hints)
    {
        (LeadColumns, LeadRows, RepeatedLeads) = (file.Columns.Meanings, file.Rows, file.Repeated);
        _notes.AddRange(ScoreNotes.OfLeads(file, input, builder, playbook, hints));
    }

    public void Add(EventFile file, InputFile input, FactTableBuilder builder, Playbook playbook)
    {
        EventColumns = file.Meanings;
        EventTotals = new EventTotals(file.OfMachines, file.Identities, 0, 0, 0, 0);
        _notes.AddRange(ScoreNotes.OfEvents(file, input, builder, playbook));
    }

    public void Add(FactTable table, FactTableBuilder builder, TestTable attributes, ColumnChoices choices)
    {
        _notes.AddRange(ScoreNotes.OfValues(UnreadValue.Among(table, attributes)));
        _notes.AddRange(ScoreNotes.OfChoices(choices, LeadColumns.Concat(EventColumns), builder.Attributes.Concat(builder.EventProperties)));
        Add(builder.Counts);
    }

    private void Add(EventCounts counts)
    {
        if (EventTotals is { } totals)
        {
            EventTotals = totals with
            {
                Scored = counts.Read - counts.OfStrangers - counts.Later - counts.Repeated,
                OfStrangers = counts.OfStrangers,
                Later = counts.Later,
                Repeated = counts.Repeated,
            };
        }
    }
}

/// <summary>What became of the lines of a file of events. With the rejected ones they add up to all lines.</summary>
/// <param name="OfMachines">By crawlers, mail scanners and the like; they do not score.</param>
/// <param name="Identities"><c>identify</c>, <c>group</c> and <c>alias</c> calls.</param>
/// <param name="Scored">Events of the leads, each once.</param>
/// <param name="OfStrangers">Of people who are not among the leads.</param>
/// <param name="Later">After the moment that the scores are as of.</param>
/// <param name="Repeated">There before, under the same id.</param>
internal sealed record EventTotals(long OfMachines, long Identities, long Scored, long OfStrangers, long Later, long Repeated);

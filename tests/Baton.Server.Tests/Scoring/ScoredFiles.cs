using System.Text;
using Baton.Core.Scoring;
using Baton.Server.Imports;
using Baton.Server.Scoring;
using Baton.Server.Tests.Commands;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Scoring;

/// <summary>A folder with a playbook, leads and events, scored in this process or by the program.</summary>
internal sealed class ScoredFiles : IDisposable
{
    /// <summary>When the scores are as of, where a test does not say it.</summary>
    public const string AsOf = "2026-06-30";

    private readonly TemporaryFolder _folder = new();
    private readonly List<RejectedRow> _rejected = [];

    public ScoredFiles()
    {
        Playbook = this["playbook.yaml"];
        Leads = this["leads.csv"];
    }

    public string this[string name] => _folder[name];

    public string Folder => _folder.Folder;

    public string Playbook { get; private set; }

    public string Leads { get; private set; }

    public string? Events { get; private set; }

    /// <summary>The rows that <see cref="Score"/> skipped the last time.</summary>
    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <summary>Ten points for 100 employees, 30 for a quote request, 8 for a look at the pricing page.</summary>
    public static ScoredFiles WithUsualPlaybook() => new ScoredFiles().WithPlaybook("""
        name: Usual
        fit:
          rules:
            - { name: Large, points: 10, when: { employees: { gte: 100 } } }
        engagement:
          rules:
            - { name: Asked for a quote, event: Quote Requested, points: 30 }
            - { name: Read the pricing page, event: page, where: { path: /pricing }, points: 8 }
        stages:
          mql: { score: 40 }
        """);

    public ScoredFiles WithPlaybook(string yaml)
    {
        Playbook = _folder.Write("playbook.yaml", yaml);
        return this;
    }

    public ScoredFiles WithLeads(string text, string name = "leads.csv") => WithLeads(Encoding.UTF8.GetBytes(text), name);

    public ScoredFiles WithLeads(byte[] bytes, string name = "leads.csv")
    {
        Leads = _folder.Write(name, bytes);
        return this;
    }

    public ScoredFiles WithEvents(string text, string name = "events.ndjson") => WithEvents(Encoding.UTF8.GetBytes(text), name);

    public ScoredFiles WithEvents(byte[] bytes, string name = "events.ndjson")
    {
        Events = _folder.Write(name, bytes);
        return this;
    }

    /// <summary>Leaves a file where it is.</summary>
    public ScoredFiles At(string leads, string? events = null)
    {
        (Leads, Events) = (leads, events);
        return this;
    }

    /// <summary><c>baton score</c> with these files and further arguments.</summary>
    public BatonProcess Baton(params string[] more) => BatonProcess.Run(Arguments(more));

    public string[] Arguments(params string[] more) =>
        ["score", "--playbook", Playbook, "--leads", Leads, .. Events is null ? (string[])[] : ["--events", Events], "--as-of", AsOf, .. more];

    /// <summary>Scores in this process, on the usual day.</summary>
    public ScoreRun Score(string asOf = AsOf, string? id = null, params (string Column, string Meaning)[] map)
    {
        var choices = new ColumnChoices(id, map.ToDictionary(m => m.Column, m => m.Meaning, StringComparer.OrdinalIgnoreCase));
        var request = new ScoreRequest(Playbook, Leads, Events, AsOfTime.Parse(asOf)!.Value, Now: AsOfTime.Parse(AsOf)!.Value, choices);
        _rejected.Clear();
        var run = ScoreRun.Execute(request, (_, row) => _rejected.Add(row), Stream.Null, new ProgressDisplay(console: null), out var problems, CancellationToken.None);
        return run ?? throw new InvalidOperationException(string.Join('\n', problems));
    }

    /// <summary>Every lead's score by its id.</summary>
    public Dictionary<string, Score> Scores(string asOf = AsOf)
    {
        var leads = Score(asOf).Leads;
        return Enumerable.Range(0, leads.Count).ToDictionary(leads.IdOf, lead => leads.Scores[lead]);
    }

    public int TotalOf(string id, string asOf = AsOf) => Scores(asOf)[id].Total;

    public void Dispose() => _folder.Dispose();
}

using System.Reflection;
using Baton.Server.Imports;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Home;

/// <summary>
/// The way from a fresh install to a lead whose score is explained. How far somebody has come is what is there, and nothing else is kept of it: whoever brings the data
/// in on the command line has taken the step, too.
/// </summary>
internal sealed class FirstSteps(IDatabase database, LeadList leads, ImportDesk desk, IClock clock)
{
    private static readonly (ImportKind Kind, string File)[] SampleFiles = [(ImportKind.Leads, "leads.csv"), (ImportKind.Events, "events.ndjson")];

    /// <summary>How far a workspace has come, with the lead that has the most points.</summary>
    public async Task<StepsTaken> ReadAsync(Guid workspaceId, CancellationToken cancel)
    {
        var taken = await FactsAsync(workspaceId, cancel);
        if (!taken.HasLeads)
        {
            return taken;
        }

        var (found, _) = await leads.ReadAsync(workspaceId, new LeadQuery(LeadOrder.HighestScore, null, null, null, null, null, Visitors: false, Limit: 1, null), cancel);
        return taken with { First = found is [var first] ? first : null };
    }

    /// <summary>How far it has come, for whoever is to be led; null for others: they do not run Baton here, nothing is left to do, or somebody has said that they know the way.</summary>
    public async Task<StepsTaken?> ForAsync(Viewer viewer, CancellationToken cancel) =>
        viewer.May(Right.Administer) && await FactsAsync(viewer.Workspace, cancel) is { IsHidden: false } taken && (taken.Playbook is null || !taken.HasLeads || taken.IsScoring) ? taken : null;

    /// <summary>Leads nobody any more.</summary>
    public Task HideAsync(Guid workspaceId, CancellationToken cancel) => database.WriteAsync(
        transaction => transaction.Connection!.Execute(
            "UPDATE workspace SET start_hidden_at = @now WHERE workspace_id = @workspaceId AND start_hidden_at IS NULL", new { workspaceId, now = clock.GetCurrentInstant().ToUnixTimeMilliseconds() }, transaction),
        cancel);

    /// <summary>Imports the sample files.</summary>
    public async Task ImportSamplesAsync(Guid workspaceId, string by, AuditedAct act, CancellationToken cancel)
    {
        foreach (var (kind, file) in SampleFiles)
        {
            await using var content = Assembly.GetExecutingAssembly().GetManifestResourceStream($"samples.{file}")!;
            await desk.TakeAsync(new Upload(workspaceId, kind, ColumnChoices.None, AsOf: null, file, by, content), act with { Subject = file }, cancel);
        }
    }

    /// <summary>How far it has come, without a lead.</summary>
    public async Task<StepsTaken> FactsAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var row = await connection.QuerySingleAsync<(string? Playbook, int Drafts, int Leads, int Imports, int Rescores, long? Hidden)>(new CommandDefinition(
            """
            SELECT (SELECT p.name FROM playbook AS p WHERE p.workspace_id = w.workspace_id AND p.version = w.playbook),
                (SELECT COUNT(*) FROM playbook AS p WHERE p.workspace_id = w.workspace_id),
                CASE WHEN EXISTS (SELECT 1 FROM lead AS l WHERE l.workspace_id = w.workspace_id AND l.parent_id IS NULL AND l.is_known) THEN 1 ELSE 0 END,
                (SELECT COUNT(*) FROM import AS i WHERE i.workspace_id = w.workspace_id AND i.finished_at IS NULL AND i.state = @running),
                (SELECT COUNT(*) FROM rescore AS r WHERE r.workspace_id = w.workspace_id AND r.finished_at IS NULL),
                w.start_hidden_at
            FROM workspace AS w WHERE w.workspace_id = @workspaceId
            """,
            new { workspaceId, running = (short)ImportState.Running },
            cancellationToken: cancel));
        return new StepsTaken(row.Playbook, row.Drafts > 0, row.Leads > 0, row.Imports > 0, row.Rescores > 0, row.Hidden is not null, First: null);
    }
}

/// <summary>How far a workspace has come.</summary>
/// <param name="Playbook">The name of the playbook in force; null where there is none.</param>
/// <param name="HasDraft">True where there is a playbook, in force or not.</param>
/// <param name="HasLeads">True where somebody is known.</param>
/// <param name="IsImporting">True as long as files are imported.</param>
/// <param name="IsScoring">True as long as leads are scored by a new playbook.</param>
/// <param name="IsHidden">True where somebody has said that they know the way.</param>
/// <param name="First">The lead with the most points; null where there is none, or nobody has asked.</param>
public sealed record StepsTaken(string? Playbook, bool HasDraft, bool HasLeads, bool IsImporting, bool IsScoring, bool IsHidden, LeadInList? First)
{
    /// <summary>True where there is a lead with a score to look at.</summary>
    public bool HasResult => Playbook is not null && HasLeads && !IsScoring && !IsImporting;

    /// <summary>How many of the three steps are taken.</summary>
    public int Count => (Playbook is null ? 0 : 1) + (HasLeads ? 1 : 0) + (HasResult ? 1 : 0);
}

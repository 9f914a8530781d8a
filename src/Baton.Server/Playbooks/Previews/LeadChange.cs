using Baton.Core.Lifecycle;

namespace Baton.Server.Playbooks.Previews;

/// <summary>What another playbook makes of a lead.</summary>
/// <param name="Number">Its place in the sample.</param>
/// <param name="Lead">The lead.</param>
/// <param name="Now">What becomes of it by the playbook that holds.</param>
/// <param name="Then">What would become of it by the other.</param>
internal sealed record LeadChange(int Number, SampledLead Lead, Decision.Decided Now, Decision.Decided Then)
{
    public int Points => Then.Score.Total - Now.Score.Total;

    /// <summary>How much further along the path; below 0 for back.</summary>
    public int Steps => PlaceOf(Then.Stage) - PlaceOf(Now.Stage);

    public bool IsGain => Steps > 0 || (Steps == 0 && Points > 0);

    public bool IsLoss => Steps < 0 || (Steps == 0 && Points < 0);

    /// <summary>True where it would be handed over to sales at once, and is not as things are.</summary>
    public bool IsHandedOver => IsOpened(Then) && !IsOpened(Now);

    /// <summary>1 where it would come to stand at a stage, −1 where it would leave it.</summary>
    public int MoreAt(Stage stage) => (Then.Stage == stage ? 1 : 0) - (Now.Stage == stage ? 1 : 0);

    /// <summary>What is beside the path is before it.</summary>
    private static int PlaceOf(Stage stage) => stage.IsOnPath() ? (int)stage : -1;

    private static bool IsOpened(Decision.Decided decided) => decided.Happenings.Any(happening => happening is Happening.HandoffOpened);
}

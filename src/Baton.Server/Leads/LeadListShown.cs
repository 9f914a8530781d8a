namespace Baton.Server.Leads;

/// <summary>A page of the list of leads.</summary>
/// <param name="Address">What is asked for.</param>
/// <param name="Condition">The condition as rows; null where it is none and is shown as it is written.</param>
/// <param name="Leads">What was found.</param>
public sealed record LeadListShown(LeadListAddress Address, LeadListCondition? Condition, IReadOnlyList<ListedLead> Leads)
{
    /// <summary>The page behind this one; null at the end.</summary>
    public LeadListAddress? Next { get; init; }

    /// <summary>How many leads the whole list has, at most one more than are counted; null where only looking through all of them would tell.</summary>
    public int? Count { get; init; }

    /// <summary>What is wrong with what is asked for.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    /// <summary>True where what is asked for cannot be read, so that there is no list of it.</summary>
    public bool IsWrong => Mistakes.Count > 0 || Condition?.HasProblem == true;

    /// <summary>The views that whoever looks has.</summary>
    public IReadOnlyList<LeadView> Views { get; init; } = [];

    /// <summary>What to call the account whose leads are asked for; null for none.</summary>
    public string? Account { get; init; }

    /// <summary>A view that was deleted just now; null for none.</summary>
    public LeadView? Deleted { get; init; }

    /// <summary>True where another row of the condition is asked for.</summary>
    public bool IsRowAsked { get; init; }

    /// <summary>The view that is shown, or was the beginning of what is; null for none.</summary>
    public LeadView? View => Views.FirstOrDefault(view => view.Id == Address.View);

    /// <summary>The condition as a playbook has it; null for none.</summary>
    public string? Yaml => Condition is null ? Address.Where : Condition.HasProblem ? null : Condition.Yaml();
}

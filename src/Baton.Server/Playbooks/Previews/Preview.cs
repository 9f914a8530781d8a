using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Server.Playbooks.Previews;

/// <summary>What publishing a playbook would change, told by the workspace's own leads.</summary>
/// <param name="Moment">As of when.</param>
/// <param name="Leads">How many leads there are whose name or address is known.</param>
/// <param name="Read">How many of them were scored: all of them, or those with the most points and every so-manieth of the others.</param>
/// <param name="IsCut">True where leads of the sample did more than is read, so that rules that count what no rule has counted so far may give too little.</param>
/// <param name="Stages">How many stand where, in the order of the path; stages without any are left out.</param>
/// <param name="Bands">How many have how many points, from the lowest band to the highest.</param>
/// <param name="Handoffs">How many leads would be handed over to sales at once.</param>
/// <param name="Up">How many would come further along the path.</param>
/// <param name="Down">How many would fall back.</param>
/// <param name="Rising">Leads that gain, those that come furthest first.</param>
/// <param name="Falling">Leads that lose, those that fall furthest first.</param>
public sealed record Preview(
    Instant Moment,
    long Leads,
    int Read,
    bool IsCut,
    IReadOnlyList<StageForecast> Stages,
    IReadOnlyList<BandForecast> Bands,
    Estimate Handoffs,
    Estimate Up,
    Estimate Down,
    IReadOnlyList<Mover> Rising,
    IReadOnlyList<Mover> Falling)
{
    /// <summary>True where every lead was scored, so that nothing is an estimate.</summary>
    public bool IsExact => Read == Leads && !IsCut;
}

/// <summary>A number of leads, with how far off it may be.</summary>
/// <param name="Count">The best guess.</param>
/// <param name="Margin">With 95 % certainty the true number is no further from it than this; 0 where it is exact.</param>
public readonly record struct Estimate(long Count, long Margin);

/// <summary>How many leads stand at a stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Now">By the playbook that holds.</param>
/// <param name="Then">By the other.</param>
public sealed record StageForecast(Stage Stage, long Now, Estimate Then);

/// <summary>How many leads have so many points.</summary>
/// <param name="From">The lowest score of the band.</param>
/// <param name="To">The highest.</param>
/// <param name="Now">By the playbook that holds.</param>
/// <param name="Then">By the other.</param>
public sealed record BandForecast(int From, int To, long Now, long Then);

/// <summary>A lead that a playbook would move.</summary>
/// <param name="Lead">Its id.</param>
/// <param name="Name">Its name, or its address; null where neither is known.</param>
/// <param name="Company">Whom the person works for; null where nobody knows it.</param>
/// <param name="StageNow">Where it stands.</param>
/// <param name="StageThen">Where it would stand.</param>
/// <param name="ScoreNow">Its points.</param>
/// <param name="ScoreThen">The points that it would have.</param>
/// <param name="Why">What makes most of the difference, the most first.</param>
public sealed record Mover(Guid Lead, string? Name, string? Company, Stage StageNow, Stage StageThen, int ScoreNow, int ScoreThen, IReadOnlyList<MoverReason> Why);

/// <summary>A line of the score that changes.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Line">The name of the rule, or what a limit does.</param>
/// <param name="Points">How many points more, or less than 0 for fewer, to one decimal.</param>
public sealed record MoverReason(LineKind Kind, string Line, decimal Points);

using Baton.Server.Imports;
using NodaTime;

namespace Baton.Server.Scoring;

/// <summary>What to score, and by what.</summary>
/// <param name="Playbook">The path of the playbook.</param>
/// <param name="Leads">The path of the leads; <c>-</c> is standard input.</param>
/// <param name="Events">The path of the events; <c>-</c> is standard input, null is none.</param>
/// <param name="AsOf">The moment that the scores are as of.</param>
/// <param name="Now">The present. Events dated later than they can be known of count from now on.</param>
/// <param name="Columns">What the user said of columns.</param>
internal sealed record ScoreRequest(string Playbook, string Leads, string? Events, Instant AsOf, Instant Now, ColumnChoices Columns);

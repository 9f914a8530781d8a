using System.Data.Common;
using Baton.Core.Scoring;
using Baton.Server.Intake;
using Baton.Server.Storage;
using Dapper;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Leads;

/// <summary>
/// The UTC day from which on behaviour is kept event by event. What older days came to is in the tallies alone, and stays there.
/// </summary>
/// <param name="Day">The first day of which events are kept; null where all are.</param>
internal readonly record struct Horizon(LocalDate? Day)
{
    /// <summary>A day whose last millisecond is asked about is told whole.</summary>
    private static readonly Duration ToEndOfDay = Duration.FromMilliseconds(1);

    /// <summary>The workspace's. Inside a <see cref="LeadBook"/>'s transaction it does not move.</summary>
    public static Horizon Of(DbConnection connection, DbTransaction? transaction, Guid workspaceId)
    {
        var from = connection.ExecuteScalar<long?>("SELECT events_from FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, transaction);
        return new Horizon(UnixTime.ToInstant(from)?.InUtc().Date);
    }

    /// <summary>
    /// False for a moment before the horizon: what was known then can only be told in part, for a rule sees what is left of those days, and an
    /// explanation has to say so.
    /// </summary>
    public bool IsCompleteAsOf(Instant moment) => Day is not { } day || moment >= StartOf(day);

    /// <summary>What an explanation as of a moment cannot tell, in words; null where it tells all.</summary>
    /// <param name="moment">As of when.</param>
    /// <param name="isSamePlaybook">False where the rules are not those by which the lead is counted.</param>
    public string? WhatIsMissing(Instant moment, bool isSamePlaybook)
    {
        if (Day is not { } day || (IsCompleteAsOf(moment) && isSamePlaybook))
        {
            return null;
        }

        var gone = $"What the lead did before {LocalDatePattern.Iso.Format(day)} is no longer kept event by event, so this score may not be the one of then.";
        return isSamePlaybook
            ? $"{gone} It has what the rules of now had counted by then, by whole days."
            : $"{gone} Of those days it has only what rules count in this version of the playbook as they do in the lead's.";
    }

    /// <summary>True where an event of this time is kept, or would be.</summary>
    public bool Keeps(Instant occurred) => IsCompleteAsOf(occurred);

    /// <summary>The first moment of which events are kept; null where all are.</summary>
    public Instant? Start => Day is { } day ? StartOf(day) : null;

    /// <summary>
    /// Counts what somebody did, up to a moment: days before the horizon as they were counted, later ones from their events. Rules that counted already
    /// keep what they had on older days; rules that are new start at the horizon.
    /// </summary>
    /// <param name="counted">The row's tallies.</param>
    /// <param name="reader">Reads events as the playbook has it.</param>
    /// <param name="asOf">Later events do not count; null counts all.</param>
    public EventCount Count(Tallies counted, CallReader reader, Instant? asOf = null)
    {
        var older = Day is { } day ? counted.Before(asOf is { } moment && !IsCompleteAsOf(moment) ? (moment + ToEndOfDay).InUtc().Date : day) : new Tallies();
        return new EventCount(this, older, reader, asOf);
    }

    private static Instant StartOf(LocalDate day) => day.AtMidnight().InUtc().ToInstant();
}

/// <summary>Counts the events of a row, one by one and in any order, so that no memory has to hold them all.</summary>
/// <param name="horizon">Older events are counted already.</param>
/// <param name="tallies">What older days came to; the rest is added.</param>
/// <param name="reader">Reads events as the playbook has it.</param>
/// <param name="asOf">Later events do not count; null counts all.</param>
internal sealed class EventCount(Horizon horizon, Tallies tallies, CallReader reader, Instant? asOf)
{
    /// <summary>What all that was added comes to.</summary>
    public Tallies Tallies => tallies;

    /// <summary>Counts an event of the row for whatever it counts for.</summary>
    public void Add(StoredEvent kept)
    {
        if (kept.Kind.IsBehaviour() && !kept.Mark.IsMachine() && horizon.Keeps(kept.Occurred) && !(kept.Occurred > asOf))
        {
            foreach (var occasion in reader.Read(kept).Occasions)
            {
                tallies.Add(occasion, kept.Occurred);
            }
        }
    }
}

using Baton.Core.Handoffs;
using Baton.Server.Delivery;
using Baton.Server.Keys;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Playbooks;
using Baton.Server.Teams;
using NodaTime;

namespace Baton.Server.Tests;

/// <summary>What tests set up is done by the test, and so it stands in the audit log.</summary>
internal static class TestActs
{
    public const string Actor = "the test";

    public static AuditedAct Some { get; } = new(new Auditor(Actor, Person: null, Address: null), "test.done", "something");

    public static Task<(ApiKey Key, KeyInfo Info)> AddAsync(this KeyStore keys, Guid workspace, string name, IReadOnlyList<string> scopes, CancellationToken cancel) =>
        keys.AddAsync(workspace, name, scopes, by: null, Some, cancel);

    public static Task<(ApiKey Key, KeyInfo Info)> AddAsync(this KeyStore keys, Guid workspace, string name, IReadOnlyList<string> scopes, string? by, CancellationToken cancel) =>
        keys.AddAsync(workspace, name, scopes, by, Some, cancel);

    public static Task<Person?> AddAsync(this PeopleStore people, Guid workspace, string email, string name, string role, string? password, CancellationToken cancel) =>
        people.AddAsync(workspace, email, name, role, password, _ => Some, cancel);

    public static Task<PersonResult> ChangeAsync(this PeopleStore people, Guid workspace, Guid id, PersonChange change, int? revision, CancellationToken cancel) =>
        people.ChangeAsync(workspace, id, change, revision, Some, cancel);

    public static Task<bool> SetPasswordAsync(this PeopleStore people, Guid workspace, Person person, string password, CancellationToken cancel) =>
        people.SetPasswordAsync(workspace, person, password, Some, cancel);

    public static Task<AbsenceRow> AddAsync(this AbsenceStore absences, Guid workspace, Guid person, Instant from, Instant? to, string? reason, CancellationToken cancel) =>
        absences.AddAsync(workspace, person, from, to, reason, Some, cancel);

    public static Task<AbsenceRow?> EndAsync(this AbsenceStore absences, Guid workspace, Guid person, Guid id, Instant to, CancellationToken cancel) =>
        absences.EndAsync(workspace, person, id, to, Some, cancel);

    public static Task<bool> DeleteAsync(this AbsenceStore absences, Guid workspace, Guid person, Guid id, CancellationToken cancel) => absences.DeleteAsync(workspace, person, id, Some, cancel);

    public static Task<TeamResult> AddAsync(this TeamStore teams, Guid workspace, TeamDraft draft, CancellationToken cancel) => teams.AddAsync(workspace, draft, Some, cancel);

    public static Task<TeamResult> ReplaceAsync(this TeamStore teams, Guid workspace, Guid id, TeamDraft draft, Func<int, bool> isAsSeen, CancellationToken cancel) =>
        teams.ReplaceAsync(workspace, id, draft, isAsSeen, Some, cancel);

    public static Task<TeamResult> DeleteAsync(this TeamStore teams, Guid workspace, Guid id, Func<int, bool> isAsSeen, CancellationToken cancel) =>
        teams.DeleteAsync(workspace, id, isAsSeen, Some, cancel);

    public static Task<TeamFileResult> SetAsync(this TeamStore teams, Guid workspace, TeamFile file, CancellationToken cancel) => teams.SetAsync(workspace, file, Some.Who, cancel);

    public static Task<DraftResult> AddAsync(this PlaybookStore playbooks, Guid workspace, string yaml, string by, CancellationToken cancel) => playbooks.AddAsync(workspace, yaml, by, Some, cancel);

    public static Task SignAsync(this PlaybookStore playbooks, Guid workspace, int version, string team, string by, CancellationToken cancel) =>
        playbooks.SignAsync(workspace, version, team, by, Some, cancel);

    public static Task<PublishResult> PublishAsync(this PlaybookStore playbooks, Guid workspace, int version, CancellationToken cancel) => playbooks.PublishAsync(workspace, version, Some, cancel);

    public static Task<Target?> AddAsync(
        this TargetStore targets, Guid workspace, TargetKind kind, string name, string url, IReadOnlyList<string> types, string? secret, CancellationToken cancel) =>
        targets.AddAsync(workspace, kind, name, url, types, secret, Some, cancel);

    public static Task<bool> ChangeAsync(this TargetStore targets, Guid workspace, TargetKind kind, Guid id, TargetChange change, CancellationToken cancel) =>
        targets.ChangeAsync(workspace, kind, id, change, Some, cancel);

    public static Task<string?> RotateAsync(this TargetStore targets, Guid workspace, Guid id, CancellationToken cancel) => targets.RotateAsync(workspace, id, Some, cancel);

    public static Task<bool> DeleteAsync(this TargetStore targets, Guid workspace, TargetKind kind, Guid id, CancellationToken cancel) => targets.DeleteAsync(workspace, kind, id, Some, cancel);

    public static Task<TrialAnswer> RunAsync(this TargetTrial trial, Guid workspace, Target target, CancellationToken cancel) => trial.RunAsync(workspace, target, Some, cancel);

    public static Task<bool> ResendAsync(this MessageTable messages, Guid workspace, Guid id, CancellationToken cancel) => messages.ResendAsync(workspace, id, Some, cancel);

    public static Task<int> ResendDeadAsync(this MessageTable messages, Guid workspace, Guid? target, CancellationToken cancel) => messages.ResendDeadAsync(workspace, target, Some, cancel);

    public static Task<int> ReplayAsync(this MessageTable messages, Guid workspace, Guid target, Instant since, CancellationToken cancel) =>
        messages.ReplayAsync(workspace, target, since, Some, cancel);
}

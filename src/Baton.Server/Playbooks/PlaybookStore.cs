using System.Data.Common;
using Baton.Core.Documents;
using Baton.Core.Playbooks;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Playbooks;

/// <summary>The versions of the playbook of each workspace: drafts, which marketing and sales sign, and those that are published.</summary>
internal sealed class PlaybookStore(IDatabase database, IClock clock)
{
    /// <summary>The teams of which each signs a version before it is published.</summary>
    public static readonly IReadOnlyList<string> Teams = ["marketing", "sales"];

    /// <summary>Adds a draft.</summary>
    public async Task<DraftResult> AddAsync(Guid workspaceId, string yaml, string by, AuditedAct act, CancellationToken cancel)
    {
        var reading = PlaybookReader.Read(yaml);
        if (reading.Playbook is not { } playbook)
        {
            return new DraftResult.Wrong(reading.Mistakes);
        }

        var version = await database.WriteAsync(
            transaction =>
            {
                var added = Add(transaction, workspaceId, playbook.Name, yaml, by);
                (act with { Subject = NameOf(added) }).Note(transaction, workspaceId, clock.GetCurrentInstant());
                return added;
            },
            cancel);
        return new DraftResult.Added(version, reading.Hints);
    }

    /// <summary>Puts a playbook in force in a workspace that has none, signed for both teams by one person who tries Baton out.</summary>
    /// <returns>False where there is a version already, be it a draft: then nothing is changed.</returns>
    public Task<bool> AdoptAsync(Guid workspaceId, string yaml, string by, AuditedAct act, CancellationToken cancel)
    {
        var name = PlaybookReader.Read(yaml).Playbook!.Name;
        return database.WriteAsync(
            transaction =>
            {
                WorkspaceTurn.Own(transaction, workspaceId);
                if (transaction.Connection!.ExecuteScalar<int?>("SELECT 1 FROM playbook WHERE workspace_id = @workspaceId LIMIT 1", new { workspaceId }, transaction) is not null)
                {
                    return false;
                }

                var version = Add(transaction, workspaceId, name, yaml, by);
                foreach (var team in Teams)
                {
                    Sign(transaction, workspaceId, version, team, by);
                }

                act.Note(transaction, workspaceId, clock.GetCurrentInstant());
                return Publish(transaction, workspaceId, version) is PublishResult.Published;
            },
            cancel);
    }

    /// <summary>Every version without its text, the newest first.</summary>
    public async Task<IReadOnlyList<PlaybookVersion>> ListAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return await ReadAsync(connection, "WHERE workspace_id = @workspaceId ORDER BY version DESC", new { workspaceId }, cancel, yaml: "''");
    }

    /// <summary>A version; null where there is none.</summary>
    public async Task<PlaybookVersion?> GetAsync(Guid workspaceId, int version, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return (await ReadAsync(connection, "WHERE workspace_id = @workspaceId AND version = @version", new { workspaceId, version }, cancel)).SingleOrDefault();
    }

    /// <summary>The teams that a playbook's routes name and that the workspace does not have.</summary>
    public async Task<IReadOnlyList<string>> MissingTeamsAsync(Guid workspaceId, Playbook playbook, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return [.. playbook.TeamsMissingFrom(RosterTable.Read(connection, workspaceId, new Dictionary<Guid, int>(), clock.GetCurrentInstant()))];
    }

    /// <summary>Signs a version for a team; signing again changes nothing.</summary>
    public Task SignAsync(Guid workspaceId, int version, string team, string by, AuditedAct act, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            var signed = Sign(transaction, workspaceId, version, team, by);
            if (signed > 0)
            {
                act.Note(transaction, workspaceId, clock.GetCurrentInstant());
            }

            return signed;
        },
        cancel);

    /// <summary>Publishes a version: from now on leads are scored by it, those that are there in the background.</summary>
    public Task<PublishResult> PublishAsync(Guid workspaceId, int version, AuditedAct act, CancellationToken cancel) =>
        database.WriteAsync(transaction => Publish(transaction, workspaceId, version, act), cancel);

    /// <summary>What the audit log calls a version.</summary>
    public static string NameOf(int version) => FormattableString.Invariant($"Version {version}");

    private int Add(DbTransaction transaction, Guid workspaceId, string name, string yaml, string by) => transaction.Connection!.QuerySingleOrDefault<int?>(
        """
        INSERT INTO playbook (workspace_id, version, name, yaml, created_at, created_by)
        SELECT @workspaceId, COALESCE(MAX(version), 0) + 1, @name, @yaml, @Now, @by FROM playbook WHERE workspace_id = @workspaceId
        ON CONFLICT DO NOTHING
        RETURNING version
        """,
        new { workspaceId, name, yaml, Now, by },
        transaction) ?? throw new WriteConflictException("Another draft was added at this moment.");

    private int Sign(DbTransaction transaction, Guid workspaceId, int version, string team, string by) => transaction.Connection!.Execute(
        """
        INSERT INTO playbook_sign_off (workspace_id, version, team, signed_by, signed_at) VALUES (@workspaceId, @version, @team, @by, @Now)
        ON CONFLICT DO NOTHING
        """,
        new { workspaceId, version, team, by, Now },
        transaction);

    private long Now => clock.GetCurrentInstant().ToUnixTimeMilliseconds();

    private PublishResult Publish(DbTransaction transaction, Guid workspaceId, int version, AuditedAct? act = null)
    {
        var connection = transaction.Connection!;
        var parameters = new { workspaceId, version, now = Now, none = Guid.Empty };

        WorkspaceTurn.Own(transaction, workspaceId);

        // Whoever scores by the version that holds until now holds the workspace, too: from here on there is nobody.
        connection.Execute("UPDATE workspace SET playbook = playbook WHERE workspace_id = @workspaceId", parameters, transaction);
        if (connection.ExecuteScalar<int?>("SELECT version FROM playbook WHERE workspace_id = @workspaceId AND version = @version", parameters, transaction) is null)
        {
            return new PublishResult.Unknown();
        }

        var signed = connection.Query<string>(
            "SELECT team FROM playbook_sign_off WHERE workspace_id = @workspaceId AND version = @version", parameters, transaction).ToList();
        if (Teams.Except(signed).ToList() is { Count: > 0 } missing)
        {
            return new PublishResult.NotSigned(missing);
        }

        var current = connection.QuerySingle<int>("SELECT playbook FROM workspace WHERE workspace_id = @workspaceId", parameters, transaction);
        if (version <= current)
        {
            return version == current ? new PublishResult.Published(version) : new PublishResult.Superseded(current);
        }

        connection.Execute("UPDATE workspace SET playbook = @version WHERE workspace_id = @workspaceId", parameters, transaction);
        connection.Execute("UPDATE playbook SET published_at = @now WHERE workspace_id = @workspaceId AND version = @version", parameters, transaction);
        connection.Execute(
            """
            INSERT INTO rescore (workspace_id, version, started_at, total, done, after_lead)
            SELECT @workspaceId, @version, @now, COUNT(*), 0, @none FROM lead WHERE workspace_id = @workspaceId
            """,
            parameters,
            transaction);
        act?.Note(transaction, workspaceId, clock.GetCurrentInstant());
        return new PublishResult.Published(version);
    }

    private static async Task<IReadOnlyList<PlaybookVersion>> ReadAsync(DbConnection connection, string where, object parameters, CancellationToken cancel, string yaml = "yaml")
    {
        var signs = (await connection.QueryAsync<(int Version, string Team, string By, long At)>(new CommandDefinition(
            $"SELECT version, team, signed_by, signed_at FROM playbook_sign_off {where}", parameters, cancellationToken: cancel)))
            .ToLookup(sign => sign.Version, sign => new SignOff(sign.Team, sign.By, Instant.FromUnixTimeMilliseconds(sign.At)));
        var versions = await connection.QueryAsync<(int Version, string Name, string Yaml, long Created, string By, long? Published)>(new CommandDefinition(
            $"SELECT version, name, {yaml} AS yaml, created_at, created_by, published_at FROM playbook {where}", parameters, cancellationToken: cancel));
        return [.. versions.Select(row => new PlaybookVersion(
            row.Version,
            row.Name,
            row.Yaml,
            Instant.FromUnixTimeMilliseconds(row.Created),
            row.By,
            UnixTime.ToInstant(row.Published),
            [.. signs[row.Version]]))];
    }
}

/// <summary>A version of a playbook.</summary>
public sealed record PlaybookVersion(
    int Version, string Name, string Yaml, Instant Created, string CreatedBy, Instant? Published, IReadOnlyList<SignOff> SignOffs);

/// <summary>A team's signature below a version.</summary>
public sealed record SignOff(string Team, string By, Instant At);

/// <summary>What came of adding a draft.</summary>
internal abstract record DraftResult
{
    /// <summary>It is there.</summary>
    public sealed record Added(int Version, IReadOnlyList<AttributeHint> Hints) : DraftResult;

    /// <summary>It is no playbook.</summary>
    public sealed record Wrong(IReadOnlyList<Mistake> Mistakes) : DraftResult;
}

/// <summary>What came of publishing a version.</summary>
internal abstract record PublishResult
{
    /// <summary>It holds.</summary>
    public sealed record Published(int Version) : PublishResult;

    /// <summary>There is no such version.</summary>
    public sealed record Unknown : PublishResult;

    /// <summary>These teams have not signed it.</summary>
    public sealed record NotSigned(IReadOnlyList<string> Teams) : PublishResult;

    /// <summary>A later one was published; what was in force before is published again as a new version.</summary>
    public sealed record Superseded(int Current) : PublishResult;
}

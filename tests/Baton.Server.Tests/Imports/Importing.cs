using System.Security.Cryptography;
using System.Text;
using Baton.Server.Imports;
using Baton.Server.Leads;
using Baton.Server.Tests.Leads;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Imports;

/// <summary>Imports into the database of a test.</summary>
internal static class Importing
{
    public static ColumnChoices Choices(string? id = null, params (string Column, string Meaning)[] map) =>
        new(id, map.ToDictionary(m => m.Column, m => m.Meaning, StringComparer.OrdinalIgnoreCase));

    public static ImportRunner Runner(this TestWorkspace world, IClock? clock = null) =>
        new(world.Db, new Door(world.Db, world.Shelf, clock ?? world), world.Shelf, clock ?? world);

    public static Task<Import> ImportAsync(this TestWorkspace world, ImportKind kind, string text, ColumnChoices? choices = null) =>
        world.ImportAsync(kind, Encoding.UTF8.GetBytes(text), choices);

    public static Task<Import> ImportAsync(this TestWorkspace world, ImportKind kind, byte[] content, ColumnChoices? choices = null) =>
        world.RunImportAsync(kind, new MemoryStream(content), content.Length, SHA256.HashData(content), choices ?? ColumnChoices.None, world.Runner(), default);

    /// <summary>Imports a file that the user says is true as of a time.</summary>
    public static Task<Import> ImportAsOfAsync(this TestWorkspace world, ImportKind kind, string text, Instant asOf)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return world.RunImportAsync(kind, new MemoryStream(content), content.Length, SHA256.HashData(content), ColumnChoices.None, world.Runner(), default, asOf);
    }

    public static async Task<Import> ImportFileAsync(this TestWorkspace world, ImportKind kind, string path, ColumnChoices choices, CancellationToken cancel)
    {
        await using var hashed = File.OpenRead(path);
        var hash = await SHA256.HashDataAsync(hashed, cancel);
        return await world.RunImportAsync(kind, File.OpenRead(path), hashed.Length, hash, choices, world.Runner(), cancel);
    }

    public static async Task<Import> RunImportAsync(
        this TestWorkspace world, ImportKind kind, Stream content, long length, byte[] hash, ColumnChoices choices, ImportRunner runner, CancellationToken cancel, Instant? asOf = null)
    {
        InputFile.TryOpen("file", content, length, out var input, out var problem).ShouldBeTrue(problem?.ToString());
        using (input)
        {
            var (file, wrong) = await runner.OpenAsync(world.Id, kind, choices, input!, cancel);
            if (file is null)
            {
                throw new ArgumentException(wrong, nameof(content));
            }

            var now = world.GetCurrentInstant();
            var begun = await runner.BeginAsync(
                new Import
                {
                    Id = Guid.CreateVersion7(now.ToDateTimeOffset()),
                    WorkspaceId = world.Id,
                    Kind = kind,
                    FileName = "file",
                    Bytes = length,
                    Fingerprint = Import.FingerprintOf(kind, choices, hash, asOf),
                    Choices = choices,
                    State = ImportState.Running,
                    Started = now,
                    AsOf = asOf,
                    StartedBy = "test",
                },
                cancel);
            return await runner.RunAsync(begun.ShouldNotBeNull(), input!, file, cancel);
        }
    }

    public static async Task<IReadOnlyList<RejectedRow>> RejectedAsync(this TestWorkspace world, Import import) =>
        await ImportTable.RejectedAsync(world.Db, import, afterLine: 0, most: 1_000, default);

    /// <summary>All that a workspace knows, in one text, so that two can be compared.</summary>
    public static async Task<string> ContentsAsync(this TestWorkspace world)
    {
        await using var connection = await world.Db.OpenReadAsync(default);
        var leads = connection.Query<(string Identities, int Total, short Stage, short Deal, string Edits)>(
            """
            SELECT i.value, l.total, l.stage, l.deal, l.edits FROM identity i JOIN lead l ON l.workspace_id = i.workspace_id AND l.lead_id = i.lead_id
            WHERE i.workspace_id = @Id ORDER BY i.kind, i.value
            """,
            new { world.Id });
        var events = connection.ExecuteScalar<long>("SELECT count(*) FROM event WHERE workspace_id = @Id", new { world.Id });
        return string.Join('\n', leads) + FormattableString.Invariant($"\n{events} events");
    }
}

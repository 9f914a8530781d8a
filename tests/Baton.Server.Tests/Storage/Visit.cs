using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Tests.Storage;

/// <summary>A row of a table that only tests have, with a column of each type.</summary>
internal sealed record Visit(Guid Id)
{
    public static readonly Guid Workspace = new("018f0000-0000-7000-8000-000000000001");

    public long At { get; init; }

    public int? Pages { get; init; }

    public short? Grade { get; init; }

    public bool? IsHuman { get; init; }

    public double? Speed { get; init; }

    public string? Page { get; init; }

    public byte[]? Digest { get; init; }

    public Guid? Referrer { get; init; }

    private static Columns<Visit> Values => new Columns<Visit>()
        .Bigint("at", visit => visit.At)
        .Integer("pages", visit => visit.Pages)
        .Smallint("grade", visit => visit.Grade)
        .Boolean("is_human", visit => visit.IsHuman)
        .Real("speed", visit => visit.Speed)
        .Text("page", visit => visit.Page)
        .Bytes("digest", visit => visit.Digest)
        .Uuid("referrer", visit => visit.Referrer);

    private static Columns<Visit> All => new([.. new Columns<Visit>().Uuid("visit_id", visit => visit.Id), .. Values]);

    public static readonly BulkInsert<Visit> Insert = new("visit", All);

    public static readonly BulkInsert<Visit> InsertNew = new("visit", All, "ON CONFLICT DO NOTHING");

    public static readonly BulkInsert<Visit> Add = new(
        "visit", All, "ON CONFLICT (workspace_id, visit_id) DO UPDATE SET at = visit.at + excluded.at");

    public static readonly BulkUpdate<Visit> Update = new("visit", new Columns<Visit>().Uuid("visit_id", visit => visit.Id), Values);

    public static readonly BulkSelect<Guid, Visit> Select = new(
        "visit_id, at, pages, grade, is_human, speed, page, digest, referrer", "visit", new Columns<Guid>().Uuid("visit_id", id => id), Read);

    public static readonly BulkSelect<Guid, Visit> SelectForUpdate = new(
        "visit_id, at, pages, grade, is_human, speed, page, digest, referrer", "visit", new Columns<Guid>().Uuid("visit_id", id => id), Read, lockBy: "visit_id");

    public static readonly BulkSelect<Visit, Visit> SelectByPageAndTime = new(
        "visit_id, at, pages, grade, is_human, speed, page, digest, referrer",
        "visit",
        new Columns<Visit>().Text("page", visit => visit.Page).Bigint("at", visit => visit.At),
        Read);

    /// <summary>An id for a number; ids are in the order of their numbers.</summary>
    public static Guid IdOf(int number) => new(FormattableString.Invariant($"018f0000-0000-7000-8000-{number:x12}"));

    public static Visit Of(int number) => new(IdOf(number)) { At = number };

    public static async Task<TestDatabase> DatabaseAsync(Dialect dialect, DatabaseOptions? options = null)
    {
        var database = await TestDatabase.CreateAsync(dialect, options);
        await database.Db.WriteAsync(
            tx => tx.Connection!.Execute(
                """
                CREATE TABLE visit (
                    workspace_id  uuid      NOT NULL,
                    visit_id      uuid      NOT NULL,
                    at            bigint    NOT NULL,
                    pages         integer,
                    grade         smallint,
                    is_human      boolean,
                    speed         double precision,
                    page          text,
                    digest        bytea,
                    referrer      uuid,
                    PRIMARY KEY (workspace_id, visit_id)
                )
                """,
                transaction: tx),
            TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>Inserts one.</summary>
    public static Task<int> InsertAsync(IDatabase database, int number) =>
        database.WriteAsync(tx => Insert.Run(tx, Workspace, [Of(number)]), TestContext.Current.CancellationToken);

    /// <summary>The numbers of all that are committed, in the order of their ids.</summary>
    public static async Task<long[]> CommittedAsync(IDatabase database)
    {
        await using var connection = await database.OpenReadAsync(TestContext.Current.CancellationToken);
        return [.. await connection.QueryAsync<long>("SELECT at FROM visit WHERE workspace_id = @Workspace ORDER BY visit_id", new { Workspace })];
    }

    private static Visit Read(Row row) => new(row.Uuid(0))
    {
        At = row.Bigint(1),
        Pages = row.IntegerOrNull(2),
        Grade = row.SmallintOrNull(3),
        IsHuman = row.BooleanOrNull(4),
        Speed = row.RealOrNull(5),
        Page = row.TextOrNull(6),
        Digest = row.BytesOrNull(7),
        Referrer = row.UuidOrNull(8),
    };
}

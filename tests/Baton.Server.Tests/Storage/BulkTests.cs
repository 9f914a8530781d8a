using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Tests.Storage;

public class BulkTests
{
    private const int Many = 10_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task Ten_thousand_rows_are_inserted_updated_and_read_as_they_were_given(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        var visits = Enumerable.Range(0, Many).Select(number => Full(number, "before")).ToArray();
        var changed = Enumerable.Range(0, Many).Select(number => Full(number, "after ä € 😀")).ToArray();
        var ids = visits.Select(visit => visit.Id).ToArray();

        (await database.Db.WriteAsync(tx => Visit.Insert.Run(tx, Visit.Workspace, visits), Cancel)).ShouldBe(Many);
        await ShouldBeAsync(visits);
        (await database.Db.WriteAsync(tx => Visit.Update.Run(tx, Visit.Workspace, changed), Cancel)).ShouldBe(Many);
        await ShouldBeAsync(changed);

        async Task ShouldBeAsync(Visit[] expected)
        {
            await using var connection = await database.Db.OpenReadAsync(Cancel);
            var read = Visit.Select.Run(connection, Visit.Workspace, ids).OrderBy(visit => visit.Id).ToArray();
            read.Length.ShouldBe(expected.Length);
            foreach (var (was, given) in read.Zip(expected).Where(pair => Shown(pair.First) != Shown(pair.Second)))
            {
                Shown(was).ShouldBe(Shown(given));
            }
        }
    }

    [Theory]
    [EachDatabase]
    public async Task Nulls_and_empty_values_are_told_apart(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        Visit[] visits = [Visit.Of(1), Visit.Of(2) with { Page = "", Digest = [] }];

        var read = await database.Db.WriteAsync(
            tx =>
            {
                Visit.Insert.Run(tx, Visit.Workspace, visits);
                return Visit.SelectForUpdate.Run(tx, Visit.Workspace, [visits[0].Id, visits[1].Id]);
            },
            Cancel);

        read.Select(Shown).ShouldBe(visits.Select(Shown));
        (read[0].Page, read[0].Digest, read[1].Page, read[1].Digest?.Length).ShouldBe((null, null, "", 0));
    }

    [Theory]
    [EachDatabase]
    public async Task Inserting_tells_which_rows_are_new(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        await database.Db.WriteAsync(tx => Visit.Insert.Run(tx, Visit.Workspace, [.. Numbers(0, 6_000, 2)]), Cancel);
        Visit[] visits = [.. Numbers(0, 6_000, 1), Visit.Of(1), Visit.Of(7_000), Visit.Of(7_000) with { Page = "second" }];

        var (added, again) = await database.Db.WriteAsync(
            tx => (Visit.InsertNew.RunAndFindNew(tx, Visit.Workspace, visits), Visit.InsertNew.RunAndFindNew(tx, Visit.Workspace, visits)), Cancel);

        added.ShouldBe([.. Enumerable.Range(0, 3_000).Select(i => i * 2 + 1), 6_001]);
        again.ShouldBeEmpty();
        await using var connection = await database.Db.OpenReadAsync(Cancel);
        Visit.Select.Run(connection, Visit.Workspace, [Visit.IdOf(7_000)]).Single().Page.ShouldBeNull("The first of two is the one.");
    }

    [Theory]
    [EachDatabase]
    public async Task No_statement_touches_another_workspace(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        var other = Visit.IdOf(2);
        Visit[] visits = [Visit.Of(1)];

        (await database.Db.WriteAsync(
            tx =>
            {
                Visit.Insert.Run(tx, Visit.Workspace, visits);
                Visit.Update.Run(tx, other, visits).ShouldBe(0);
                Visit.Select.Run(tx, other, [visits[0].Id]).ShouldBeEmpty();
                Visit.Insert.Run(tx, other, visits).ShouldBe(1);
                return Visit.Select.Run(tx, other, [visits[0].Id]).Count;
            },
            Cancel)).ShouldBe(1);
    }

    [Theory]
    [EachDatabase]
    public async Task Rows_are_found_by_several_columns_and_absent_ones_are_left_out(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        var visits = Numbers(0, 100, 1).Select(visit => visit with { Page = visit.At % 2 == 0 ? "even" : "odd" }).ToArray();

        var found = await database.Db.WriteAsync(
            tx =>
            {
                Visit.Insert.Run(tx, Visit.Workspace, visits);
                return Visit.SelectByPageAndTime.Run(tx, Visit.Workspace, [visits[3], visits[4] with { Page = "odd" }, visits[6], Visit.Of(1000)]);
            },
            Cancel);

        found.Select(visit => visit.At).Order().ShouldBe([3, 6]);
    }

    [Theory]
    [EachDatabase]
    public async Task No_rows_are_no_work(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);

        (await database.Db.WriteAsync(
            tx => Visit.Insert.Run(tx, Visit.Workspace, []) + Visit.Update.Run(tx, Visit.Workspace, [])
                + Visit.InsertNew.RunAndFindNew(tx, Visit.Workspace, []).Count + Visit.SelectForUpdate.Run(tx, Visit.Workspace, []).Count,
            Cancel)).ShouldBe(0);
    }

    [Theory]
    [EachDatabase]
    public async Task Ids_go_through_dapper_and_sort_as_they_are_written(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        Guid[] ids = [new("ff000000-0000-0000-0000-000000000001"), new("00000000-0000-0000-0000-0000000000ff"), new("01020304-0506-0708-090a-0b0c0d0e0f10")];
        foreach (var id in ids)
        {
            await database.Db.WriteAsync(
                tx => tx.Connection!.Execute(
                    "INSERT INTO visit (workspace_id, visit_id, at, referrer) VALUES (@Workspace, @id, 1, @referrer)",
                    new { Visit.Workspace, id, referrer = id == ids[1] ? (Guid?)null : id },
                    tx),
                Cancel);
        }

        await using var connection = await database.Db.OpenReadAsync(Cancel);
        const string Order = "SELECT visit_id FROM visit WHERE workspace_id = @Workspace ORDER BY visit_id";
        const string One = "SELECT visit_id AS id, referrer, at FROM visit WHERE workspace_id = @Workspace AND visit_id = @id";

        (await connection.QueryAsync<Guid>(Order, new { Visit.Workspace })).ShouldBe(ids.OrderBy(id => id.ToString()));
        (await connection.QuerySingleAsync<Referral>(One, new { Visit.Workspace, id = ids[0] })).ShouldBe(new Referral(ids[0], ids[0], 1));
        (await connection.QuerySingleAsync<Referral>(One, new { Visit.Workspace, id = ids[1] })).ShouldBe(new Referral(ids[1], null, 1));
        (await connection.QuerySingleAsync<Settable>(One, new { Visit.Workspace, id = ids[0] })).Referrer.ShouldBe(ids[0]);
        (await connection.QuerySingleAsync<Settable>(One, new { Visit.Workspace, id = ids[1] })).Referrer.ShouldBeNull();
        (await connection.ExecuteScalarAsync<Guid>(Order, new { Visit.Workspace })).ShouldBe(ids[1]);
    }

    private static IEnumerable<Visit> Numbers(int from, int to, int step) =>
        Enumerable.Range(0, (to - from) / step).Select(i => Visit.Of(from + i * step));

    private static Visit Full(int number, string page) => new(Visit.IdOf(number))
    {
        At = long.MaxValue - number,
        Pages = number % 5 == 0 ? null : -number,
        Grade = number % 7 == 0 ? null : (short)number,
        IsHuman = number % 3 == 0 ? null : number % 2 == 0,
        Speed = number % 11 == 0 ? null : number / 3.0,
        Page = number % 13 == 0 ? null : $"{page} {new string('x', number % 1_000)}",
        Digest = number % 17 == 0 ? null : [.. BitConverter.GetBytes(number), 0, 255],
        Referrer = number % 19 == 0 ? null : Visit.IdOf(number / 2),
    };

    private static string Shown(Visit visit) =>
        $"{visit with { Digest = null }} {(visit.Digest is { } digest ? "0x" + Convert.ToHexString(digest) : "none")}";

    private sealed record Referral(Guid Id, Guid? Referrer, long At);

    private sealed class Settable
    {
        public Guid Id { get; init; }

        public Guid? Referrer { get; init; }
    }
}

using Baton.Server.Handoffs;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Dapper;

namespace Baton.Server.Tests.Handoffs;

/// <summary>However many hand-offs there are, what is asked of them is found by an index.</summary>
public class HandoffPlanTests
{
    [Theory]
    [EachDatabase]
    public async Task Every_list_of_hand_offs_is_read_by_an_index_in_its_order(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateAsync(dialect);
        await using var connection = await database.Db.OpenReadAsync(TestContext.Current.CancellationToken);
        var some = (from state in (string?[])[null, "open", "closed"]
                    from person in (Guid?[])[null, Guid.Empty]
                    from isNobodys in (bool[])[false, true]
                    select new HandoffQuery(state, person, isNobodys, Stage: null, Lead: null, 50, After: null)).ToList();
        foreach (var query in dialect == Dialect.Sqlite ? some : [])
        {
            var plan = string.Join('\n', connection.Query<(int, int, int, string Detail)>(
                "EXPLAIN QUERY PLAN " + HandoffList.Sql(query), new { workspaceId = Guid.Empty, person = Guid.Empty, rows = 51 }).Select(step => step.Detail));
            plan.ShouldContain(query.State == "open" ? "INDEX handoff_open" : "INDEX handoff_");
            plan.ShouldNotContain("TEMP B-TREE", customMessage: query.ToString());
            if (query.Person is not null || query.IsNobodys)
            {
                plan.ShouldContain("person_id=?", customMessage: query.ToString());
            }
        }
    }

    [Theory]
    [EachDatabase]
    public async Task The_owner_of_an_account_is_found_by_its_leads(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateAsync(dialect);
        await using var connection = await database.Db.OpenReadAsync(TestContext.Current.CancellationToken);
        var explain = dialect == Dialect.Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        var plan = string.Join('\n', connection.Query(explain + HandoffTable.OwnerSql, new { workspaceId = Guid.Empty, account = Guid.Empty, sql = (short)4 })
            .Select(row => string.Join(' ', ((IDictionary<string, object>)row).Values)));
        if (dialect == Dialect.Sqlite)
        {
            plan.ShouldContain("root USING INDEX lead_account (workspace_id=? AND account_id=?)");
            plan.ShouldContain("handoff USING INDEX handoff_lead (workspace_id=? AND lead_id=?)");
        }
    }
}

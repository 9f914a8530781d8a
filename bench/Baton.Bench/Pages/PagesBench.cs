using System.Diagnostics;
using System.Globalization;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Bench.Pages;

/// <summary>Measures how long each page takes, and how heavy it is, with a workspace of a million leads behind it.</summary>
internal static class PagesBench
{
    /// <summary>Enough for a p99 that one slow answer does not decide.</summary>
    private const int Visits = 300;
    private const int WarmUp = 40;
    private const int Previews = 60;

    /// <param name="args">As <c>name=value</c>: <c>program</c>, <c>playbook</c>, <c>password</c>, and the databases by the names <c>sqlite</c> and <c>postgres</c>.</param>
    public static async Task RunAsync(string[] args)
    {
        var values = args.Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        Console.WriteLine("database  page                                    p50 ms   p99 ms   longest   times a bare page   KB   KB with all it needs");
        foreach (var kind in new[] { "sqlite", "postgres" }.Where(values.ContainsKey))
        {
            await using var server = await ServerProcess.StartAsync(values["program"], values[kind]);
            await SettleAsync(values[kind]);
            using var visitor = await Visitor.SignInAsync(server.Port, "katja.brandt@packline.example", values["password"]);
            using var operations = await Visitor.SignInAsync(server.Port, "admin@packline.example", values["password"]);
            var targets = await TargetsAsync(values[kind]);
            var bare = await MeasureAsync(visitor, ["/me"]);
            foreach (var (name, paths) in targets)
            {
                var who = name.StartsWith("/settings", StringComparison.Ordinal) ? operations : visitor;
                var page = await MeasureAsync(who, paths);
                var all = await who.WeighAsync(paths[0]);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{kind,-9} {name,-38} {At(page.Times, 0.5),7:0.0} {At(page.Times, 0.99),8:0.0} {At(page.Times, 1),9:0.0} {At(page.Times, 0.5) / At(bare.Times, 0.5),19:0.0} {page.Bytes / 1024.0,5:0} {all / 1024.0,6:0}"));
            }

            await PreviewAsync(kind, visitor, values["playbook"]);
        }
    }

    /// <summary>Waits until every lead is scored, and nothing is left that the server does by itself.</summary>
    private static async Task SettleAsync(string location)
    {
        await using var database = Databases.Open(location);
        while (true)
        {
            await using var connection = await database.OpenReadAsync(CancellationToken.None);
            var now = SystemClock.Instance.GetCurrentInstant().ToUnixTimeMilliseconds();
            if (await connection.ExecuteScalarAsync<int?>(
                """
                SELECT 1 FROM lead WHERE wake_at <= @now UNION ALL SELECT 1 FROM rescore WHERE finished_at IS NULL UNION ALL SELECT 1 FROM account WHERE changed_at IS NOT NULL
                UNION ALL SELECT 1 FROM word_fill LIMIT 1
                """,
                new { now }) is null)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(5));
        }
    }

    private static async Task<(List<double> Times, long Bytes)> MeasureAsync(Visitor visitor, IReadOnlyList<string> paths)
    {
        for (var visit = 0; visit < WarmUp; visit++)
        {
            await visitor.GetAsync(paths[visit % paths.Count]);
        }

        var (times, bytes) = (new List<double>(), 0L);
        for (var visit = 0; visit < Visits; visit++)
        {
            var (time, weight) = await visitor.GetAsync(paths[visit % paths.Count]);
            times.Add(time);
            bytes = Math.Max(bytes, weight);
        }

        times.Sort();
        return (times, bytes);
    }

    /// <summary>Somebody types: each time another number in the text, as if each key told.</summary>
    private static async Task PreviewAsync(string kind, Visitor visitor, string playbook)
    {
        var text = await File.ReadAllTextAsync(playbook);
        var first = await AskAsync(text);
        var times = new List<double>();
        for (var key = 0; key < Previews; key++)
        {
            times.Add((await AskAsync(text.Replace("points: 15", string.Create(CultureInfo.InvariantCulture, $"points: {16 + key}"), StringComparison.Ordinal))).Longest);
        }

        times.Sort();
        var counted = await AskAsync(text.Replace("event: ", "event: New ", StringComparison.Ordinal));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind,-9} {"what-if while typing",-38} {At(times, 0.5),7:0.0} {At(times, 0.99),8:0.0} {At(times, 1),9:0.0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-9} {"the first what-if",-38} longest answer {first.Longest:0} ms, told after {first.Told:0.0} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-9} {"the first that counts other events",-38} longest answer {counted.Longest:0} ms, told after {counted.Told:0.0} s"));

        // As the page does: what is still being read is asked for again, a second later.
        async Task<(double Longest, double Told)> AskAsync(string yaml)
        {
            var (start, longest) = (Stopwatch.GetTimestamp(), 0.0);
            while (true)
            {
                var (time, answer) = await visitor.PostAsync("/playbook/what-if", ("yaml", yaml));
                longest = Math.Max(longest, time);
                if (!answer.Contains("data-unfinished", StringComparison.Ordinal))
                {
                    return (longest, Stopwatch.GetElapsedTime(start).TotalSeconds);
                }

                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>The pages, each with the addresses that are visited in turn.</summary>
    private static async Task<IReadOnlyList<(string Name, IReadOnlyList<string> Paths)>> TargetsAsync(string location)
    {
        await using var database = Databases.Open(location);
        await using var connection = await database.OpenReadAsync(CancellationToken.None);
        var best = await IdsAsync("SELECT lead_id FROM lead WHERE parent_id IS NULL AND is_known ORDER BY total DESC, lead_id LIMIT 50");
        var others = await IdsAsync("SELECT lead_id FROM lead WHERE parent_id IS NULL AND is_known AND total BETWEEN 1 AND 20 ORDER BY workspace_id, lead_id LIMIT 100");
        var open = await IdsAsync("SELECT lead_id FROM handoff WHERE closed_at IS NULL ORDER BY lead_id LIMIT 50");
        var handoffs = await IdsAsync("SELECT handoff_id FROM handoff WHERE closed_at IS NULL ORDER BY lead_id LIMIT 50");
        var accounts = await IdsAsync("SELECT account_id FROM (SELECT account_id, COUNT(*) AS people FROM lead WHERE account_id IS NOT NULL GROUP BY workspace_id, account_id) AS found ORDER BY people DESC, account_id LIMIT 50");
        var teams = await IdsAsync("SELECT team_id FROM team");
        var imports = await IdsAsync("SELECT import_id FROM import");
        return
        [
            ("/", ["/"]),
            ("/leads", ["/leads"]),
            ("/leads?q=, a common name", ["/leads?q=anna", "/leads?q=muller", "/leads?q=thomas+weber"]),
            ("/leads?q=, as somebody types", [.. "Katrin Schneider".Select((_, i) => $"/leads?q={Uri.EscapeDataString("Katrin Schneider"[..(i + 1)])}")]),
            ("/leads, a condition that few meet", [$"/leads?where={Uri.EscapeDataString("{ title: { contains: director }, country: Portugal }")}"]),
            ("/leads, newest first", ["/leads?sort=newest"]),
            ("/leads/board", ["/leads/board"]),
            ("/leads/{id}, the best", Each(best, "/leads/{0}")),
            ("/leads/{id}, others", Each(others, "/leads/{0}")),
            ("/leads/{id}, handed over", Each(open, "/leads/{0}")),
            ("/leads/{id}, as of a day", Each(best, "/leads/{0}?asOf=2026-06-01")),
            ("/leads/{id}/timeline", Each(best, "/leads/{0}/timeline")),
            ("/leads/{id}/merge", Each(best, "/leads/{0}/merge?q=weber")),
            .. new[] { "accept", "reject", "contacts", "notes", "answers", "snooze", "tasks", "move" }.Select(act => ($"/leads/{{id}}/{act}", Each(open, "/leads/{0}/" + act))),
            ("/handoffs/{id}/brief", Each(handoffs, "/handoffs/{0}/brief")),
            ("/accounts", ["/accounts"]),
            ("/accounts/{id}, the largest", Each(accounts, "/accounts/{0}")),
            ("/playbook", ["/playbook"]),
            ("/playbook/1", ["/playbook/1"]),
            ("/playbook/1/edit", ["/playbook/1/edit"]),
            ("/playbook/1/print", ["/playbook/1/print"]),
            ("/playbook/new", ["/playbook/new"]),
            ("/playbook/history", ["/playbook/history"]),
            ("/playbook/compare", ["/playbook/compare?from=1&to=1"]),
            ("/start", ["/start"]),
            ("/me", ["/me"]),
            ("/me/code", ["/me/code"]),
            ("/settings/people", ["/settings/people"]),
            ("/settings/teams", ["/settings/teams"]),
            ("/settings/teams/{id}", Each(teams, "/settings/teams/{0}")),
            ("/settings/teams/routing", ["/settings/teams/routing"]),
            ("/settings/teams/routing, tried", ["/settings/teams/routing?stage=SQL"]),
            ("/settings/teams/absences", ["/settings/teams/absences"]),
            ("/settings/channels", ["/settings/channels"]),
            ("/settings/webhooks", ["/settings/webhooks"]),
            ("/settings/webhooks/new", ["/settings/webhooks/new"]),
            ("/settings/deliveries", ["/settings/deliveries"]),
            ("/settings/keys", ["/settings/keys"]),
            ("/settings/imports", ["/settings/imports"]),
            ("/settings/imports/{id}", Each(imports, "/settings/imports/{0}")),
            ("/settings/retention", ["/settings/retention"]),
            ("/settings/audit", ["/settings/audit"]),
        ];

        static IReadOnlyList<string> Each(IReadOnlyList<Guid> ids, string path) => [.. ids.Select(id => string.Format(CultureInfo.InvariantCulture, path, id))];

        async Task<IReadOnlyList<Guid>> IdsAsync(string sql) => [.. await connection.QueryAsync<Guid>(sql)];
    }

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
}

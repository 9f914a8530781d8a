using System.Collections.Immutable;
using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Playbooks;

/// <summary>Reads <c>handoffs</c>: routes, deadlines and cadences.</summary>
internal sealed class HandoffsReader(Mistakes mistakes, AttributeHints hints)
{
    internal static readonly string[] StageNames = ["mql", "sql"];
    internal static readonly string[] PlanNames = ["routes", "fallback", "response", "decision", "cadence"];
    internal static readonly string[] RouteNames = ["name", "when", "owner_first", "team", "assign"];
    internal static readonly string[] DeadlineNames = ["within", "remind_at", "escalate_at", "reassign_at"];
    internal static readonly string[] CadenceNames = ["attempts", "grace", "wake"];
    internal static readonly string[] AttemptNames = ["kind", "day"];

    private const int MostPercent = 1_000;
    private const int MostAttempts = 50;
    private const int LongestDays = 3_650;

    public ImmutableArray<HandoffPlan> Plans(Node? node, ImmutableArray<Gate> gates)
    {
        if (node is null || Section.From(node, "`handoffs`", StageNames, mistakes) is not { } section)
        {
            return [];
        }

        var plans = ImmutableArray.CreateBuilder<HandoffPlan>();
        foreach (var (name, stage) in StageNames.Zip([Stage.Mql, Stage.Sql]))
        {
            if (section[name] is { } planNode && PlanOf(planNode, stage) is { } plan)
            {
                plans.Add(plan);
                if (gates.All(gate => gate.Stage != stage) && mistakes.None)
                {
                    mistakes.Add(planNode, $"no lead becomes {stage.Title()}, so none is handed over; add `{name}` to `stages`");
                }
            }
        }

        return plans.ToImmutable();
    }

    private HandoffPlan? PlanOf(Node node, Stage stage)
    {
        if (Section.From(node, $"the hand-off of {stage.Title()}s", PlanNames, mistakes) is not { } section)
        {
            return null;
        }

        var routes = Routes(section["routes"]);
        var fallback = section.RequiredText("fallback", "Sales desk");
        return new HandoffPlan(
            stage,
            routes,
            fallback ?? "",
            section["response"] is { } response ? DeadlineOf(response, "response", "60 minutes") : Deadline.UsualResponse,
            DeadlineOf(section["decision"], "decision", "16 hours"),
            CadenceOf(section["cadence"]));
    }

    private ImmutableArray<Route> Routes(Node? node)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not ListNode list)
        {
            mistakes.Add(node, $"`routes` takes a list, each on a line that starts with `- `, not {node.Kind}");
            return [];
        }

        var routes = ImmutableArray.CreateBuilder<Route>();
        foreach (var item in list.Items)
        {
            if (RouteOf(item) is { } route)
            {
                if (routes.Any(other => other.Name.Equals(route.Name, StringComparison.OrdinalIgnoreCase)))
                {
                    mistakes.Add(item, $"there is another route called `{route.Name.Shortened()}`; each needs a name of its own");
                }

                routes.Add(route);
            }
        }

        return routes.ToImmutable();
    }

    private Route? RouteOf(Node node)
    {
        if (Section.From(node, "the route", RouteNames, mistakes) is not { } section)
        {
            return null;
        }

        var name = section.RequiredText("name", "Germany, Austria, Switzerland");
        var when = section["when"] is { } condition ? WhenOf(condition) : null;
        var ownerFirst = section.YesNo("owner_first") ?? false;
        var team = ownerFirst ? section.Text("team") : section.RequiredText("team", "Inside sales");
        var pick = Assignments.TryParse(section.OneOf("assign", Assignments.Spellings) ?? "", out var said) ? said : Assignment.RoundRobin;
        return name is null || (team is null && !ownerFirst) ? null : new Route(name, when, ownerFirst, team, pick);
    }

    private Condition? WhenOf(Node node)
    {
        hints.Look(node);
        return ConditionReader.Read(node, mistakes);
    }

    private Deadline? DeadlineOf(Node? node, string name, string example)
    {
        if (node is null || IsNone(node) || Section.From(node, $"`{name}`", DeadlineNames, mistakes) is not { } section)
        {
            return null;
        }

        var within = section.Required("within", example) is { } period ? TimeOf(period) : null;
        var remind = section.Whole("remind_at", 1, MostPercent);
        var escalate = section.Whole("escalate_at", 1, MostPercent);
        var reassign = section.Whole("reassign_at", 1, MostPercent);
        return within is { } time ? new Deadline(time, remind, escalate, reassign) : null;
    }

    private static bool IsNone(Node node) => node is ScalarNode { Text: var text } && text.Trim().Equals("none", StringComparison.OrdinalIgnoreCase);

    /// <summary>From a minute to 2,000 hours: <c>90 minutes</c>, <c>90m</c>, <c>8 hours</c>, <c>8h</c>.</summary>
    private Duration? TimeOf(Node node)
    {
        if (node is ScalarNode scalar)
        {
            var text = scalar.Text.AsSpan().Trim();
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits is > 0 and <= 6)
            {
                var minutes = text[digits..].Trim() switch { "m" or "min" or "minute" or "minutes" => 1, "h" or "hour" or "hours" => 60, _ => 0 }
                    * int.Parse(text[..digits], CultureInfo.InvariantCulture);
                if (minutes is >= 1 and <= 120_000)
                {
                    return Duration.FromMinutes(minutes);
                }
            }
        }

        mistakes.Add(node, $"`within` takes business time from 1 minute to 2,000 hours, such as `60 minutes` or `16 hours`, not {node.Kind}");
        return null;
    }

    private Cadence? CadenceOf(Node? node)
    {
        if (node is null || Section.From(node, "`cadence`", CadenceNames, mistakes) is not { } section)
        {
            return null;
        }

        var attempts = ImmutableArray.CreateBuilder<Attempt>();
        switch (section.Required("attempts", "[{ kind: call, day: 0 }]"))
        {
            case ListNode { Items.Count: >= 1 and <= MostAttempts } list:
                foreach (var item in list.Items)
                {
                    if (AttemptOf(item, attempts.Count > 0 ? attempts[^1].Day : 0) is { } attempt)
                    {
                        attempts.Add(attempt);
                    }
                }

                break;
            case { } other:
                mistakes.Add(other, $"`attempts` takes a list of 1 to {MostAttempts} attempts, such as `[{{ kind: call, day: 0 }}]`, not {other.Kind}");
                break;
        }

        return attempts.Count > 0 ? new Cadence(attempts.ToImmutable(), section.Days("grace") ?? 3, section.Days("wake")) : null;
    }

    private Attempt? AttemptOf(Node node, int before)
    {
        if (Section.From(node, "the attempt", AttemptNames, mistakes) is not { } section)
        {
            return null;
        }

        var kind = section.Required("kind", "call") is null ? null : section.OneOf("kind", [.. Enum.GetValues<ContactKind>().Select(kind => kind.Name())]);
        var day = (int?)section.RequiredNumber("day", "0", 0, LongestDays, decimals: 0);
        if (day < before)
        {
            mistakes.Add(section["day"]!, $"`day` {day} is before the {before} of the attempt before it; attempts are made in order");
        }

        return HandoffNames.KindCalled(kind, HandoffNames.Name) is { } means && day is { } offset ? new Attempt(means, offset) : null;
    }
}

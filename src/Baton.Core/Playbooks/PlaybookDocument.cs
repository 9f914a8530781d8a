using System.Text;
using Baton.Core.Conditions;
using Baton.Core.Lifecycle;

namespace Baton.Core.Playbooks;

/// <summary>The playbook as a document that marketing and sales can read, discuss and sign.</summary>
public sealed class PlaybookDocument
{
    private readonly Playbook _playbook;
    private readonly StringBuilder _text = new();

    private PlaybookDocument(Playbook playbook) => _playbook = playbook;

    /// <summary>
    /// The document in Markdown (CommonMark with pipe tables), ending with a line break. Every name of the playbook stands in it as text: Markdown
    /// and HTML in a name mean nothing.
    /// </summary>
    /// <param name="playbook">The playbook.</param>
    /// <param name="signatures">Who has signed it; each team without one has an empty line to sign on.</param>
    public static string ToMarkdown(Playbook playbook, IReadOnlyList<Signature>? signatures = null)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        var document = new PlaybookDocument(playbook);
        document.AddIntroduction();
        document.AddAxis(
            "Who the lead is", "Fit", playbook.Fit, ["Rule", "Holds where"], rule => [rule.Name, ConditionWords.Of(rule.When)]);
        document.AddAxis(
            "What the lead does",
            "Engagement",
            playbook.Engagement,
            ["Rule", "For each event", "Counts", "Fades"],
            rule => [rule.Name, RuleWords.Occasion(rule), RuleWords.Caps(rule), rule.Decay.Words ?? "never"]);
        document.AddGrades();
        document.AddCriteria();
        document.AddStages();
        document.AddHandoffs();
        document.AddRejections();
        document.AddSignatures(signatures ?? []);
        return document._text.ToString();
    }

    private void AddIntroduction()
    {
        var range = _playbook.Range;
        Line($"# {MarkdownText.Of(_playbook.Name)}");
        Line("This is what marketing and sales agree a qualified lead to be. A lead has points for who it is (**fit**) and for what it does "
            + $"(**engagement**). Together they are its **score**, from {RuleWords.Number(range.Min)} to {RuleWords.Number(range.Max)}.");
        Line("Where a condition says *is not* or *does not*, it also holds where nothing is known.");
    }

    private void AddAxis<TRule>(string title, string name, Axis<TRule> axis, string[] columns, Func<TRule, string[]> cells)
        where TRule : Rule
    {
        if (axis.Rules.IsEmpty && axis.Groups.IsEmpty)
        {
            return;
        }

        Line($"## {title}");
        Line((RuleWords.Limits(axis.Limits) is { } limits ? $"{name} is {limits}, whatever the rules add up to. " : "")
            + $"{name} is rounded to whole points at the end."
            + (typeof(TRule) == typeof(EngagementRule) ? " The newest events count first, and points fade by whole days." : ""));
        foreach (var group in axis.Groups)
        {
            Line($"### {MarkdownText.Of(Title(group.Name))}");
            Line(RuleWords.Group(group));
            AddRules(axis.Rules.Where(rule => rule.Group == group.Name), columns, cells);
        }

        var others = axis.Rules.Where(rule => rule.Group is null).ToList();
        if (others.Count > 0 && !axis.Groups.IsEmpty)
        {
            Line("### All other rules");
        }

        AddRules(others, columns, cells);
    }

    private void AddRules<TRule>(IEnumerable<TRule> rules, string[] columns, Func<TRule, string[]> cells)
        where TRule : Rule
    {
        var rows = rules.Select(rule => (string[])[RuleWords.Points(rule.Points), .. cells(rule).Select(MarkdownText.Of)]).ToList();
        if (rows.Count > 0)
        {
            Table(["Points", .. columns], rows);
        }
    }

    private void AddGrades()
    {
        if (_playbook.Grades is not { } bands)
        {
            return;
        }

        Line("## Grades");
        Line("A grade is the letter for fit and the number for engagement: A1 is the best, D4 the least.");
        string[][] rows =
        [
            [$"{bands.FitA} or more", "A", "1", $"{bands.Engagement1} or more"],
            [Band(bands.FitB, bands.FitA), "B", "2", Band(bands.Engagement2, bands.Engagement1)],
            [Band(bands.FitC, bands.FitB), "C", "3", Band(bands.Engagement3, bands.Engagement2)],
            [$"less than {bands.FitC}", "D", "4", $"less than {bands.Engagement3}"],
        ];
        Table(["Fit", "", "", "Engagement"], rows.Select(row => row.Select(cell => cell.Replace('-', '−')).ToArray()));

        static string Band(int from, int above) => above - from == 1 ? $"{from}" : $"{from} to {above - 1}";
    }

    private void AddCriteria()
    {
        if (_playbook.Criteria.IsEmpty)
        {
            return;
        }

        Line("## What sales asks");
        Line("The newest answer counts. It is confirmed or has failed as this table says, and open as long as neither holds.");
        Table(
            ["", "We ask", "The answer is", "Confirmed where", "Failed where"],
            _playbook.Criteria.Select(c => (string[])
            [
                MarkdownText.Of(Title(c.Name)),
                MarkdownText.Of(string.Join(" ", c.Ask)),
                MarkdownText.Of(RuleWords.AnswersOf(c)),
                MarkdownText.Of(ConditionWords.Of(c.Confirmed)),
                MarkdownText.Of(c.Failed is { } failed ? ConditionWords.Of(failed) : c.Confirmed is Condition.Comparison { Operator: Operator.Has } ? "never" : "any other answer"),
            ]));
        var trusted = _playbook.Criteria.Where(c => !c.Forms.IsEmpty).Select(c => $"{c.Name} from {string.Join(" and ", c.Forms.Select(form => $"“{form}”"))}").ToList();
        Line("People give the answers, after a call, a meeting or an e-mail. "
            + (trusted.Count == 0 ? "What leads write into forms confirms nothing." : $"Of what leads write into forms, this counts too: {MarkdownText.Of(string.Join("; ", trusted))}."));
    }

    private void AddStages()
    {
        if (_playbook.Gates.IsEmpty)
        {
            return;
        }

        Line("## The way to sales");
        Line("A lead reaches a stage when everything below holds, and everything that the stages before it ask for.");
        Table(
            ["Stage", "Asks for"],
            _playbook.Gates.Select(gate => (string[])
            [
                $"**{gate.Stage.Title()}**, {Meaning(gate.Stage)}",
                RuleWords.Asks(gate) is { IsEmpty: false } asks ? string.Join("; ", asks.Select(MarkdownText.Of)) : "nothing more",
            ]));
    }

    private void AddHandoffs()
    {
        foreach (var plan in _playbook.Handoffs)
        {
            Line($"## How {plan.Stage.Title()}s are handed over");
            var queue = MarkdownText.Of(plan.Fallback);
            if (plan.Routes.IsEmpty)
            {
                Line($"Every {plan.Stage.Title()} waits at **{queue}** for somebody who takes it.");
            }
            else
            {
                Line("The first line that applies says who gets the lead.");
                Table(["", "Where", "Goes to"], plan.Routes.Select(route => (string[])
                [
                    MarkdownText.Of(route.Name), MarkdownText.Of(HandoffWords.Where(route)), MarkdownText.Of(HandoffWords.Target(route)),
                ]));
                Line($"A lead to which no line applies, or that nobody can take, waits at **{queue}**, and the managers are told.");
            }

            foreach (var sentence in HandoffWords.Sentences(plan))
            {
                Line(sentence);
            }

            Line((plan.Stage, _playbook.Has(Stage.Sal)) switch
            {
                (Stage.Sql, _) => "Whoever accepts an SQL opens a deal with it: the lead becomes an opportunity.",
                (_, true) => "An MQL that is accepted becomes a SAL.",
                (_, false) => "An MQL that is accepted does not fall back when its points fade.",
            });
        }
    }

    private void AddRejections()
    {
        if (_playbook.Handoffs.IsEmpty)
        {
            return;
        }

        Line("## How sales says no");
        Line("A lead is given back with one of these reasons, and never without one. Recycled leads go back to marketing; one that wakes is a lead again, and qualifies "
            + "again if everything that the stages ask for still holds. Disqualified leads do not come back by themselves.");
        Table(
            ["Reason", "To say with it", "What becomes of the lead"],
            _playbook.Rejections.Select(reason => (string[])
            [
                MarkdownText.Of(reason.Title), MarkdownText.Of(reason.About is { } about ? ConditionWords.Subject(about) : ""), MarkdownText.Of(HandoffWords.Becomes(reason)),
            ]));
        Line(HandoffWords.Of(_playbook.Recycling) + ".");
    }

    private static string Meaning(Stage stage) => stage switch
    {
        Stage.Visitor => "anonymous",
        Stage.Lead => "known",
        Stage.Mql => "marketing qualified",
        Stage.Sal => "sales accepted",
        Stage.Sql => "sales qualified",
        Stage.Opportunity => "a deal exists",
        Stage.Customer => "won",
        Stage.Recycled => "back to marketing",
        Stage.Unresponsive => "nobody answered",
        Stage.Disqualified => "never a customer",
        Stage.Lost => "the deal was lost",
    };

    private void AddSignatures(IReadOnlyList<Signature> signatures)
    {
        Line("## Agreed");
        Table(["", "Name", "Date", "Signature"], [RowOf("marketing"), RowOf("sales")]);

        string[] RowOf(string team) => signatures.FirstOrDefault(one => one.Team == team) is { } signed
            ? [$"For {team}", MarkdownText.Of(signed.By), MarkdownText.Of(signed.On), "signed in Baton"]
            : [$"For {team}", "", "", ""];
    }

    /// <summary>The name with a capital at its start, as a heading has it.</summary>
    private static string Title(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    private void Line(string text)
    {
        _text.Append(_text.Length == 0 ? "" : "\n").Append(text).Append('\n');
    }

    /// <summary>A table with the first column to the right where it holds points.</summary>
    private void Table(string[] columns, IEnumerable<string[]> rows)
    {
        _text.Append('\n');
        Row(columns);
        Row([.. columns.Select(column => column == "Points" ? "--:" : "---")]);
        foreach (var row in rows)
        {
            Row(row);
        }

        void Row(string[] cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}

/// <summary>A signature below the document.</summary>
/// <param name="Team"><c>marketing</c> or <c>sales</c>.</param>
/// <param name="By">Who signed.</param>
/// <param name="On">The day, as it is printed.</param>
public sealed record Signature(string Team, string By, string On);

using System.Text;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Lifecycle;

namespace Baton.Core.Playbooks;

/// <summary>The playbook as a document that marketing and sales can read, discuss and sign.</summary>
public sealed class PlaybookDocument
{
    private readonly Playbook _playbook;
    private readonly Wording _words;
    private readonly StringBuilder _text = new();

    private PlaybookDocument(Playbook playbook, Wording words) => (_playbook, _words) = (playbook, words);

    /// <summary>
    /// The document in Markdown (CommonMark with pipe tables), ending with a line break. Every name of the playbook stands in it as text: Markdown
    /// and HTML in a name mean nothing.
    /// </summary>
    /// <param name="playbook">The playbook.</param>
    /// <param name="signatures">Who has signed it; each team without one has an empty line to sign on.</param>
    /// <param name="words">The language; English where none is given. What the playbook itself says stays in the language that it is written in.</param>
    public static string ToMarkdown(Playbook playbook, IReadOnlyList<Signature>? signatures = null, Wording? words = null)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        var document = new PlaybookDocument(playbook, words ?? Wording.English);
        document.AddIntroduction();
        document.AddFit();
        document.AddEngagement();
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
        Line(_words["This is what marketing and sales agree a qualified lead to be. A lead has points for who it is (**fit**) and for what it does (**engagement**). Together they are its **score**, from {0} to {1}.", _words.Number(range.Min), _words.Number(range.Max)]);
        Line(_words["Where a condition says *is not* or *does not*, it also holds where nothing is known."]);
    }

    private void AddFit() => AddAxis(
        _words["Who the lead is"], _words["Fit"], _words["Fit is rounded to whole points at the end."], _playbook.Fit, [_words["Rule"], _words["Holds where"]], rule => [rule.Name, ConditionWords.Of(rule.When, _words)]);

    private void AddEngagement() => AddAxis(
        _words["What the lead does"],
        _words["Engagement"],
        _words["Engagement is rounded to whole points at the end. The newest events count first, and points fade by whole days."],
        _playbook.Engagement,
        [_words["Rule"], _words["For each event"], _words["Counts"], _words["Fades"]],
        rule => [rule.Name, RuleWords.Occasion(rule, _words), RuleWords.Caps(rule, _words), rule.Decay.In(_words) ?? _words["never"]]);

    private void AddAxis<TRule>(string title, string name, string about, Axis<TRule> axis, string[] columns, Func<TRule, string[]> cells)
        where TRule : Rule
    {
        if (axis.Rules.IsEmpty && axis.Groups.IsEmpty)
        {
            return;
        }

        Line($"## {title}");
        Line((RuleWords.Limits(axis.Limits, _words) is { } limits ? _words["{0} is {1}, whatever the rules add up to.", name, limits] + " " : "") + about);
        foreach (var group in axis.Groups)
        {
            Line($"### {MarkdownText.Of(Title(group.Name))}");
            Line(RuleWords.Group(group, _words));
            AddRules(axis.Rules.Where(rule => rule.Group == group.Name), columns, cells);
        }

        var others = axis.Rules.Where(rule => rule.Group is null).ToList();
        if (others.Count > 0 && !axis.Groups.IsEmpty)
        {
            Line($"### {_words["All other rules"]}");
        }

        AddRules(others, columns, cells);
    }

    private void AddRules<TRule>(IEnumerable<TRule> rules, string[] columns, Func<TRule, string[]> cells)
        where TRule : Rule
    {
        var rows = rules.Select(rule => (string[])[RuleWords.Points(rule.Points, _words), .. cells(rule).Select(MarkdownText.Of)]).ToList();
        if (rows.Count > 0)
        {
            Table([Title(_words["points"]), .. columns], rows, isOfPoints: true);
        }
    }

    private void AddGrades()
    {
        if (_playbook.Grades is not { } bands)
        {
            return;
        }

        Line($"## {_words["Grades"]}");
        Line(_words["A grade is the letter for fit and the number for engagement: A1 is the best, D4 the least."]);
        string[][] rows =
        [
            [_words["{0} or more", _words.Number(bands.FitA)], "A", "1", _words["{0} or more", _words.Number(bands.Engagement1)]],
            [Band(bands.FitB, bands.FitA), "B", "2", Band(bands.Engagement2, bands.Engagement1)],
            [Band(bands.FitC, bands.FitB), "C", "3", Band(bands.Engagement3, bands.Engagement2)],
            [_words["less than {0}", _words.Number(bands.FitC)], "D", "4", _words["less than {0}", _words.Number(bands.Engagement3)]],
        ];
        Table([_words["Fit"], "", "", _words["Engagement"]], rows);

        string Band(int from, int above) => above - from == 1 ? _words.Number(from) : _words["{0} to {1}", _words.Number(from), _words.Number(above - 1)];
    }

    private void AddCriteria()
    {
        if (_playbook.Criteria.IsEmpty)
        {
            return;
        }

        Line($"## {_words["What sales asks"]}");
        Line(_words["The newest answer counts. It is confirmed or has failed as this table says, and open as long as neither holds."]);
        Table(
            ["", _words["We ask"], _words["The answer is"], _words["Confirmed where"], _words["Failed where"]],
            _playbook.Criteria.Select(c => (string[])
            [
                MarkdownText.Of(Title(c.Name)),
                MarkdownText.Of(string.Join(" ", c.Ask)),
                MarkdownText.Of(RuleWords.AnswersOf(c, _words)),
                MarkdownText.Of(ConditionWords.Of(c.Confirmed, _words)),
                MarkdownText.Of(c.Failed is { } failed ? ConditionWords.Of(failed, _words) : c.Confirmed is Condition.Comparison { Operator: Operator.Has } ? _words["never"] : _words["any other answer"]),
            ]));
        var trusted = _playbook.Criteria.Where(c => !c.Forms.IsEmpty).Select(c => _words["{0} from {1}", c.Name, _words.Listed([.. c.Forms.Select(_words.Quoted)])]).ToList();
        Line(_words["People give the answers, after a call, a meeting or an e-mail."] + " " + (trusted.Count == 0
            ? _words["What leads write into forms confirms nothing."]
            : _words["Of what leads write into forms, this counts too: {0}.", MarkdownText.Of(string.Join("; ", trusted))]));
    }

    private void AddStages()
    {
        if (_playbook.Gates.IsEmpty)
        {
            return;
        }

        Line($"## {_words["The way to sales"]}");
        Line(_words["A lead reaches a stage when everything below holds, and everything that the stages before it ask for."]);
        Table(
            [_words["Stage"], _words["Asks for"]],
            _playbook.Gates.Select(gate => (string[])
            [
                $"**{gate.Stage.Title()}**, {Meaning(gate.Stage)}",
                RuleWords.Asks(gate, _words) is { IsEmpty: false } asks ? string.Join("; ", asks.Select(MarkdownText.Of)) : _words["nothing more"],
            ]));
    }

    private void AddHandoffs()
    {
        foreach (var plan in _playbook.Handoffs)
        {
            var stage = plan.Stage.Title();
            Line($"## {_words["How {0}s are handed over", stage]}");
            var queue = MarkdownText.Of(plan.Fallback);
            if (plan.Routes.IsEmpty)
            {
                Line(_words["Every {0} waits at **{1}** for somebody who takes it.", stage, queue]);
            }
            else
            {
                Line(_words["The first line that applies says who gets the lead."]);
                Table(["", _words["Where"], _words["Goes to"]], plan.Routes.Select(route => (string[])
                [
                    MarkdownText.Of(route.Name), MarkdownText.Of(HandoffWords.Where(route, _words)), MarkdownText.Of(HandoffWords.Target(route, _words)),
                ]));
                Line(_words["A lead to which no line applies, or that nobody can take, waits at **{0}**, and the managers are told.", queue]);
            }

            foreach (var sentence in HandoffWords.Sentences(plan, _words))
            {
                Line(sentence);
            }

            Line((plan.Stage, _playbook.Has(Stage.Sal)) switch
            {
                (Stage.Sql, _) => _words["Whoever accepts an SQL opens a deal with it: the lead becomes an opportunity."],
                (_, true) => _words["An MQL that is accepted becomes a SAL."],
                (_, false) => _words["An MQL that is accepted does not fall back when its points fade."],
            });
        }
    }

    private void AddRejections()
    {
        if (_playbook.Handoffs.IsEmpty)
        {
            return;
        }

        Line($"## {_words["How sales says no"]}");
        Line(_words["A lead is given back with one of these reasons, and never without one. Recycled leads go back to marketing; one that wakes is a lead again, and qualifies again if everything that the stages ask for still holds. Disqualified leads do not come back by themselves."]);
        Table(
            [_words["Reason"], _words["To say with it"], _words["What becomes of the lead"]],
            _playbook.Rejections.Select(reason => (string[])
            [
                MarkdownText.Of(reason.TitleIn(_words)), MarkdownText.Of(reason.About is { } about ? ConditionWords.Subject(about, _words) : ""), MarkdownText.Of(HandoffWords.Becomes(reason, _words)),
            ]));
        Line(HandoffWords.Of(_playbook.Recycling, _words));
    }

    private string Meaning(Stage stage) => stage switch
    {
        Stage.Mql => _words["marketing qualified"],
        Stage.Sal => _words["sales accepted"],
        _ => _words["sales qualified"],
    };

    private void AddSignatures(IReadOnlyList<Signature> signatures)
    {
        Line($"## {_words["Agreed"]}");
        Table(["", _words["Name"], _words["Date"], _words["Signature"]], [RowOf("marketing", _words["For marketing"]), RowOf("sales", _words["For sales"])]);

        string[] RowOf(string team, string @for) => signatures.FirstOrDefault(one => one.Team == team) is { } signed
            ? [@for, MarkdownText.Of(signed.By), MarkdownText.Of(signed.On), _words["signed in Baton"]]
            : [@for, "", "", ""];
    }

    /// <summary>The name with a capital at its start, as a heading has it.</summary>
    private static string Title(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    private void Line(string text)
    {
        _text.Append(_text.Length == 0 ? "" : "\n").Append(text).Append('\n');
    }

    /// <summary>A table with the first column to the right where it holds points.</summary>
    private void Table(string[] columns, IEnumerable<string[]> rows, bool isOfPoints = false)
    {
        _text.Append('\n');
        Row(columns);
        Row([.. columns.Select((_, at) => isOfPoints && at == 0 ? "--:" : "---")]);
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

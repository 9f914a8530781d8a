using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Qualification;

namespace Baton.Core.Playbooks;

/// <summary>Reads <c>qualification</c>: criteria of one's own, a framework that many know, or such a framework with changes.</summary>
internal sealed class QualificationReader(Mistakes mistakes)
{
    internal static readonly string[] CriterionNames = ["ask", "answer", "choices", "confirmed", "failed", "forms"];
    internal const string Framework = "framework";

    private readonly List<string> _names = [];

    /// <summary>The names of the criteria, right or wrong.</summary>
    public IReadOnlyList<string> Names => _names;

    public ImmutableArray<Criterion> Criteria(Node? node)
    {
        switch (node)
        {
            case null:
                return [];
            case MapNode map:
                return [.. WithFramework(map).Select(CriterionOf).OfType<Criterion>()];
            default:
                mistakes.Add(node, $"`qualification` takes names, each with `ask` and `confirmed`, or `framework: BANT`, not {node.Kind}");
                return [];
        }
    }

    /// <summary>The criteria of the framework, each with what the playbook says otherwise, and behind them those that only the playbook has.</summary>
    private IEnumerable<Entry> WithFramework(MapNode map)
    {
        if (map.EntryOf(Framework) is not { } chosen)
        {
            return map.Entries;
        }

        var own = map.Entries.Where(entry => entry.Key.Text != Framework).ToList();
        if (chosen.Value is not ScalarNode name || Frameworks.Find(name.Text) is not { } framework)
        {
            mistakes.Add(chosen.Value, $"`framework` is one of {string.Join(", ", Frameworks.All.Keys.Select(known => $"`{known}`"))}, not {chosen.Value.Kind}");
            return own;
        }

        return framework.Entries
            .Select(shipped => own.Find(entry => entry.Key.Text.Trim() == shipped.Key.Text) is { Key: not null } changed ? Changed(shipped, changed) : shipped)
            .Concat(own.Where(entry => framework.Entries.All(shipped => shipped.Key.Text != entry.Key.Text.Trim())))
            .ToList();
    }

    private static Entry Changed(Entry shipped, Entry own)
    {
        if (shipped.Value is not MapNode before || own.Value is not MapNode map)
        {
            return own;
        }

        // Whoever has other answers given says what they confirm: what is shipped is about the answers that are shipped.
        var kept = map.Entries.Any(part => part.Key.Text == "choices" || (part.Key.Text == "answer" && Answer(part) != Answer(before.EntryOf("answer"))))
            ? before.Entries.Where(part => part.Key.Text == "ask")
            : before.Entries;
        return new Entry(own.Key, new MapNode(map.Line, map.Column, [.. map.Entries, .. kept.Where(part => map.Entries.All(said => said.Key.Text != part.Key.Text))]));

        static string? Answer(Entry? part) => (part?.Value as ScalarNode)?.Text.Trim();
    }

    private Criterion? CriterionOf(Entry entry)
    {
        var name = entry.Key.Text.Trim();
        if (_names.Exists(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            mistakes.Add(entry.Key, $"there is another criterion called `{name.Shortened()}`; each needs a name of its own");
        }

        _names.Add(name);
        if (Section.From(entry.Value, $"the criterion `{name.Shortened()}`", CriterionNames, mistakes) is not { } section)
        {
            return null;
        }

        var ask = section.Required("ask", "Which budget is set aside?") is { } asked ? Texts(asked, "ask") : [];
        var choices = section["choices"] is { } listed ? Texts(listed, "choices") : [];
        var type = section.OneOf("answer", AnswerTypes.Names) is { } typed ? Enum.GetValues<AnswerType>().First(one => one.Name() == typed)
            : choices.IsEmpty ? AnswerType.Text
            : AnswerType.Choice;
        if ((type == AnswerType.Choice) == choices.IsEmpty && mistakes.None)
        {
            mistakes.Add(section["answer"] ?? section.Node, choices.IsEmpty ? "`answer: choice` needs `choices`, such as `choices: [decides, recommends]`" : "`choices` are for `answer: choice`");
        }

        var confirmed = section.Required("confirmed", "{ has: true }") is { } node ? AboutAnswer(entry.Key, node) : null;
        var failed = section["failed"] is { } no ? AboutAnswer(entry.Key, no) : null;
        var forms = section["forms"] is { } trusted ? Texts(trusted, "forms") : [];
        return confirmed is null ? null : new Criterion(name, ask, type, choices, confirmed, failed, forms);
    }

    /// <summary>The condition is about the answer alone, so the criterion's name is the property.</summary>
    private Condition? AboutAnswer(ScalarNode name, Node node) => ConditionReader.Read(new MapNode(node.Line, node.Column, [new Entry(name, node)]), mistakes);

    /// <summary>One text, or a list of them.</summary>
    private ImmutableArray<string> Texts(Node node, string name)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in node is ListNode list ? list.Items : [node])
        {
            if (item is ScalarNode scalar && scalar.Text.Trim() is { Length: > 0 } text)
            {
                texts.Add(text);
            }
            else
            {
                mistakes.Add(item, $"`{name}` takes a text or a list of texts, not {item.Kind}");
            }
        }

        return texts.ToImmutable();
    }
}

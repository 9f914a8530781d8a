using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Documents;

namespace Baton.Core.Playbooks;

/// <summary>A part of the playbook's text whose names are fixed. Reading what is absent gives null; reading what is wrong gives null and a mistake.</summary>
internal sealed class Section
{
    private readonly Dictionary<string, Entry> _entries;
    private readonly Mistakes _mistakes;

    private Section(MapNode map, string title, Dictionary<string, Entry> entries, Mistakes mistakes) =>
        (Node, Title, _entries, _mistakes) = (map, title, entries, mistakes);

    public MapNode Node { get; }

    /// <summary>What the section is called in messages: <c>the rule</c>, <c>`fit`</c>.</summary>
    public string Title { get; }

    /// <summary>The section at <paramref name="node"/>; names that are not among <paramref name="known"/> are mistakes.</summary>
    public static Section? From(Node node, string title, string[] known, Mistakes mistakes)
    {
        if (node is not MapNode map)
        {
            mistakes.Add(node, $"{title} takes {string.Join(", ", known.Select(k => $"`{k}`"))}, not {node.Kind}");
            return null;
        }

        var entries = map.Entries.Where(e => known.Contains(e.Key.Text)).ToDictionary(e => e.Key.Text, StringComparer.Ordinal);
        foreach (var entry in map.Entries.Where(e => !known.Contains(e.Key.Text)))
        {
            var meant = NearestWord.To(entry.Key.Text, known);
            mistakes.Add(entry.Key, meant is null
                ? $"{title} has no `{entry.Key.Text.Shortened()}`; it takes {string.Join(", ", known)}"
                : $"{title} has no `{entry.Key.Text.Shortened()}`{NearestWord.Hint(entry.Key.Text, known)}");

            // Read on under the name that was meant: one slip is one mistake, and what is wrong below it is found too.
            if (meant is not null)
            {
                entries.TryAdd(meant, entry);
            }
        }

        return new Section(map, title, entries, mistakes);
    }

    public Node? this[string name] => _entries.TryGetValue(name, out var entry) && entry.Value is not ScalarNode { IsEmpty: true } ? entry.Value : null;

    /// <summary>True where the name stands there, with or without a value.</summary>
    public bool Names(string name) => _entries.ContainsKey(name);

    public Node? Required(string name, string example)
    {
        var node = this[name];
        if (node is null)
        {
            _mistakes.Add(_entries.TryGetValue(name, out var entry) ? entry.Key : Node, $"{Title} needs `{name}`, such as `{name}: {example}`");
        }

        return node;
    }

    public string? Text(string name) => TextOf(this[name], name);

    public string? RequiredText(string name, string example) => TextOf(Required(name, example), name);

    /// <summary>A number within the limits, with at most <paramref name="decimals"/> decimals.</summary>
    public decimal? Number(string name, decimal min, decimal max, int decimals) => NumberOf(this[name], name, min, max, decimals);

    public decimal? RequiredNumber(string name, string example, decimal min, decimal max, int decimals) =>
        NumberOf(Required(name, example), name, min, max, decimals);

    public int? Whole(string name, int min, int max) => (int?)Number(name, min, max, decimals: 0);

    /// <summary>A whole number of days, from 1 to 3,650: <c>30d</c>, <c>30 days</c>, <c>4w</c>, <c>4 weeks</c>.</summary>
    public int? Days(string name)
    {
        if (this[name] is not { } node)
        {
            return null;
        }

        const int Longest = 3_650;
        if (node is ScalarNode scalar)
        {
            var text = scalar.Text.AsSpan().Trim();
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits is > 0 and <= 4)
            {
                var unit = text[digits..].Trim() switch { "d" or "day" or "days" => 1, "w" or "week" or "weeks" => 7, _ => 0 };
                var days = unit * int.Parse(text[..digits], CultureInfo.InvariantCulture);
                if (days is >= 1 and <= Longest)
                {
                    return days;
                }
            }
        }

        _mistakes.Add(node, $"`{name}` takes 1 to {Longest:N0} days, such as `30d` or `4w`, not {node.Kind}");
        return null;
    }

    /// <summary>One of a few words; they are written as they are listed.</summary>
    public string? OneOf(string name, IReadOnlyList<string> words)
    {
        if (this[name] is not { } node)
        {
            return null;
        }

        if (node is ScalarNode scalar && words.Contains(scalar.Text.Trim(), StringComparer.Ordinal))
        {
            return scalar.Text.Trim();
        }

        _mistakes.Add(node, $"`{name}` is one of {string.Join(", ", words.Select(word => $"`{word}`"))}, not {node.Kind}");
        return null;
    }

    /// <summary><c>yes</c> or <c>no</c>, <c>true</c> or <c>false</c>.</summary>
    public bool? YesNo(string name)
    {
        if (this[name] is not { } node)
        {
            return null;
        }

        if (node is ScalarNode scalar && Conditions.YesNo.TryParse(scalar.Text, out var yes))
        {
            return yes;
        }

        _mistakes.Add(node, $"`{name}` takes `yes` or `no`, not {node.Kind}");
        return null;
    }

    private string? TextOf(Node? node, string name)
    {
        if (node is null)
        {
            return null;
        }

        if (node is ScalarNode scalar && scalar.Text.Trim() is { Length: > 0 } text)
        {
            return text;
        }

        _mistakes.Add(node, $"`{name}` takes a text, not {node.Kind}");
        return null;
    }

    private decimal? NumberOf(Node? node, string name, decimal min, decimal max, int decimals)
    {
        if (node is null)
        {
            return null;
        }

        if (node is not ScalarNode scalar || !Amount.TryParse(scalar.Text, out var amount) || amount.Currency is not null)
        {
            _mistakes.Add(node, $"`{name}` takes a number, not {node.Kind}");
            return null;
        }

        if (amount.Number < min || amount.Number > max)
        {
            _mistakes.Add(node, FormattableString.Invariant($"`{name}` must be from {min:#,0.####} to {max:#,0.####}, and {scalar.Text.Shortened()} is not"));
            return null;
        }

        if (decimal.Round(amount.Number, decimals) != amount.Number || (amount.Number == 0 && HasDigitAboveZero(scalar.Text)))
        {
            _mistakes.Add(node, decimals == 0 ? $"`{name}` takes a whole number, not {node.Kind}" : $"`{name}` takes at most {decimals} decimals, and {node.Kind} has more");
            return null;
        }

        return amount.Number;
    }

    /// <summary>True of <c>1e-400</c>, which is too small for a number that computers keep and is read as 0.</summary>
    private static bool HasDigitAboveZero(string number) => number.Split('e', 'E')[0].AsSpan().ContainsAnyInRange('1', '9');
}

using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Leads;

namespace Baton.Core.Playbooks;

/// <summary>An attribute that a playbook asks about and that is probably a slip for another. Attributes of one's own are legal, so it is no mistake.</summary>
/// <param name="Line">The line in the text, from 1.</param>
/// <param name="Column">The column in the line, from 1.</param>
/// <param name="Attribute">The attribute in its one spelling.</param>
/// <param name="Message">What to look at, as one sentence without the position.</param>
public sealed record AttributeHint(int Line, int Column, string Attribute, string Message);

/// <summary>Collects the hints of one playbook: the first for each attribute.</summary>
internal sealed class AttributeHints
{
    private readonly List<AttributeHint> _found = [];

    /// <summary>The hints in the order of the text.</summary>
    public IReadOnlyList<AttributeHint> InOrder() => [.. _found.OrderBy(hint => hint.Line).ThenBy(hint => hint.Column).DistinctBy(hint => hint.Attribute)];

    /// <summary>Looks at the attributes of a condition on a lead.</summary>
    public void Look(Node condition)
    {
        foreach (var (key, value) in condition is MapNode map ? map.Entries : [])
        {
            if (!ConditionReader.Combiners.Contains(key.Text))
            {
                LookAt(key);
                continue;
            }

            foreach (var part in value is ListNode list ? list.Items : [value])
            {
                Look(part);
            }
        }
    }

    private void LookAt(ScalarNode attribute)
    {
        var written = attribute.Text.Trim();
        if (AttributeName.Nearest(written) is { } nearest)
        {
            var message = $"no system's name for an attribute is `{written.Shortened()}`; did you mean `{nearest}`? If it is one of your own, all is well.";
            _found.Add(new AttributeHint(attribute.Line, attribute.Column, AttributeName.Of(written), message));
        }
    }
}

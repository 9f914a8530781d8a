using System.Collections.Immutable;
using Baton.Core.Documents;
using Baton.Core.Handoffs;

namespace Baton.Core.Playbooks;

/// <summary>Reads <c>rejections</c> and <c>recycling</c>.</summary>
internal sealed class RejectionsReader(Mistakes mistakes)
{
    internal static readonly string[] ReasonNames = ["title", "becomes", "about", "wake", "wake_ahead"];
    internal static readonly string[] Outcomes = ["recycled", "disqualified"];
    internal static readonly string[] RecyclingNames = ["requalify", "lost"];

    private const int DaysInMonth = 30;

    public ImmutableArray<RejectionReason> Reasons(Node? node)
    {
        switch (node)
        {
            case null:
                return RejectionReason.Usual;
            case MapNode { Entries.Count: > 0 } map:
                foreach (var same in map.Entries.GroupBy(entry => entry.Key.Text.Trim(), StringComparer.OrdinalIgnoreCase).SelectMany(same => same.Skip(1)))
                {
                    mistakes.Add(same.Key, $"there is another reason called `{same.Key.Text.Trim().Shortened()}`; each needs a name of its own");
                }

                return [.. map.Entries.Select(ReasonOf).OfType<RejectionReason>()];
            default:
                mistakes.Add(node, $"`rejections` takes names of reasons, each with what becomes of the lead, not {node.Kind}");
                return [];
        }
    }

    private RejectionReason? ReasonOf(Entry entry)
    {
        var name = entry.Key.Text.Trim();
        var usual = RejectionReason.Usual.FirstOrDefault(reason => reason.Name == name);
        if (entry.Value is ScalarNode { IsEmpty: true } && usual is not null)
        {
            return usual;
        }

        if (Section.From(entry.Value, $"the reason `{name.Shortened()}`", ReasonNames, mistakes) is not { } section)
        {
            return null;
        }

        var becomes = section.OneOf("becomes", Outcomes);
        var ends = becomes is null ? usual?.Ends ?? false : becomes == Outcomes[1];
        var wake = section.Days("wake");
        var ahead = section.Days("wake_ahead");
        if (ends && (section["wake"] ?? section["wake_ahead"]) is { } never)
        {
            mistakes.Add(never, "a lead that is disqualified does not wake; leave this out, or say `becomes: recycled`");
        }

        return new RejectionReason(
            name,
            section.Text("title") ?? usual?.Title ?? Title(name),
            ends,
            section.Text("about") ?? usual?.About,
            ends ? null : wake ?? usual?.WakeDays,
            ends ? null : ahead is { } days ? Math.Max(1, (days + (DaysInMonth / 2)) / DaysInMonth) : usual?.AheadMonths);
    }

    public Recycling RecyclingOf(Node? node) =>
        node is null || Section.From(node, "`recycling`", RecyclingNames, mistakes) is not { } section
            ? Recycling.Usual
            : new Recycling(section.Whole("requalify", 1, 1_000_000) ?? Recycling.Usual.Requalify, section.Days("lost"));

    /// <summary><c>budget_too_small</c> as people read it.</summary>
    private static string Title(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}

using Baton.Core.Conditions;
using Baton.Core.Documents;
using NodaTime;

namespace Baton.Core.Leads;

/// <summary>A fact that sets attributes of a lead or an account: an import, an <c>identify</c> or <c>group</c> call, a person's edit, an answer.</summary>
public sealed record Edit
{
    /// <summary>The most characters of a value. What is longer is cut: the fact itself is kept whole.</summary>
    public const int LongestValue = 5_000;

    /// <summary>An edit of attributes under any spelling of their names.</summary>
    /// <param name="id">The same id is the same edit; of two edits at one moment the one with the greater id counts as the newer.</param>
    /// <param name="occurred">From when on the attributes have these values.</param>
    /// <param name="attributes">The attributes that it sets; <see cref="Value.Missing"/> clears one, and values are cut at <see cref="LongestValue"/>.</param>
    public Edit(string id, Instant occurred, IEnumerable<KeyValuePair<string, Value>> attributes)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(attributes);
        (Id, Occurred) = (id, occurred);
        Attributes = Properties.Of(attributes.Select(Cut), AttributeName.Of);
    }

    /// <summary>What makes the edit the same edit.</summary>
    public string Id { get; }

    /// <summary>From when on the attributes have these values.</summary>
    public Instant Occurred { get; }

    /// <summary>The attributes that it sets, by <see cref="AttributeName"/>.</summary>
    public Properties Attributes { get; }

    /// <summary>The same edit with some of its attributes, their values cut where they are longer than they may be.</summary>
    internal Edit Only(IReadOnlyList<(string Name, int Longest)> attributes) =>
        attributes.Count == Attributes.Count && attributes.All(kept => Attributes[kept.Name].Text.Length <= kept.Longest)
            ? this
            : new(Id, Occurred, attributes.Select(kept => KeyValuePair.Create(kept.Name, Cut(Attributes[kept.Name], kept.Longest))));

    private static KeyValuePair<string, Value> Cut(KeyValuePair<string, Value> attribute) => KeyValuePair.Create(attribute.Key, Cut(attribute.Value, LongestValue));

    private static Value Cut(Value value, int longest) =>
        value.Text.Length > longest ? Value.Of(value.Text.CutAt(longest)) : value;
}

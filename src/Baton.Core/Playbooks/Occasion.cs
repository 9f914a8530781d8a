using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Core.Conditions;

namespace Baton.Core.Playbooks;

/// <summary>
/// What an engagement rule counts: the names of its events and what it asks of them, without its points, caps and decay. Rules that count the same
/// have the same occasion, in every version of every playbook, so that what was counted for one version serves the next.
/// </summary>
/// <param name="Key">The first 64 bits of a SHA-256 hash. Kept in databases, so it never changes for a rule.</param>
public readonly record struct Occasion(ulong Key)
{
    /// <summary>The occasion of a rule. The order of its events and the case of their names are of no importance.</summary>
    public static Occasion Of(EngagementRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var text = new StringBuilder();
        foreach (var name in rule.Events.Select(name => name.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            AppendText(text, name);
        }

        if (rule.Where is { } where)
        {
            Append(text.Append('?'), where);
        }

        return new Occasion(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }

    private static void Append(StringBuilder text, Condition condition)
    {
        switch (condition)
        {
            case Condition.Comparison comparison:
                AppendText(text, PropertyName.Of(comparison.Property));
                text.Append(comparison.Operator.Spelling());
                foreach (var operand in comparison.Operands)
                {
                    AppendText(text, KeyOf(operand));
                }

                text.Append(';');
                break;
            case Condition.Not not:
                Append(text.Append('!'), not.Part);
                break;
            case Condition.All all:
                AppendParts(text.Append('&'), all.Parts);
                break;
            case Condition.Any any:
                AppendParts(text.Append('|'), any.Parts);
                break;
            default:
                throw new ArgumentException($"{condition.GetType()} is no condition.", nameof(condition));
        }
    }

    private static void AppendParts(StringBuilder text, IReadOnlyList<Condition> parts)
    {
        text.Append('(');
        foreach (var part in parts)
        {
            Append(text, part);
        }

        text.Append(')');
    }

    private static string KeyOf(Literal literal) => literal switch
    {
        Literal.OfText one => "t" + one.Text,
        Literal.OfPattern one => "p" + one.Text,
        Literal.OfAmount one => "a" + one.Amount.Number.ToString("0.############################", CultureInfo.InvariantCulture) + one.Amount.Currency,
        Literal.OfMoment one => (one.Moment.IsWholeDay ? "d" : "m") + one.Moment.Instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        Literal.OfYesNo one => one.Yes ? "yes" : "no",
        _ => throw new ArgumentException($"{literal.GetType()} is no literal.", nameof(literal)),
    };

    /// <summary>With its length in front, so that no two lists of texts read alike.</summary>
    private static void AppendText(StringBuilder text, string part) => text.Append(part.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(part);
}

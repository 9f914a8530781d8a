using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NodaTime;

namespace Baton.Core.Conditions;

/// <summary>One comparison with its operands read and its regular expression built: runs on a <see cref="Value"/> without allocating.</summary>
internal abstract class ValueTest
{
    public abstract bool Holds(in Value value);

    /// <summary>What the value has to be for the test to say anything of it, such as <c>number</c>; null where any text will do.</summary>
    public virtual string? Expects => null;

    /// <summary>True where the value is what the test <see cref="Expects"/>.</summary>
    public virtual bool CanRead(in Value value) => true;

    /// <summary>The test of <paramref name="op"/> with operands that <see cref="ConditionReader"/> has checked.</summary>
    /// <exception cref="ArgumentException">An operand does not go with the operator.</exception>
    public static ValueTest For(Operator op, ImmutableArray<Literal> operands) => op switch
    {
        Operator.Has => Has.Instance,
        Operator.NotHas => NotHas.Instance,
        Operator.Eq or Operator.In => OneOf(operands),
        Operator.Neq or Operator.NotIn => new Known(OneOf(operands)),
        Operator.Lt or Operator.Lte or Operator.Gt or Operator.Gte or Operator.Between => Ordered(op, operands),
        Operator.Contains => new Texts(operands, WordSearch.Finds),
        Operator.NotContains => new Known(new Texts(operands, WordSearch.Finds)),
        Operator.StartsWith => new Texts(operands, static (text, start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase)),
        Operator.EndsWith => new Texts(operands, static (text, end) => text.EndsWith(end, StringComparison.OrdinalIgnoreCase)),
        Operator.Matches => new Pattern(((Literal.OfPattern)operands[0]).Regex),
    };

    private static ValueTest OneOf(ImmutableArray<Literal> operands)
    {
        if (operands.Length > 1 && operands.All(o => o is Literal.OfText))
        {
            return new TextSet(operands);
        }

        return operands.Length == 1 ? Same(operands[0]) : new AnyOf([.. operands.Select(Same)]);
    }

    private static ValueTest Same(Literal operand) => operand switch
    {
        Literal.OfText text => new SameText(text.Text),
        Literal.OfAmount amount => new AmountBetween(amount.Amount, amount.Amount),
        Literal.OfMoment moment => new MomentBetween(moment.Moment, moment.Moment),
        Literal.OfYesNo answer => new SameAnswer(answer.Yes),
        _ => throw new ArgumentException($"{operand} is no literal.", nameof(operand)),
    };

    private static ValueTest Ordered(Operator op, ImmutableArray<Literal> operands) => (op, operands[0]) switch
    {
        (Operator.Between, Literal.OfAmount low) => new AmountBetween(low.Amount, ((Literal.OfAmount)operands[1]).Amount),
        (Operator.Lte, Literal.OfAmount high) => new AmountBetween(null, high.Amount),
        (Operator.Gte, Literal.OfAmount low) => new AmountBetween(low.Amount, null),
        (Operator.Lt, Literal.OfAmount high) => new AmountBetween(null, high.Amount, Exclusive: true),
        (Operator.Gt, Literal.OfAmount low) => new AmountBetween(low.Amount, null, Exclusive: true),
        (Operator.Between, Literal.OfMoment low) => new MomentBetween(low.Moment, ((Literal.OfMoment)operands[1]).Moment),
        (Operator.Lte, Literal.OfMoment high) => new MomentBetween(null, high.Moment),
        (Operator.Gte, Literal.OfMoment low) => new MomentBetween(low.Moment, null),
        (Operator.Lt, Literal.OfMoment high) => new MomentBetween(null, high.Moment, Exclusive: true),
        (Operator.Gt, Literal.OfMoment low) => new MomentBetween(low.Moment, null, Exclusive: true),
        _ => throw new ArgumentException($"{op} needs numbers, amounts or dates.", nameof(operands)),
    };

    private sealed class Has : ValueTest
    {
        public static readonly Has Instance = new();

        public override bool Holds(in Value value) => !value.IsMissing;
    }

    private sealed class NotHas : ValueTest
    {
        public static readonly NotHas Instance = new();

        public override bool Holds(in Value value) => value.IsMissing;
    }

    /// <summary>Known, and <paramref name="test"/> does not hold.</summary>
    private sealed class Known(ValueTest test) : ValueTest
    {
        public override string? Expects => test.Expects;

        public override bool CanRead(in Value value) => test.CanRead(value);

        public override bool Holds(in Value value) => !value.IsMissing && !test.Holds(value);
    }

    private sealed class AnyOf(ValueTest[] tests) : ValueTest
    {
        public override string? Expects => tests.All(test => test.Expects == tests[0].Expects) ? tests[0].Expects : null;

        public override bool CanRead(in Value value)
        {
            foreach (var test in tests)
            {
                if (test.CanRead(value))
                {
                    return true;
                }
            }

            return false;
        }

        public override bool Holds(in Value value)
        {
            foreach (var test in tests)
            {
                if (test.Holds(value))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class SameText(string text) : ValueTest
    {
        public override bool Holds(in Value value) =>
            value.Characters(stackalloc char[Value.LongestNumber]).Equals(text, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class TextSet(ImmutableArray<Literal> operands) : ValueTest
    {
        private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _texts = operands.Cast<Literal.OfText>().Select(o => o.Text)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

        public override bool Holds(in Value value) => _texts.Contains(value.Characters(stackalloc char[Value.LongestNumber]));
    }

    private sealed class SameAnswer(bool yes) : ValueTest
    {
        public override string Expects => "yes or no";

        public override bool CanRead(in Value value) => value.TryGetYesNo(out _);

        public override bool Holds(in Value value) => value.TryGetYesNo(out var answer) && answer == yes;
    }

    /// <summary>An amount in one currency cannot be compared with one in another; an amount without a currency is taken to be in the other's.</summary>
    private sealed class AmountBetween(Amount? low, Amount? high, bool Exclusive = false) : ValueTest
    {
        private readonly string? _currency = (low ?? high)?.Currency ?? high?.Currency;

        public override string Expects => "number";

        public override bool CanRead(in Value value) => value.TryGetAmount(out _);

        public override bool Holds(in Value value)
        {
            if (!value.TryGetAmount(out var amount) || (_currency is not null && amount.Currency is not null && amount.Currency != _currency))
            {
                return false;
            }

            return Exclusive
                ? (low is null || amount.Number > low.Value.Number) && (high is null || amount.Number < high.Value.Number)
                : (low is null || amount.Number >= low.Value.Number) && (high is null || amount.Number <= high.Value.Number);
        }
    }

    /// <summary>A date without a time stands for its whole UTC day: <c>lte: 2026-03-31</c> includes that day's evening.</summary>
    private sealed class MomentBetween : ValueTest
    {
        private readonly Instant _from = Instant.MinValue;
        private readonly Instant _before = Instant.MaxValue;

        public MomentBetween(Moment? low, Moment? high, bool Exclusive = false)
        {
            if (low is { } from)
            {
                _from = Exclusive ? After(from) : from.Instant;
            }

            if (high is { } until)
            {
                _before = Exclusive ? until.Instant : After(until);
            }
        }

        public override string Expects => "date";

        public override bool CanRead(in Value value) => value.TryGetMoment(out _);

        public override bool Holds(in Value value) => value.TryGetMoment(out var moment) && moment.Instant >= _from && moment.Instant < _before;

        /// <summary>The first instant after the moment.</summary>
        private static Instant After(Moment moment)
        {
            var length = moment.IsWholeDay ? Duration.FromDays(1) : Duration.Epsilon;
            return moment.Instant > Instant.MaxValue - length ? Instant.MaxValue : moment.Instant + length;
        }
    }

    private delegate bool TextTest(ReadOnlySpan<char> text, ReadOnlySpan<char> operand);

    /// <summary>Holds where the text test holds with one of the operands.</summary>
    private sealed class Texts(ImmutableArray<Literal> operands, TextTest test) : ValueTest
    {
        private readonly string[] _operands = [.. operands.Select(o => ((Literal.OfText)o).Text)];

        public override bool Holds(in Value value)
        {
            if (value.IsMissing)
            {
                return false;
            }

            var text = value.Characters(stackalloc char[Value.LongestNumber]);
            foreach (var operand in _operands)
            {
                if (test(text, operand))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class Pattern(Regex regex) : ValueTest
    {
        public override bool Holds(in Value value)
        {
            var text = value.Characters(stackalloc char[Value.LongestNumber]);
            return !value.IsMissing && regex.IsMatch(text[..Math.Min(text.Length, Patterns.LongestText)]);
        }
    }
}

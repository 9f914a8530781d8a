using System.Globalization;

namespace Baton.Core.Conditions;

/// <summary>
/// What a fact says of one property: a text, a number, yes or no, or nothing. Files give texts and JSON gives all of them; a comparison
/// reads the value as the type that the playbook compares with, so that <c>"1,200"</c> and <c>1200</c> are one number.
/// </summary>
public readonly record struct Value
{
    private readonly string? _text;
    private readonly decimal _number;
    private readonly Form _form;

    private Value(Form form, string? text = null, decimal number = 0) => (_form, _text, _number) = (form, text, number);

    private enum Form : byte
    {
        Missing,
        Text,
        Number,
        Yes,
        No,
    }

    /// <summary>The value of a property that nothing is known of.</summary>
    public static Value Missing => default;

    /// <summary>True where nothing is known of the property.</summary>
    public bool IsMissing => _form == Form.Missing;

    /// <summary>A text without the white space around it; a blank text is <see cref="Missing"/>.</summary>
    public static Value Of(string? text) =>
        text?.Trim() is { Length: > 0 } trimmed ? new Value(Form.Text, trimmed) : Missing;

    /// <summary>A number.</summary>
    public static Value Of(decimal number) => new(Form.Number, number: number);

    /// <summary>Yes or no.</summary>
    public static Value Of(bool yes) => new(yes ? Form.Yes : Form.No);

    /// <summary>The value as a text: numbers with a decimal point and without grouping, <c>true</c> and <c>false</c>; empty where missing.</summary>
    /// <remarks>Allocates for a number only.</remarks>
    public string Text => _form switch
    {
        Form.Missing => "",
        Form.Text => _text!,
        Form.Number => _number.ToString(CultureInfo.InvariantCulture),
        Form.Yes => "true",
        Form.No => "false",
    };

    /// <summary>Room for any number: 28 digits, a sign, a point and a zero before it.</summary>
    internal const int LongestNumber = 32;

    /// <summary>The value as <see cref="Text"/> has it, without allocating.</summary>
    /// <param name="buffer">Room for a number, <see cref="LongestNumber"/> characters.</param>
    internal ReadOnlySpan<char> Characters(Span<char> buffer)
    {
        if (_form != Form.Number)
        {
            return Text;
        }

        _number.TryFormat(buffer, out var length, provider: CultureInfo.InvariantCulture);
        return buffer[..length];
    }

    /// <summary>Reads the value as a number, with the currency that stands beside it, if any.</summary>
    internal bool TryGetAmount(out Amount amount)
    {
        if (_form == Form.Number)
        {
            amount = new Amount(_number, Currency: null);
            return true;
        }

        amount = default;
        return _form == Form.Text && Amount.TryParse(_text, out amount);
    }

    /// <summary>Reads the value as a date, with its time where it has one.</summary>
    internal bool TryGetMoment(out Moment moment)
    {
        moment = default;
        return _form switch
        {
            Form.Text => Moment.TryParse(_text, out moment),
            Form.Number => Moment.TryFromUnix(_number, out moment),
            Form.Missing or Form.Yes or Form.No => false,
        };
    }

    /// <summary>Reads the value as yes or no.</summary>
    internal bool TryGetYesNo(out bool yes)
    {
        yes = _form == Form.Yes || (_form == Form.Number && _number == 1);
        return _form switch
        {
            Form.Yes or Form.No => true,
            Form.Text => YesNo.TryParse(_text, out yes),
            Form.Number => _number is 0 or 1,
            Form.Missing => false,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

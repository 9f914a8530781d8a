using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Baton.Server.Commands;

/// <summary>Options that take a whole number.</summary>
internal static class NumberOption
{
    /// <summary>An option that takes a number from <paramref name="least"/> to <paramref name="most"/> and refuses others in words.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="least">The least that is taken.</param>
    /// <param name="most">The most that is taken.</param>
    /// <param name="usual">What holds where nothing is said.</param>
    public static Option<T> Of<T>(string name, string description, T least, T most, T usual)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        var option = new Option<T>(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(T.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most))
            {
                var range = most < T.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"{least:N0} to {most:N0}")
                    : least > T.MinValue ? string.Create(CultureInfo.InvariantCulture, $"a number from {least}")
                    : "a whole number";
                result.AddError($"{name} takes {range}, not {result.Tokens[0].Value}.");
            }
        });
        return option;
    }
}

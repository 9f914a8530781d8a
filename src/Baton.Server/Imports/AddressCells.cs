using Baton.Core.Documents;
using Baton.Server.Leads;

namespace Baton.Server.Imports;

/// <summary>Reads cells that should have one e-mail address each, and notes those that have none or several.</summary>
internal sealed class AddressCells
{
    private static readonly char[] Around = [' ', '\t', '\r', '\n', ',', ';', '<', '>', '(', ')', '"', '|', '/'];

    private readonly Dictionary<string, Odd> _none = [];
    private readonly Dictionary<string, Odd> _several = [];

    /// <summary>One sentence for each column with cells that have no address, or several.</summary>
    public IEnumerable<string> Notes =>
    [
        .. _none.Select(column => FormattableString.Invariant(
            $"{column.Key}: {(column.Value.Count == 1 ? "1 value is no e-mail address and is left out, namely" : $"{column.Value.Count:N0} values are no e-mail addresses and are left out, such as")} \"{column.Value.Example}\" on line {column.Value.Line}.")),
        .. _several.Select(column => FormattableString.Invariant(
            $"{column.Key}: {(column.Value.Count == 1 ? "1 value has" : $"{column.Value.Count:N0} values have")} several e-mail addresses, of which the first is taken: {(column.Value.Count == 1 ? "" : "such as ")}\"{column.Value.Example}\" on line {column.Value.Line}.")),
    ];

    /// <summary>The address in a cell, alone or behind a name as in <c>Dana Keller (dana@acme.com)</c>; of several the first. Null where there is none.</summary>
    /// <param name="column">The column's name, for the notes.</param>
    /// <param name="text">Not blank.</param>
    /// <param name="line">Where the row begins.</param>
    public string? Read(string column, string text, long line)
    {
        if (IdentityKey.Email(text) is not null)
        {
            return text;
        }

        var addresses = text.Split(Around, StringSplitOptions.RemoveEmptyEntries).Where(part => IdentityKey.Email(part) is not null)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(2).ToList();
        if (addresses.Count != 1)
        {
            var odd = addresses.Count == 0 ? _none : _several;
            odd[column] = odd.TryGetValue(column, out var first) ? first with { Count = first.Count + 1 } : new Odd(1, text.Shortened(), line);
        }

        return addresses.FirstOrDefault();
    }

    /// <param name="Count">How many there are.</param>
    /// <param name="Example">The first.</param>
    /// <param name="Line">Where that is.</param>
    private readonly record struct Odd(long Count, string Example, long Line);
}

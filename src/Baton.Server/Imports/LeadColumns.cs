using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Leads;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>What the columns of a file of leads stand for.</summary>
internal sealed class LeadColumns
{
    private static readonly string[] IdNames =
        ["id", "leadid", "recordid", "contactid", "userid", "prospectid", "personid", "customerid", "externalid", "recordidcontact"];

    private LeadColumns(IReadOnlyList<string> names) => Names = names;

    public IReadOnlyList<string> Names { get; }

    /// <summary>The column of the lead's id; −1 where the file has none.</summary>
    public int Id { get; private set; } = -1;

    /// <summary>The column of the e-mail address; −1 where the file has none.</summary>
    public int Email { get; private set; } = -1;

    /// <summary>The columns of the lead's name, first name first.</summary>
    public int[] PersonName { get; private set; } = [];

    /// <summary>The column of the company's name; −1 where the file has none.</summary>
    public int Company { get; private set; } = -1;

    /// <summary>The columns that somebody wants to know.</summary>
    public Asked[] AskedColumns { get; private set; } = [];

    /// <summary>What the columns were understood as, for the user.</summary>
    public IReadOnlyList<ColumnMeaning> Meanings { get; private set; } = [];

    /// <summary>Which columns have one meaning, and which of them goes before.</summary>
    public IEnumerable<string> Notes => AskedColumns.GroupBy(asked => asked.Attribute).Where(same => same.Count() > 1).Select(same =>
        $"{string.Join(" and ", same.Select(asked => Names[asked.Column]))} are read as one attribute; where both have a value, {Names[same.First().Column]} holds.");

    /// <summary>A column that somebody wants to know.</summary>
    /// <param name="Column">Its position in the file.</param>
    /// <param name="Attribute">The attribute's number, as <see cref="NumberOf"/> gave it.</param>
    /// <param name="Name">The attribute's name in its one spelling.</param>
    /// <param name="Style">How its values are written.</param>
    public sealed record Asked(int Column, int Attribute, string Name, CellStyle Style)
    {
        /// <summary>The value of a cell in the usual style; empty where it is blank or says that nothing is known.</summary>
        /// <param name="cell">Where the text is put; it is valid until the next one.</param>
        /// <param name="bytes">The cell.</param>
        /// <param name="isMark">True where the cell says in words that nothing is known.</param>
        public ReadOnlySpan<char> Read(TextBuffer cell, ReadOnlySpan<byte> bytes, out bool isMark)
        {
            var value = cell.Trimmed(bytes);
            isMark = MissingMark.Is(value);
            return isMark ? [] : Style == CellStyle.Usual ? value : Style.ToUsual(value.ToString());
        }
    }

    /// <summary>The number under which somebody wants to know an attribute; −1 where nobody does.</summary>
    /// <param name="attribute">Its name in its one spelling.</param>
    /// <param name="isId">True where the column says who the lead is already.</param>
    public delegate int NumberOf(string attribute, bool isId);

    /// <param name="names">The header.</param>
    /// <param name="choices">What the user said of columns.</param>
    /// <param name="numberOf">Knows which attributes are wanted.</param>
    /// <param name="samples">The first values of the columns.</param>
    /// <param name="columns">The columns, understood.</param>
    /// <returns>What is wrong with the choices, or null.</returns>
    public static string? TryUnderstand(
        IReadOnlyList<string> names, ColumnChoices choices, NumberOf numberOf, CsvSamples samples, out LeadColumns columns)
    {
        columns = new LeadColumns(names);
        if (choices.Id is { } id && columns.Find(id) < 0)
        {
            return $"There is no column \"{id}\"{NearestWord.HintOrStop(id, names)} The columns are: {string.Join(", ", names)}.";
        }

        columns.Id = choices.Id is { } chosen ? columns.Find(chosen) : columns.FindFirst(IdNames, choices);
        var attributes = names.Select(name => choices.MeaningOf(name) is { } meaning ? AttributeName.Of(meaning) : AttributeName.Of(name)).ToArray();

        // Of two columns with one meaning, the one that the user gave it goes before.
        var order = choices.MappedFirst(Enumerable.Range(0, names.Count), names).ToArray();
        columns.Email = First("email");
        columns.PersonName = [.. ((string[])["firstname", "lastname", "name"]).Select(First).Where(c => c >= 0)];
        columns.Company = First("company");
        var ids = columns.Id;
        columns.AskedColumns = [.. order
            .Where(column => attributes[column].Length > 0)
            .Select(column => new Asked(column, numberOf(attributes[column], column == ids), attributes[column], samples.StyleOf(column)))
            .Where(asked => asked.Attribute >= 0)];
        var wanted = columns.AskedColumns.Select(asked => asked.Column).ToHashSet();
        var meanings = new List<ColumnMeaning>();
        for (var column = 0; column < names.Count; column++)
        {
            var isAsked = wanted.Contains(column);
            var roles = new List<string>();
            if (column == columns.Id)
            {
                roles.Add("the lead's id");
            }

            if (isAsked || AttributeName.IsKnown(choices.MeaningOf(names[column]) ?? names[column]))
            {
                roles.Add(attributes[column]);
            }

            var isUsed = isAsked || column == columns.Id || column == columns.Email || column == columns.Company || columns.PersonName.Contains(column);
            meanings.Add(new ColumnMeaning(names[column], string.Join(" and ", roles), isUsed, isAsked ? samples.StyleOf(column).Words() : null));
        }

        columns.Meanings = meanings;
        return null;

        int First(string attribute) => order.FirstOrDefault(column => attributes[column] == attribute, -1);
    }

    private int Find(string name)
    {
        for (var column = 0; column < Names.Count; column++)
        {
            if (Names[column].Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return column;
            }
        }

        var spelling = PropertyName.Of(name);
        return Array.FindIndex([.. Names], known => PropertyName.Of(known) == spelling);
    }

    /// <summary>The column of the first spelling that some column has; one that the user maps to a spelling goes before.</summary>
    private int FindFirst(string[] spellings, ColumnChoices choices)
    {
        var known = Names.Select(name => PropertyName.Of(choices.MeaningOf(name) ?? name)).ToArray();
        var fitting = spellings.SelectMany(spelling => Enumerable.Range(0, known.Length).Where(column => known[column] == spelling));
        return choices.MappedFirst(fitting, Names).FirstOrDefault(-1);
    }
}

/// <summary>What one column of a file was understood as.</summary>
/// <param name="Column">Its name in the file.</param>
/// <param name="Meaning">What it stands for; empty where Baton does not know it.</param>
/// <param name="IsUsed">True where somebody wants to know it, or it says who the lead is.</param>
/// <param name="Note">How its values are read, where that is not the usual way.</param>
public sealed record ColumnMeaning(string Column, string Meaning, bool IsUsed, string? Note);

/// <summary>What the user said of columns: <c>--id</c> and <c>--map column=meaning</c>. A column whose meaning is <see cref="LeftOut"/> is not read.</summary>
public sealed record ColumnChoices(string? Id, IReadOnlyDictionary<string, string> Map)
{
    public static ColumnChoices None { get; } = new(null, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The meaning of a column that nobody wants to know.</summary>
    public const string LeftOut = "";

    public string? MeaningOf(string column) => Map.GetValueOrDefault(column);

    /// <summary>The columns in their order, but those to which the user gave a meaning before the others.</summary>
    public IEnumerable<int> MappedFirst(IEnumerable<int> columns, IReadOnlyList<string> names) =>
        columns.OrderByDescending(column => MeaningOf(names[column]) is not null);
}

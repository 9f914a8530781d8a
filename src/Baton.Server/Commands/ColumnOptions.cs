using System.CommandLine;
using System.CommandLine.Parsing;
using Baton.Server.Imports;

namespace Baton.Server.Commands;

/// <summary>What the user says of a file's columns.</summary>
/// <param name="idDescription">What the column of the id is.</param>
internal sealed class ColumnOptions(string idDescription)
{
    public Option<string?> Id { get; } = new("--id") { Description = idDescription, HelpName = "column" };

    public Option<string[]> Map { get; } = new("--map") { Description = "What a column means, such as \"Branche=industry\". May be repeated.", HelpName = "column=meaning" };

    /// <summary>Refuses what says nothing.</summary>
    public void Check(CommandResult result)
    {
        foreach (var problem in ProblemsOf([.. result.Said(Map)]))
        {
            result.AddError(problem);
        }
    }

    /// <summary>What is wrong with what is said of columns, each <c>column=meaning</c>.</summary>
    public static IEnumerable<string> ProblemsOf(IReadOnlyList<string> maps)
    {
        foreach (var map in maps)
        {
            if (map.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at) || at == map.Length - 1)
            {
                yield return $"--map takes column=meaning, such as --map \"Branche=industry\", not \"{map}\".";
            }
        }

        foreach (var column in maps.CountBy(map => map.Split('=')[0].Trim(), StringComparer.OrdinalIgnoreCase).Where(c => c.Value > 1))
        {
            yield return $"--map says more than once what \"{column.Key}\" means. Say it once.";
        }
    }

    /// <summary>What the user said, which is in order.</summary>
    public ColumnChoices ChoicesOf(ParseResult options) => ChoicesOf(options.GetValue(Id), options.GetValue(Map) ?? []);

    /// <inheritdoc cref="ChoicesOf(ParseResult)"/>
    public static ColumnChoices ChoicesOf(string? id, IEnumerable<string> maps) => new(
        id, maps.Select(m => m.Split('=', 2)).ToDictionary(m => m[0].Trim(), m => m[1].Trim(), StringComparer.OrdinalIgnoreCase));
}

using System.CommandLine;
using System.CommandLine.Parsing;
using Baton.Server.Imports;

namespace Baton.Server.Commands;

/// <summary>What holds of every path on a command line.</summary>
internal static class FilePaths
{
    /// <summary>What was typed for an option or argument, be it in order or not.</summary>
    public static IEnumerable<string> Said(this CommandResult command, Symbol symbol) =>
        (symbol switch { Option option => (SymbolResult?)command.GetResult(option), Argument argument => command.GetResult(argument), _ => null })
        ?.Tokens.Select(token => token.Value) ?? [];

    /// <summary>Refuses empty paths, as a variable that is not set leaves them.</summary>
    public static void RefuseEmpty(this CommandResult command, params ReadOnlySpan<Symbol> paths)
    {
        foreach (var path in paths)
        {
            if (command.Said(path).Contains(""))
            {
                command.AddError($"{Name(path)} is empty. Give a value, or check the variable that should.");
            }
        }
    }

    /// <summary>Refuses to write to a file that is read, or to one file twice.</summary>
    public static void RefuseSame(this CommandResult command, Symbol output, params ReadOnlySpan<Symbol> others)
    {
        foreach (var other in others)
        {
            if (command.Said(output).FirstOrDefault() is { Length: > 0 } written
                && command.Said(other).FirstOrDefault() is { Length: > 0 } path
                && (other is Option { Name: "--out" } || path != "-")
                && FilePlace.IsSame(written, path))
            {
                command.AddError($"{Name(output)} {written} and {Name(other)} {path} are one file. Give {Name(output)} another name.");
            }
        }
    }

    private static string Name(Symbol symbol) => symbol is Argument ? $"<{symbol.Name}>" : symbol.Name;
}

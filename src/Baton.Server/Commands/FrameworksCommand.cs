using System.CommandLine;
using Baton.Core.Documents;
using Baton.Core.Qualification;
using Command = System.CommandLine.Command;

namespace Baton.Server.Commands;

/// <summary><c>baton playbook frameworks</c>: the ways to qualify that companies know by name.</summary>
internal static class FrameworksCommand
{
    private static readonly Argument<string?> Name = new("name") { Description = "One of them: print its criteria as they stand in a playbook.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Build()
    {
        var frameworks = new Command("frameworks", "List the ways to qualify that a playbook can take over by name, or print one.") { Name };
        frameworks.SetAction(Show);
        return frameworks;
    }

    private static int Show(ParseResult options)
    {
        if (options.GetValue(Name) is not { } name)
        {
            foreach (var framework in Frameworks.All.Keys)
            {
                Terminal.Say(framework);
            }

            return ExitCode.Done;
        }

        if (!Frameworks.All.TryGetValue(name.Trim(), out var yaml))
        {
            Terminal.Complain($"There is no framework \"{name.Shortened()}\"{NearestWord.HintOrStop(name, Frameworks.All.Keys)} There are {string.Join(", ", Frameworks.All.Keys)}.");
            return ExitCode.BadInput;
        }

        foreach (var line in yaml.Split('\n'))
        {
            Terminal.Say(line.TrimEnd('\r'));
        }

        return ExitCode.Done;
    }
}

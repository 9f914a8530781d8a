using Spectre.Console;

namespace Baton.Server.Commands;

/// <summary>Where commands write: results to standard output, everything about them to standard error.</summary>
internal static class Terminal
{
    /// <summary>Wide enough that nothing is cut where no terminal sets a width.</summary>
    private const int WidthInPipes = 200;

    public static IAnsiConsole Output() => Of(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error() => Of(Console.Error, Console.IsErrorRedirected);

    /// <summary>For progress bars: standard error, where that is a terminal.</summary>
    public static IAnsiConsole? ForProgress() => Console.IsErrorRedirected ? null : Error();

    private static IAnsiConsole Of(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = WidthInPipes;
        }

        return console;
    }
}

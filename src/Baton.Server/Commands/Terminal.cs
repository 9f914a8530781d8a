using System.Text;
using Baton.Server.Imports;
using Baton.Server.Scoring;
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

    /// <summary>Writes a line for people to standard output.</summary>
    public static void Say(string line) => Console.Out.WriteLine(ScoreText.Printable(line));

    /// <summary>Writes a line for people to standard error.</summary>
    public static void Complain(string line)
    {
        try
        {
            Console.Error.WriteLine(ScoreText.Printable(line));
        }
        catch (FileFailedException)
        {
            // There is nobody left to tell; the exit code says it.
        }
    }

    /// <summary>From now on, standard output and standard error fail with a <see cref="FileFailedException"/> where they cannot be written.</summary>
    public static void GuardStreams()
    {
        Console.SetOut(Guarded(Console.OpenStandardOutput(), "standard output", Console.Out.Encoding));
        Console.SetError(Guarded(Console.OpenStandardError(), "standard error", Console.Error.Encoding));

        static StreamWriter Guarded(Stream stream, string name, Encoding encoding) =>
            new(new WriteStream(stream, name, ownsInner: true), encoding) { AutoFlush = true };
    }

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

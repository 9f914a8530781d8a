using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Baton.Server.Imports;
using Baton.Server.Storage;

namespace Baton.Server.Commands;

/// <summary><c>baton backup</c>: a copy of the database while the server runs.</summary>
internal static class BackupCommand
{
    private static readonly Option<string> Out = new("--out", "-o") { Description = "Where the copy goes. A file that is there is replaced once the copy is whole.", HelpName = "file", Required = true };

    private const string AsksPostgres = "PostgreSQL makes its own backups: run pg_dump --format=custom --file=baton.dump with the database's address.";

    public static Command Build()
    {
        var command = new Command("backup", "Copy the database, a SQLite file, checked, while it is in use.") { DataOption.Data, Out };
        command.Validators.Add(options => options.RefuseEmpty(DataOption.Data, Out));
        command.Validators.Add(options => options.RefuseSame(Out, DataOption.Data));
        command.Validators.Add(RefusePostgres);
        command.SetAction((options, cancel) => Task.FromResult(Run(DataOption.Location(options), options.GetRequiredValue(Out), cancel)));
        return command;
    }

    private static int Run(string data, string target, CancellationToken cancel)
    {
        if (Problem(data, target) is { } problem)
        {
            Terminal.Complain(problem.ToString());
            return ExitCode.BadInput;
        }

        // A link stays a link: what it points to is replaced.
        var length = SqliteBackup.Run(data, FilePlace.EndOf(target), cancel);
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{target} is a copy of {data}, whole and checked: {length:N0} bytes."));
        return ExitCode.Done;
    }

    private static FileProblem? Problem(string data, string target)
    {
        if (PostgresLocation.IsPostgres(data))
        {
            return new FileProblem(AsksPostgres, "");
        }

        if (FilePlace.IsSame(data, target))
        {
            return new FileProblem($"--out {target} is the database itself.", "Give the copy another name.");
        }

        var place = FilePlace.EndOf(target);
        var folder = Path.GetDirectoryName(place) ?? place;
        return Directory.Exists(data) ? FileProblem.IsFolder(data)
            : !File.Exists(data) ? FileProblem.Missing(data, nearest: null)
            : Directory.Exists(place) || Path.EndsInDirectorySeparator(target) ? FileProblem.IsFolder(target)
            : !Directory.Exists(folder) ? FileProblem.FolderMissing(folder)
            : FilePlace.IsStream(place) ? new FileProblem($"{target} is no file.", "A database can only be copied to a file.")
            : File.Exists(place + "-wal") || File.Exists(place + "-journal")
                ? new FileProblem($"{target} is a database in use, or one that was not closed.", "Give the copy another name.")
            : null;
    }

    private static void RefusePostgres(CommandResult command)
    {
        if (command.Said(DataOption.Data).Any(PostgresLocation.IsPostgres))
        {
            command.AddError(AsksPostgres);
        }
    }
}

using System.CommandLine;
using Baton.Server.People.SignIn;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Server.Commands;

/// <summary><c>baton playbook publish</c>: puts the agreement in force, with the names of those who signed it.</summary>
internal static class PublishCommand
{
    private static readonly Option<string> Marketing = Signer("--marketing", "Who signs it for marketing.");
    private static readonly Option<string> Sales = Signer("--sales", "Who signs it for sales.");

    /// <param name="file">Where the playbook is.</param>
    public static Command Build(Argument<string> file)
    {
        var publish = new Command("publish", "Put a playbook in force: from now on leads are scored by it.") { file, DataOption.Data, Marketing, Sales };
        publish.Validators.Add(command => command.RefuseEmpty(file, Marketing, Sales));
        publish.SetAction(PublishAsync);
        return publish;
    }

    private static async Task<int> PublishAsync(ParseResult options, CancellationToken cancel) => PlaybookCommand.Read(options) is { } file
        ? await Store.UseAsync(options, database => PublishAsync(file, options, database, cancel), cancel)
        : ExitCode.BadInput;

    private static async Task<int> PublishAsync(PlaybookFile file, ParseResult options, IDatabase database, CancellationToken cancel)
    {
        var workspace = await new WorkspaceStore(database, SystemClock.Instance).FirstAsync(cancel);
        var playbooks = new PlaybookStore(database, SystemClock.Instance);
        var name = file.Playbook!.Name;
        if (await playbooks.GetAsync(workspace.Id, workspace.Playbook, cancel) is { } current && current.Yaml == file.Text)
        {
            Terminal.Say($"{name} is in force already, as version {current.Version}. Nothing was changed.");
            return ExitCode.Done;
        }

        if (await playbooks.AddAsync(workspace.Id, file.Text, Auditor.CommandLine.Name, CommandLineAct.Of("playbook.drafted", ""), cancel) is not DraftResult.Added { Version: var version })
        {
            throw new InvalidOperationException("What was a playbook a moment ago is none.");
        }

        foreach (var (team, by) in ((string, string)[])[("marketing", options.GetRequiredValue(Marketing)), ("sales", options.GetRequiredValue(Sales))])
        {
            await playbooks.SignAsync(workspace.Id, version, team, by, CommandLineAct.Of("playbook.signed", PlaybookStore.NameOf(version), new { team, by }), cancel);
        }

        if (await playbooks.PublishAsync(workspace.Id, version, CommandLineAct.Of("playbook.published", PlaybookStore.NameOf(version)), cancel) is PublishResult.Superseded superseded)
        {
            Terminal.Complain($"Version {superseded.Current} was published meanwhile, so version {version} is not in force. Look at that one, then publish again.");
            return ExitCode.BadInput;
        }

        Terminal.Say($"{name} is in force as version {version}. A server scores the leads that are there anew in the background.");
        foreach (var team in await playbooks.MissingTeamsAsync(workspace.Id, file.Playbook, cancel))
        {
            Terminal.Complain($"There is no team \"{team}\", so leads for it wait in the fallback of their route. Say who is in it with `baton team set`.");
        }

        return ExitCode.Done;
    }

    private static Option<string> Signer(string name, string description) => new(name) { Description = description, HelpName = "name", Required = true };
}

using System.CommandLine;
using Baton.Core.Handoffs;
using Baton.Server.Imports;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Scoring;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Server.Commands;

/// <summary><c>baton team set</c> and <c>list</c>: who shares what is handed over, from a file that people keep.</summary>
internal static class TeamCommand
{
    private const int LongestName = 200;

    private static readonly Argument<string> File = new("file") { Description = "The teams, as YAML; - is standard input." };

    public static Command Build()
    {
        var set = new Command("set", "Make teams be as a file says; what is not in the file stays. The same file again changes nothing.") { File, DataOption.Data };
        set.Validators.Add(options => options.RefuseEmpty(File, DataOption.Data));
        set.SetAction(SetAsync);
        var list = new Command("list", "Show the teams, when they work and who is in them.") { DataOption.Data };
        list.SetAction(ListAsync);
        return new Command("team", "The teams that share what is handed over.") { set, list };
    }

    private static async Task<int> SetAsync(ParseResult options, CancellationToken cancel)
    {
        using var input = StandardStreams.OpenInput();
        var (name, text, problem) = TextFile.Read(options.GetRequiredValue(File), input, "file of teams");
        if (text is null)
        {
            Terminal.Complain(problem!);
            return ExitCode.BadInput;
        }

        var (file, mistakes) = TeamFile.Read(text, Roles.All);
        var wrong = file is null ? mistakes.Select(m => At(m.Line, m.Column, m.Message)).ToList() : [.. file.People.Where(IsWrong).Select(one => At(one.Line, one.Column, WrongWith(one)))];
        if (file is null || wrong.Count > 0)
        {
            return Refuse(wrong);
        }

        return await Store.UseAsync(options, database => SetAsync(file, database, At, cancel), cancel);

        string At(int line, int column, string message) => FormattableString.Invariant($"{name}:{line}:{column}: {message}");
    }

    private static async Task<int> SetAsync(TeamFile file, IDatabase database, Func<int, int, string, string> at, CancellationToken cancel)
    {
        var workspace = await new WorkspaceStore(database, SystemClock.Instance).FirstAsync(cancel);
        var result = await new TeamStore(database, SystemClock.Instance).SetAsync(workspace.Id, file, Auditor.CommandLine, cancel);
        if (result.LeftHandoffs.Count > 0)
        {
            return Refuse(result.LeftHandoffs);
        }

        var teams = file.Teams.Zip(result.Teams).ToList();
        var mistakes = teams.SelectMany(pair => (pair.Second as TeamResult.Mistaken)?.Mistakes.Select(mistake => Placed(pair.First, mistake)) ?? []).ToList();
        if (mistakes.Count > 0)
        {
            return Refuse(mistakes);
        }

        foreach (var (team, done) in teams)
        {
            Terminal.Say($"{team.Draft.Name}: {Words(((TeamResult.Done)done).Change)}, {ScoreText.Many(team.Draft.Members.Length, "member")}");
        }

        if (result.Added.Count > 0)
        {
            var who = result.Added.Count == 1 ? "1 person is" : FormattableString.Invariant($"{result.Added.Count:N0} people are");
            Terminal.Say($"{who} let in without a password; `baton user password` gives them one.");
        }

        return ExitCode.Done;

        string Placed(TeamText team, TeamMistake mistake)
        {
            var (line, column) = team.Places[mistake.At];
            return at(line, column, mistake.Message);
        }
    }

    private static Task<int> ListAsync(ParseResult options, CancellationToken cancel) => Store.UseAsync(options, async database =>
    {
        var workspace = await new WorkspaceStore(database, SystemClock.Instance).FirstAsync(cancel);
        foreach (var team in await new TeamStore(database, SystemClock.Instance).AllAsync(workspace.Id, cancel))
        {
            Terminal.Say($"{team.Team.Name}: {team.Team.Hours} {team.Team.Zone}, {ScoreText.Many(team.Team.HolidayDates.Count, "holiday")}{(team.Manager is { } manager ? $", managed by {manager.Name}" : "")}");
            foreach (var member in team.Members)
            {
                var own = string.Join(' ', new[] { member.Hours, member.Zone }.OfType<string>());
                var capacity = member.Capacity is { } most ? FormattableString.Invariant($", at most {most} open") : "";
                Terminal.Say(FormattableString.Invariant($"  {member.Name} <{member.Email}>, weight {member.Weight}{capacity}{(own.Length > 0 ? ", " : "")}{own}"));
            }
        }

        return ExitCode.Done;
    }, cancel, mustExist: true);

    private static int Refuse(IReadOnlyList<string> mistakes)
    {
        foreach (var mistake in mistakes)
        {
            Terminal.Complain(mistake);
        }

        if (mistakes.Count > 1)
        {
            Terminal.Complain(FormattableString.Invariant($"{mistakes.Count} mistakes, so nothing was changed. docs/teams.md describes the file."));
        }

        return ExitCode.BadInput;
    }

    private static bool IsWrong(PersonText person) => !EmailAddress.Is(person.Email) || Api.Names.Clean(person.Name, LongestName) is null;

    private static string WrongWith(PersonText person) => EmailAddress.Problem(person.Email)
        ?? $"a name has 1 to {LongestName} characters, none of which controls terminals";

    private static string Words(TeamChange change) => change switch
    {
        TeamChange.Added => "added",
        TeamChange.Changed => "changed",
        TeamChange.Unchanged => "as it was",
        TeamChange.Deleted => "deleted",
    };
}

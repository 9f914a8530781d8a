using System.CommandLine;
using System.Globalization;
using Baton.Server.Delivery;
using Baton.Server.Scoring;
using Baton.Server.Workspaces;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Commands;

/// <summary><c>baton messages</c>: what was told to the world outside, and what was not.</summary>
internal static class MessagesCommand
{
    private static readonly Option<string> State = new("--state") { Description = "Only messages in this state: pending, sent or dead.", DefaultValueFactory = _ => MessageState.Dead.Name() };
    private static readonly Option<int> Most = NumberOption.Of("--most", "How many of each workspace, the newest first.", 1, int.MaxValue, 50);
    private static readonly Option<bool> All = new("--all") { Description = "All that is dead.", Arity = ArgumentArity.Zero };

    /// <summary>A text until it is looked at: what is no id is answered in words.</summary>
    private static readonly Argument<string?> Id = new("message") { Description = "Its id, as `baton messages list` shows it.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Build()
    {
        State.AcceptOnlyFromAmong([.. Enum.GetValues<MessageState>().Select(state => state.Name())]);
        var list = new Command("list", "Show messages, the newest first: the dead ones where nothing is said. No address is shown.") { DataOption.Data, State, Most };
        list.SetAction(ListAsync);
        var resend = new Command("resend", "Give a message, or all that is dead, to be sent again by a server that runs, with the same id.") { DataOption.Data, Id, All };
        resend.Validators.Add(options =>
        {
            var named = options.Said(Id).FirstOrDefault();
            if (named is null != options.GetValue(All))
            {
                options.AddError("Name one message, or say --all.");
            }
            else if (named is not null && !Guid.TryParse(named, out _))
            {
                options.AddError($"<message> takes the id of a message, not \"{named}\". `baton messages list` shows the ids.");
            }
        });
        resend.SetAction(ResendAsync);
        return new Command("messages", "What is told to mailboxes, Slack and webhooks.") { list, resend };
    }

    private static Task<int> ListAsync(ParseResult options, CancellationToken cancel) => Store.UseAsync(options, async database =>
    {
        var state = DeliveryWords.StateOf(options.GetRequiredValue(State));
        foreach (var workspace in await new WorkspaceStore(database, SystemClock.Instance).AllAsync(cancel))
        {
            var query = new MessageQuery(state, LeadId: null, Type: null, TargetId: null, options.GetValue(Most), Before: null);
            foreach (var message in await new MessageTable(database, SystemClock.Instance).ListAsync(workspace.Id, query, cancel))
            {
                var made = InstantPattern.General.Format(Instant.FromUnixTimeMilliseconds(message.CreatedAt));
                Terminal.Say(string.Create(
                    CultureInfo.InvariantCulture, $"{message.Id}  {made}  {((TargetKind)message.Kind).Name(),-7}  {message.Type}  {ScoreText.Many(message.Attempts, "attempt")}  {message.Problem}").TrimEnd());
            }
        }

        return ExitCode.Done;
    }, cancel, mustExist: true);

    private static Task<int> ResendAsync(ParseResult options, CancellationToken cancel) => Store.UseAsync(options, async database =>
    {
        var messages = new MessageTable(database, SystemClock.Instance);
        Guid? named = options.GetValue(Id) is { } written ? Guid.Parse(written) : null;
        var resent = 0;
        foreach (var workspace in await new WorkspaceStore(database, SystemClock.Instance).AllAsync(cancel))
        {
            resent += named is not { } id ? await messages.ResendDeadAsync(workspace.Id, targetId: null, CommandLineAct.Of("messages.resent", ""), cancel)
                : await messages.ResendAsync(workspace.Id, id, CommandLineAct.Of("message.resent", id.ToString()), cancel) ? 1 : 0;
        }

        if (resent == 0 && named is not null)
        {
            Terminal.Complain("There is no such message, or what it went to was deleted or is disabled. `baton messages list` shows the ids.");
            return ExitCode.BadInput;
        }

        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{resent} to be sent again by a server that runs."));
        return ExitCode.Done;
    }, cancel, mustExist: true);
}

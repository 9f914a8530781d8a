using System.Collections.Concurrent;
using System.Diagnostics;
using Baton.Server.Storage;
using Baton.Server.Telemetry;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>
/// Sends what is due: claims messages, sends them outside of any transaction, many at a time, and writes what came of it. So many of a node at once, and of one target
/// only a part of these; of one that has answered nothing yet, or not the last time, only one, and room is kept for the others. So targets that are silent hold nobody up. E-mail has room of its own.
/// </summary>
internal sealed partial class Courier(
    DueMessages due, WebhookSender webhooks, SlackSender slack, MailServer mail, OutboxBell bell, ILogger<Courier> log)
{
    /// <summary>How many messages are on their way to one target at once.</summary>
    public const int MostOfTarget = 16;

    private const int MostAtOnce = 80;
    private const int MostUntried = 64;
    private const int MostOfUntried = 1;

    private static readonly TimeSpan PauseToWriteAgain = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, Task> _underway = new();
    private readonly ConcurrentDictionary<(Guid Workspace, Guid Target), int> _ofTarget = new();
    private readonly ConcurrentDictionary<(Guid Workspace, Guid Target), bool> _taking = new();

    /// <summary>Begins to send some of what is due in a workspace.</summary>
    /// <returns>False where there was nothing, or no room.</returns>
    public async Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        var hasBegun = false;
        foreach (var target in await due.FindTargetsAsync(workspaceId, mail.IsSetUp, cancel))
        {
            var room = RoomFor((workspaceId, target));
            if (room > 0)
            {
                foreach (var message in await due.ClaimAsync(workspaceId, target, room, cancel))
                {
                    Begin(workspaceId, message);
                    hasBegun = true;
                }
            }
        }

        return hasBegun;
    }

    /// <summary>How many more messages may be on their way to a target.</summary>
    private int RoomFor((Guid Workspace, Guid Target) target)
    {
        var underway = _ofTarget.GetValueOrDefault(target);
        var alike = _ofTarget.Where(one => one.Key.Target == Target.MailServer == (target.Target == Target.MailServer)).ToList();
        var left = MostAtOnce - alike.Sum(one => one.Value);
        return target.Target == Target.MailServer || _taking.ContainsKey(target)
            ? Math.Min(left, MostOfTarget - underway)
            : Math.Min(left, Math.Min(MostUntried - alike.Where(one => !_taking.ContainsKey(one.Key)).Sum(one => one.Value), MostOfUntried - underway));
    }

    /// <summary>Remembers whether a target takes what it is sent.</summary>
    private void Learn((Guid Workspace, Guid Target) target, Outcome outcome)
    {
        if (outcome is Outcome.Sent or Outcome.Failed { IsOfTarget: false })
        {
            _taking[target] = true;
        }
        else if (outcome is Outcome.Failed { IsOfTarget: true })
        {
            _taking.TryRemove(target, out _);
        }
    }

    /// <summary>Ends when all that has begun is sent, or has failed, and that is written.</summary>
    public Task IdleAsync() => Task.WhenAll(_underway.Values);

    /// <summary>Sends one message now, whatever is due, and writes what came of it: to try a target.</summary>
    public async Task<Attempt> SendNowAsync(Guid workspaceId, Claimed message, CancellationToken cancel)
    {
        var attempt = await AttemptAsync(message, cancel);

        // It is not tried again, and a trial that fails does not hold up what works.
        await due.SettleAsync(workspaceId, message, attempt.Problem is { } problem ? attempt with { Outcome = new Outcome.Refused(problem) } : attempt, cancel);
        if (attempt.Problem is null)
        {
            bell.Ring();
        }

        return attempt;
    }

    private void Begin(Guid workspaceId, Claimed message)
    {
        _ofTarget.AddOrUpdate((workspaceId, message.TargetId), 1, (_, count) => count + 1);
        var sending = new Task<Task>(() => SendAsync(workspaceId, message));
        _underway[message.Holder] = sending.Unwrap();
        sending.Start(TaskScheduler.Default);
    }

    private async Task SendAsync(Guid workspaceId, Claimed message)
    {
        try
        {
            var attempt = await TryAsync(message);
            Learn((workspaceId, message.TargetId), attempt.Outcome);
            await SettleAsync(workspaceId, message, attempt);
        }
        catch (Exception failure)
        {
            // Its lease runs out, and it is sent again.
            Failed(log, failure, message.Id);
        }
        finally
        {
            if (_ofTarget.AddOrUpdate((workspaceId, message.TargetId), 0, (_, count) => count - 1) == 0)
            {
                _ofTarget.TryRemove(KeyValuePair.Create((workspaceId, message.TargetId), 0));
            }

            _underway.TryRemove(message.Holder, out _);
            bell.Ring();
        }
    }

    /// <summary>A message at which something fails that nobody has foreseen is no reason to try it without end.</summary>
    private async Task<Attempt> TryAsync(Claimed message)
    {
        try
        {
            return await AttemptAsync(message, CancellationToken.None);
        }
        catch (Exception failure)
        {
            Failed(log, failure, message.Id);
            return new Attempt(new Outcome.Failed("It could not be sent for a reason that was not foreseen; the log has more.", IsOfTarget: false), Answer: null, Duration.Zero);
        }
    }

    private async Task<Attempt> AttemptAsync(Claimed message, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var (outcome, answer) = message.Kind switch
        {
            TargetKind.Email => (await mail.SendAsync(message, cancel), null),
            TargetKind.Slack => await slack.SendAsync(message, cancel) is var (said, silence) ? (SlackSender.OutcomeOf(said, silence), said) : default,
            TargetKind.Webhook => await webhooks.SendAsync(message, cancel) is var (said, silence) ? (HttpOutcome.Of(said, silence), said) : default,
        };
        return new Attempt(outcome, answer, Duration.FromTimeSpan(Stopwatch.GetElapsedTime(began)));
    }

    /// <summary>A database that is away for a moment is waited for, for a while: what was sent would be sent again.</summary>
    private async Task SettleAsync(Guid workspaceId, Claimed message, Attempt attempt)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var state = await due.SettleAsync(workspaceId, message, attempt, CancellationToken.None);
                Measures.Deliver(message.Kind, attempt.Problem is null, state == MessageState.Dead);
                if (state == MessageState.Dead)
                {
                    Died(log, message.Id, message.Type);
                }

                return;
            }
            catch (Exception failure) when (tries < 40 && (failure is DatabaseBusyException || Databases.Explain(failure) is not null))
            {
                await Task.Delay(PauseToWriteAgain);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} could not be sent for a reason that was not foreseen")]
    private static partial void Failed(ILogger log, Exception failure, Guid messageId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MessageId} ({Type}) was given up. GET /api/messages/{MessageId} says why.")]
    private static partial void Died(ILogger log, Guid messageId, string type);
}

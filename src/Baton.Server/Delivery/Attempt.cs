using System.Data.Common;
using Baton.Core.Documents;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>An attempt to send a message.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Answer">What was answered; null where there was no answer, and for e-mail.</param>
/// <param name="Took">How long it took.</param>
internal sealed record Attempt(Outcome Outcome, HttpAnswer? Answer, Duration Took)
{
    /// <summary>The most characters of an answer that are kept.</summary>
    private const int LongestAnswer = 500;

    /// <summary>How many attempts at one message are kept: those that found a target still away, every quarter of an hour, come to hundreds.</summary>
    private const int Most = 20;

    /// <summary>Why it failed; null where the message was taken.</summary>
    public string? Problem => Outcome switch
    {
        Outcome.Sent => null,
        Outcome.Failed failed => failed.Problem,
        Outcome.Refused refused => refused.Problem,
        Outcome.Gone gone => gone.Problem,
        _ => throw new InvalidOperationException($"{Outcome.GetType()} is no outcome."),
    };

    /// <summary>Notes an attempt, and forgets the oldest of very many.</summary>
    /// <param name="transaction">That in which the message is settled.</param>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="messageId">Of which message.</param>
    /// <param name="now">When it ended.</param>
    public void Note(DbTransaction transaction, Guid workspaceId, Guid messageId, Instant now)
    {
        var answer = Answer?.Body ?? "";
        transaction.Connection!.Execute(
            """
            INSERT INTO attempt (workspace_id, message_id, at, milliseconds, status, answer, problem)
            SELECT workspace_id, message_id, @at, @took, @status, @answer, @Problem FROM message WHERE workspace_id = @workspaceId AND message_id = @messageId
            ON CONFLICT (workspace_id, message_id, at) DO UPDATE SET milliseconds = EXCLUDED.milliseconds, status = EXCLUDED.status, answer = EXCLUDED.answer, problem = EXCLUDED.problem
            """,
            new
            {
                workspaceId,
                messageId,
                at = now.ToUnixTimeMilliseconds(),
                took = (long)Took.TotalMilliseconds,
                status = (int?)Answer?.Status,
                answer = KeptText.Of(answer.Shortened(LongestAnswer)),
                Problem,
            },
            transaction);
        if (Problem is not null)
        {
            transaction.Connection!.Execute(
                $"""
                DELETE FROM attempt WHERE workspace_id = @workspaceId AND message_id = @messageId AND at NOT IN (
                    SELECT at FROM attempt WHERE workspace_id = @workspaceId AND message_id = @messageId ORDER BY at DESC LIMIT {Most})
                """,
                new { workspaceId, messageId },
                transaction);
        }
    }
}

/// <summary>An attempt as the database has it.</summary>
internal sealed class AttemptRow
{
    public long At { get; init; }

    public long Milliseconds { get; init; }

    public int? Status { get; init; }

    public string Answer { get; init; } = "";

    public string? Problem { get; init; }
}

using System.Net;
using System.Text;

namespace Baton.Server.Delivery;

/// <summary>Sends messages to incoming webhooks of Slack, and of what speaks like it.</summary>
internal sealed class SlackSender(HttpPost post)
{
    /// <summary>Sends a message.</summary>
    /// <returns>The answer, or why there is none.</returns>
    public Task<(HttpAnswer? Answer, string? Problem)> SendAsync(Claimed message, CancellationToken cancel) =>
        post.SendAsync(message.Target!.Url, Encoding.UTF8.GetBytes(message.Content), [], cancel);

    /// <summary>What an answer means. Slack says in a word what is wrong; what it calls invalid stays so.</summary>
    public static Outcome OutcomeOf(HttpAnswer? answer, string? problem) => answer switch
    {
        { Status: HttpStatusCode.BadRequest } when answer.Body.StartsWith("invalid_", StringComparison.Ordinal) => new Outcome.Refused($"Slack says {Word(answer.Body)}."),
        { Status: HttpStatusCode.Forbidden or HttpStatusCode.NotFound } when Word(answer.Body).Length > 0 =>
            new Outcome.Failed($"It answered {(int)answer.Status}: {Word(answer.Body)}.", IsOfTarget: true),
        _ => HttpOutcome.Of(answer, problem),
    };

    private static string Word(string body) => body.Length <= 40 && body.All(letter => char.IsAsciiLetterLower(letter) || letter == '_') ? body : "";
}

using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Playbooks;
using Baton.Core.Qualification;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Playbooks;

namespace Baton.Server.Handoffs;

/// <summary>What leads say of themselves in forms that the playbook trusts: the form's event has the answer under the criterion's name.</summary>
internal static class FormAnswers
{
    private const int LongestAnswer = 5_000;

    /// <summary>True where a call is a form that the playbook trusts.</summary>
    public static bool AreIn(Call call, Playbook playbook) => call.Kind.IsBehaviour() && playbook.Criteria.Any(criterion => criterion.Trusts(call.Name));

    /// <summary>The answers in a call; what is none that the criterion takes is left out.</summary>
    public static IEnumerable<Answer> Of(Call call, Playbook playbook)
    {
        if (call.Mark.IsMachine() || !AreIn(call, playbook))
        {
            yield break;
        }

        using var json = JsonDocument.Parse(call.Payload);
        if (!json.RootElement.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var criterion in playbook.Criteria.Where(criterion => criterion.Trusts(call.Name)))
        {
            var spelling = PropertyName.Of(criterion.Name);
            var given = properties.EnumerateObject().Where(property => PropertyName.Of(property.Name) == spelling).Select(property => TextOf(property.Value)).FirstOrDefault();
            if (given is { Length: > 0 and <= LongestAnswer } && AnswerReader.Read(criterion, given, call.Occurred) is { Value: { IsMissing: false } value })
            {
                yield return new Answer(
                    Guid.CreateVersion7(call.Received.ToDateTimeOffset()), criterion.Name, Value.Of(value.Text), given.Trim(), call.Occurred, "form", AnswerSource.Form, call.Name);
            }
        }
    }

    /// <summary>Tells of an answer as of one that somebody found out by asking.</summary>
    public static News News(Answer answer, PublishedPlaybook playbook)
    {
        var state = playbook.Scorer.Examiner.Judge(Answers.None.With(answer)).First(judged => judged.Criterion.Name == answer.Criterion).State;
        return new News(ActivityKinds.AnswerGiven, answer.By, HappeningWords.Of(answer, state), Tellings.AnswerOf(answer, state));
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()?.Replace("\0", "", StringComparison.Ordinal),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}

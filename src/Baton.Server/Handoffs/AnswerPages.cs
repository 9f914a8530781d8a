using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Handoffs;

/// <summary>Keeps what was found out by asking, in pages.</summary>
internal static class AnswerPages
{
    private const string Answer = "answer-";

    /// <summary>What was known when the form was shown, beside each answer: only what is another now is told.</summary>
    private const string Before = "before-";

    public static void MapAnswerPages(this IEndpointRouteBuilder routes)
    {
        var lead = routes.MapGroup("/leads/{id:guid}").May(Right.Work);
        lead.MapGet("/answers", (HttpContext http, Guid id, Doing doing, CancellationToken cancel) => AskAsync(http, id, doing, null, cancel));
        lead.MapPost("/answers", KeepAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, Guid id, Doing doing, (string Words, int Status)? problem, CancellationToken cancel)
    {
        if (await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form || await doing.ReadAsync(http.Viewer().Workspace, id, cancel) is not { } work)
        {
            return Notices.Missing(http);
        }

        var only = http.Request.Query["criterion"].ToString();
        return Pages.Show<AnswersForm>(
            new
            {
                Form = form,
                Criteria = (IReadOnlyList<CriterionAnswer>)[.. work.Qualification.Where(one => (only.Length == 0 || one.Criterion == only) && (form.Typed.Count == 0 || form.Typed.ContainsKey(Answer + one.Criterion)))],
            },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> KeepAsync(HttpContext http, Guid id, Doing doing, CancellationToken cancel)
    {
        var numbers = await NumbersAsync(http, id, doing, cancel);
        var given = http.Request.Form.Keys.Where(field => field.StartsWith(Answer, StringComparison.Ordinal)).Select(field => field[Answer.Length..])
            .Where(criterion => http.Field(Answer + criterion) != http.Field(Before + criterion))
            .ToDictionary(criterion => criterion, criterion => (string?)(numbers.Contains(criterion) ? TypedNumber.Plain(http.Field(Answer + criterion)) : http.Field(Answer + criterion)), StringComparer.Ordinal);
        var request = new AnswersRequest(given, http.Field("source") is { Length: > 0 } source ? source : "call", Form: null, At: null, http.Field("note"), As: null);
        return (given.Count == 0 ? (Words.Of("Nothing is new: write what you found out, or go back."), StatusCodes.Status400BadRequest)
                : Pages.ProblemOf(await WorkEndpoints.AnswerAsync(http, id, request, doing, cancel))) is { } problem
            ? await AskAsync(http, id, doing, problem, cancel)
            : await http.GoOnAsync(LeadAct.Answered, id, cancel);
    }

    /// <summary>The criteria that numbers answer.</summary>
    private static async Task<HashSet<string>> NumbersAsync(HttpContext http, Guid id, Doing doing, CancellationToken cancel) =>
        (await doing.ReadAsync(http.Viewer().Workspace, id, cancel))?.Qualification.Where(one => one.Type is "money" or "number").Select(one => one.Criterion).ToHashSet(StringComparer.Ordinal) ?? [];
}

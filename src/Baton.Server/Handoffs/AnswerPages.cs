using Baton.Core.Qualification;
using Baton.Server.Leads;
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
        lead.MapGet("/answers", (HttpContext http, Guid id, Doing doing, CancellationToken cancel) => AskAsync(http, id, doing, null, isNews: false, cancel));
        lead.MapPost("/answers", KeepAsync);
    }

    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="problem">Why the answers were not kept; null where it was not tried yet.</param>
    /// <param name="isNews">True where the problem is an answer that the form did not show yet, and now does.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<IResult> AskAsync(HttpContext http, Guid id, Doing doing, (string Words, int Status)? problem, bool isNews, CancellationToken cancel)
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
                IsNews = isNews,
            },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> KeepAsync(HttpContext http, Guid id, Doing doing, CancellationToken cancel)
    {
        var numbers = (await doing.PlaybookAsync(http.Viewer().Workspace, cancel)).Criteria.Where(one => one.Type is AnswerType.Money or AnswerType.Number).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        var given = http.Request.Form.Keys.Where(field => field.StartsWith(Answer, StringComparison.Ordinal)).Select(field => field[Answer.Length..])
            .Where(criterion => http.Field(Answer + criterion) != http.Field(Before + criterion))
            .ToDictionary(criterion => criterion, criterion => (string?)(numbers.Contains(criterion) ? TypedNumber.Plain(http.Field(Answer + criterion)) : http.Field(Answer + criterion)), StringComparer.Ordinal);
        var request = new AnswersRequest(given, http.Field("source") is { Length: > 0 } source ? source : "call", Form: null, At: null, http.Field("note"), As: null);
        var isNews = false;
        return (given.Count == 0 ? (Words.Of("Nothing is new: write what you found out, or go back."), StatusCodes.Status400BadRequest)
                : Pages.ProblemOf(await WorkEndpoints.TellAsync(http, id, request, doing, News, cancel))) is { } problem
            ? await AskAsync(http, id, doing, problem, isNews, cancel)
            : await http.GoOnAsync(LeadAct.Answered, id, cancel);

        // Who opened the form before somebody else kept an answer has not seen it, and may not want to put another in its place.
        string? News(LeadBook book, LeadRow root)
        {
            var known = book.Playbook.Scorer.Examiner.Judge(LeadRow.AnswersOf(book.PartsOf(root))).ToDictionary(one => one.Criterion.Name, one => Line(one.Answer?.Written), StringComparer.OrdinalIgnoreCase);
            isNews = given.Any(one => http.Request.Form.ContainsKey(Before + one.Key) && known.TryGetValue(one.Key, out var now) && now != Line(http.Field(Before + one.Key)) && now != Line(one.Value));
            return isNews ? Words.Of("Somebody kept another answer while you had this form open. It stands below: keep yours in its place, or leave it.") : null;
        }
    }

    /// <summary>An answer as a field of one line shows it.</summary>
    private static string Line(string? answer) => string.Concat((answer ?? "").Split('\r', '\n')).Trim();
}

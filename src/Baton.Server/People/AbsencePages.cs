using Baton.Server.Shell;
using Baton.Server.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.People;

/// <summary>The page where one says who is away, and sees who is.</summary>
internal static class AbsencePages
{
    private const string Path = TeamPages.Path + "/absences";

    public static void MapAbsencePages(this IEndpointRouteBuilder routes)
    {
        var absences = routes.MapGroup(Path).May(Right.ManageTeams);
        absences.MapGet("", (HttpContext http, AbsenceSheets sheets, CancellationToken cancel) => ShowAsync(http, sheets, AbsenceForm.Empty, StatusCodes.Status200OK, cancel));
        absences.MapPost("", AddAsync);
        absences.MapPost("/{person:guid}/{id:guid}", ChangeAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, AbsenceSheets sheets, AbsenceForm form, int status, CancellationToken cancel)
    {
        var (people, absences) = await sheets.ReadAsync(http.Viewer().Workspace, http.Viewer().Zone, cancel);
        return Pages.Show<AbsencesPage>(new { People = people, Absences = absences, Form = form }, status);
    }

    private static async Task<IResult> AddAsync(HttpContext http, AbsenceSheets sheets, PeopleStore people, AbsenceStore absences, IClock clock, CancellationToken cancel)
    {
        var form = new AbsenceForm(http.Field("person"), http.Field("from"), http.Field("fromTime"), http.Field("to"), http.Field("toTime"), http.Field("reason"));
        if (!Guid.TryParse(form.Person, out var person))
        {
            return await ShowAsync(http, sheets, form with { Field = "person", Problem = Words.Of("Choose who is away.") }, StatusCodes.Status400BadRequest, cancel);
        }

        if (FormTime.DayOf(form.From) is not { } first)
        {
            return await ShowAsync(http, sheets, form with { Field = "from", Problem = FormTime.DayProblem(form.From) ?? Words.Of("Say from which day on.") }, StatusCodes.Status400BadRequest, cancel);
        }

        var last = FormTime.DayOf(form.To);
        if (FormTime.DayProblem(form.To) is not null || last < first)
        {
            return await ShowAsync(http, sheets, form with { Field = "to", Problem = FormTime.DayProblem(form.To) ?? Words.Of("The last day is the first or a later one. Leave it empty where nobody knows it yet.") }, StatusCodes.Status400BadRequest, cancel);
        }

        if (FormTime.IsWrong(form.FromTime) || FormTime.IsWrong(form.ToTime))
        {
            return await ShowAsync(
                http, sheets, form with { Field = FormTime.IsWrong(form.FromTime) ? "from" : "to", Problem = Words.Of("Write the time as 14:05, or leave it empty for the whole day.") }, StatusCodes.Status400BadRequest, cancel);
        }

        // Days are those of whoever is away: by the wall clock of their team.
        var zone = await sheets.ZoneOfAsync(http.Viewer().Workspace, person, http.Viewer().Zone, cancel);
        var from = FormTime.TimeOf(form.FromTime) is { } begin ? zone.AtLeniently(first + begin) : zone.AtStartOfDay(first);
        var to = last is not { } day ? (ZonedDateTime?)null : FormTime.TimeOf(form.ToTime) is { } end ? zone.AtLeniently(day + end) : zone.AtStartOfDay(day.PlusDays(1));
        var result = await AbsenceEndpoints.AddAsync(http, person, new AbsenceRequest(from.ToInstant(), to?.ToInstant(), form.Reason.Length == 0 ? null : form.Reason), people, absences, cancel);
        return Pages.ProblemOf(result) is var (words, status)
            ? await ShowAsync(http, sheets, form with { Field = words.StartsWith("`reason`", StringComparison.Ordinal) ? "reason" : "to", Problem = words }, status, cancel)
            : Pages.GoTo($"{Path}?done={(to?.ToInstant() <= clock.GetCurrentInstant() ? "past" : "added")}");
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, Guid person, Guid id, PeopleStore people, AbsenceStore absences, IClock clock, CancellationToken cancel)
    {
        if ((await absences.AllAsync(http.Viewer().Workspace, person, cancel)).FirstOrDefault(one => one.Id == id) is not { } absence)
        {
            return Notices.Missing(http);
        }

        var now = clock.GetCurrentInstant();
        return http.Field("do") switch
        {
            "back" when absence.From < now => GoOn(await AbsenceEndpoints.EndAsync(http, person, id, new AbsenceEnd(now), people, absences, cancel), "back"),
            "delete" => GoOn(await AbsenceEndpoints.DeleteAsync(http, person, id, people, absences, cancel), "deleted"),
            _ => Notices.Missing(http),
        };

        IResult GoOn(IResult result, string done) => Pages.ProblemOf(result) is null ? Pages.GoTo($"{Path}?done={done}") : Notices.Missing(http);
    }
}

/// <summary>An absence as its form has it.</summary>
/// <param name="Person">Who.</param>
/// <param name="From">The first day.</param>
/// <param name="FromTime">From when on that day; empty for all of it.</param>
/// <param name="To">The last day; empty where nobody knows it yet.</param>
/// <param name="ToTime">Until when on that day; empty for all of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Field">Which field is wrong.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record AbsenceForm(string Person, string From, string FromTime, string To, string ToTime, string Reason, string? Field = null, string? Problem = null)
{
    public static AbsenceForm Empty { get; } = new("", "", "", "", "", "");
}

using System.Globalization;
using Baton.Server.Leads;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Handoffs;

/// <summary>A form by which somebody does something about a lead: a page of its own, or a dialog over the page where they are.</summary>
/// <param name="Lead">About whom.</param>
/// <param name="Path">Where it is asked for and sent to.</param>
/// <param name="Back">The page to go on to.</param>
/// <param name="IsInDialog">True where only the form is asked for, to be shown over that page.</param>
/// <param name="Problem">Why it was not done; null where it was not tried yet.</param>
/// <param name="Typed">What was typed, by field.</param>
public sealed record LeadForm(LeadCard Lead, string Path, string Back, bool IsInDialog, string? Problem, IReadOnlyDictionary<string, string> Typed)
{
    /// <summary>The id of the element that forms are asked for to be shown in.</summary>
    public const string Dialog = "act";

    /// <summary>The page to go on to, where it is one of ours.</summary>
    public const string BackField = "back";

    /// <summary>The form as it is asked for; null where there is no such lead.</summary>
    internal static async Task<LeadForm?> OfAsync(HttpContext http, Guid lead, string? problem, CancellationToken cancel)
    {
        await using var connection = await http.RequestServices.GetRequiredService<IDatabase>().OpenReadAsync(cancel);
        return LeadCard.Of(connection, http.Viewer().Workspace, [lead]).TryGetValue(lead, out var card)
            ? new LeadForm(
                card,
                http.Request.Path,
                BackOf(http, lead),
                IsForDialog(http),
                problem,
                http.Request.HasFormContentType ? http.Request.Form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal) : new Dictionary<string, string>())
            : null;
    }

    /// <summary>Where somebody came from: as the form or the link says, or else the lead.</summary>
    internal static string BackOf(HttpContext http, Guid lead)
    {
        var said = http.Request.HasFormContentType ? http.Field(BackField) : http.Request.Query[BackField].ToString();
        return Pages.IsOwn(said) ? said : $"/leads/{lead}";
    }

    internal static bool IsForDialog(HttpContext http) => http.Request.Headers["HX-Target"] == Dialog;

    /// <summary>The address of a form.</summary>
    /// <param name="lead">The lead's id.</param>
    /// <param name="act">What to do, such as <c>reject</c>, with what is known of it already.</param>
    /// <param name="back">The page to go on to.</param>
    public static string Url(Guid lead, string act, string back) => $"/leads/{lead}/{act}{(act.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{BackField}={Uri.EscapeDataString(back)}";

    /// <summary>What was typed into a field, or else what it begins with.</summary>
    public string? Value(string field, string? begin = null) => Typed.GetValueOrDefault(field, begin ?? "") is { Length: > 0 } value ? value : null;

    /// <summary>True where a choice was made, or is the one to begin with.</summary>
    public bool Has(string field, string choice, string? begin = null) => Value(field, begin) == choice;

    /// <summary>The moment in the fields of a day and of a time of day; null where there is none.</summary>
    internal static Instant? ReadMoment(HttpContext http, string day, string time, LocalTime otherwise)
    {
        var clock = http.Field(time);
        return FormTime.DayOf(http.Field(day)) is not { } date ? null
            : clock.Length == 0 ? AtStart(date, otherwise, http.Viewer().Zone)
            : LocalTimePattern.CreateWithInvariantCulture(clock.Length > 5 ? "HH:mm:ss" : "HH:mm").Parse(clock) is { Success: true, Value: var at } ? AtStart(date, at, http.Viewer().Zone)
            : null;
    }

    /// <summary>A moment of a day by somebody's wall clock.</summary>
    internal static Instant AtStart(LocalDate day, LocalTime time, DateTimeZone zone) => zone.AtLeniently(day + time).ToInstant();

    /// <summary>A time of day as browsers take it.</summary>
    public static string Time(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

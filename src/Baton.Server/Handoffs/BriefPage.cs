using System.Globalization;
using Baton.Server.Delivery;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>A brief for people: as an e-mail or a page, as text, and for Slack.</summary>
internal static class BriefPage
{
    private const int MostHistory = 12;
    private const int MostLines = 30;

    /// <summary>The brief as a page of HTML.</summary>
    public static string Html(Brief brief) => Page(brief, ActButtons.None).To("").Html;

    /// <summary>The brief as text.</summary>
    public static string Text(Brief brief) => Page(brief, ActButtons.None).To("").Text;

    /// <summary>The brief as a message of Slack: JSON with <c>text</c> and <c>blocks</c>.</summary>
    public static string Slack(Brief brief) => $"{{\"text\":{System.Text.Json.JsonSerializer.Serialize(SlackBlocks.Plain(Subject(brief)))},\"blocks\":{Blocks(brief, ActButtons.None, arePressedThere: false).To(Guid.Empty).Blocks ?? "[]"}}}";

    /// <summary>What the brief is about, in one line.</summary>
    public static string Subject(Brief brief) =>
        $"{brief.Stage} for you: {brief.Person.Called}{(brief.Account?.Name is { } company ? $", {company}" : "")} ({Points(brief)})";

    /// <summary>The brief as an e-mail, with buttons.</summary>
    /// <param name="brief">The brief.</param>
    /// <param name="buttons">What can be done from there.</param>
    public static MailPage Page(Brief brief, ActButtons buttons)
    {
        var page = buttons.AddTo(new MailPage(Subject(brief)).Facts(Facts(brief)));
        Add(page, "To open with", brief.HighIntent.Select(action => $"{What(action.What, action.Page)} on {Day(brief, action.At)}"));
        Add(page, "What is known by asking", brief.Qualification.Select(AnswerLine));
        Add(page, $"Why {Points(brief)}", brief.Score.Lines.Take(MostLines).Select(line => LineOf(brief, line)));
        Add(page, "Where it came from", Origins(brief));
        Add(page, "What it did", brief.History.Take(MostHistory).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.What}: {(one.Count == 1 ? "once, on" : $"{one.Count} times, last on")} {Day(brief, one.Last)}")));
        Add(page, "Who else is there", (brief.Account?.Colleagues ?? []).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name}{(one.Title is { } title ? $", {title}" : "")}: {one.Stage}, {one.Total} points")));
        Add(page, "Notes", brief.Notes.Select(note => $"{Day(brief, note.At)}, {note.By}: {note.Text}"));
        return page.Small($"As it was on {Time(brief, brief.At)}, by version {brief.Playbook.Version} of the playbook “{brief.Playbook.Name}”. Nothing in this brief changes.");
    }

    /// <summary>The brief as blocks of Slack, with buttons.</summary>
    /// <param name="brief">The brief.</param>
    /// <param name="buttons">What can be done from there.</param>
    /// <param name="arePressedThere">True where Slack tells Baton what is pressed.</param>
    public static SlackBlocks Blocks(Brief brief, ActButtons buttons, bool arePressedThere) => buttons
        .AddTo(new SlackBlocks(Subject(brief)).Header(Subject(brief)).Fields(Facts(brief)), arePressedThere)
        .Section(Bullets("To open with", brief.HighIntent.Select(action => $"{What(action.What, action.Page)} on {Day(brief, action.At)}")))
        .Section(Bullets("What is known by asking", brief.Qualification.Select(AnswerLine)))
        .Section(Bullets($"Why {Points(brief)}", brief.Score.Lines.Take(MostHistory).Select(line => LineOf(brief, line))))
        .Context(SlackBlocks.Plain($"As of {Time(brief, brief.At)}, playbook version {brief.Playbook.Version}"));

    private static IEnumerable<(string Name, string Value)> Facts(Brief brief)
    {
        yield return ("Who", brief.Person.Called + (brief.Person.Title is { } title ? $", {title}" : ""));
        if (brief.Account?.Name is { } company)
        {
            yield return ("Company", company + (brief.Account.Attributes.GetValueOrDefault("industry") is { } industry ? $", {industry}" : ""));
        }

        if (brief.Person.Phone is { } phone)
        {
            yield return ("Telephone", phone);
        }

        if (brief.Person.Email is { } email)
        {
            yield return ("E-mail", email);
        }

        yield return ("Score", $"{Points(brief)}: fit {brief.Score.Score.Fit}, engagement {brief.Score.Score.Engagement}{(brief.Score.Score.Grade is { } grade ? $", grade {grade}" : "")}");
        yield return ("For", brief.To.Person is { } person ? $"{person}{(brief.To.Team is { } team ? $", {team}" : "")}" : $"whoever takes it from {brief.To.Queue}");
        if (brief.ResponseDue is { } response)
        {
            yield return ("Contact by", Time(brief, response));
        }

        if (brief.DecisionDue is { } decision)
        {
            yield return ("Decide by", Time(brief, decision));
        }
    }

    private static IEnumerable<string> Origins(Brief brief)
    {
        if (brief.FirstTouch is { } first)
        {
            yield return $"First: {Origin(brief, first)}";
        }

        if (brief.LastTouch is { } last && last != brief.FirstTouch)
        {
            yield return $"Last: {Origin(brief, last)}";
        }
    }

    private static string Origin(Brief brief, BriefTouch touch) =>
        $"{Day(brief, touch.At)}, {touch.Channel}{(touch.Campaign is { } campaign ? $", campaign {campaign}" : "")}{(touch.Referrer is { } referrer ? $", from {referrer}" : "")}{(touch.Page is { } page ? $", to {page}" : "")}";

    private static string What(string name, string? page) => page is null ? name : $"{name} ({page})";

    private static string AnswerLine(BriefAnswer one) => one.Answer is { } answer
        ? $"{Title(one.Criterion)}: {answer}, {one.State} ({(one.Form is { } form ? $"form {form}" : $"{one.Source}, {one.By}")}){(one.Note is { } note ? $": {note}" : "")}"
        : $"{Title(one.Criterion)}: not known. Ask: {string.Join(" ", one.Ask)}";

    private static string LineOf(Brief brief, Leads.ExplanationLineAnswer line) =>
        $"{(line.Points >= 0 ? "+" : "")}{line.Points.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−')} {line.Text}{(line.Counted > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({line.Counted} times)") : "")}{(line.Last is { } last ? $", last on {Day(brief, last)}" : "")}";

    private static string Points(Brief brief) => string.Create(CultureInfo.InvariantCulture, $"{brief.Score.Score.Total} points");

    private static string Time(Brief brief, Instant at) => TimeWords.Time(at, ZoneOf(brief));

    private static string Day(Brief brief, Instant at) => TimeWords.Day(at, ZoneOf(brief));

    private static DateTimeZone ZoneOf(Brief brief) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(brief.To.Zone) ?? DateTimeZone.Utc;

    private static string Title(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    private static void Add(MailPage page, string heading, IEnumerable<string> points)
    {
        var all = points.ToList();
        if (all.Count > 0)
        {
            page.Heading(heading).List(all);
        }
    }

    private static string Bullets(string heading, IEnumerable<string> points)
    {
        var all = points.ToList();
        return all.Count == 0 ? "" : $"*{SlackBlocks.Plain(heading)}*\n{string.Join('\n', all.Select(point => "• " + SlackBlocks.Plain(OneLine.Of(point))))}";
    }
}

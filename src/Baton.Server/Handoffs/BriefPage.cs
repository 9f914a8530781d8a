using System.Globalization;
using Baton.Server.Delivery;
using NodaTime.Text;

namespace Baton.Server.Handoffs;

/// <summary>A brief for people: as an e-mail or a page, as text, and for Slack.</summary>
internal static class BriefPage
{
    private const int MostHistory = 12;
    private const int MostLines = 30;

    private static readonly InstantPattern Times = InstantPattern.CreateWithInvariantCulture("d MMM uuuu, HH:mm 'UTC'");
    private static readonly InstantPattern Days = InstantPattern.CreateWithInvariantCulture("d MMM uuuu");

    /// <summary>The brief as a page of HTML.</summary>
    public static string Html(Brief brief) => Page(brief, []).To("").Html;

    /// <summary>The brief as text.</summary>
    public static string Text(Brief brief) => Page(brief, []).To("").Text;

    /// <summary>The brief as a message of Slack: JSON with <c>text</c> and <c>blocks</c>.</summary>
    public static string Slack(Brief brief) => $"{{\"text\":{System.Text.Json.JsonSerializer.Serialize(Subject(brief))},\"blocks\":{Blocks(brief, []).To(Guid.Empty).Blocks ?? "[]"}}}";

    /// <summary>What the brief is about, in one line.</summary>
    public static string Subject(Brief brief) =>
        $"{brief.Stage} for you: {brief.Person.Called}{(brief.Account?.Name is { } company ? $", {company}" : "")} ({Points(brief)})";

    /// <summary>The brief as an e-mail, with buttons.</summary>
    /// <param name="brief">The brief.</param>
    /// <param name="links">What they say, and where they lead.</param>
    public static MailPage Page(Brief brief, IReadOnlyList<(string Words, string Url)> links)
    {
        var page = new MailPage(Subject(brief)).Facts(Facts(brief));
        foreach (var (words, url) in links)
        {
            page.Button(words, url);
        }

        Add(page, "To open with", brief.HighIntent.Select(action => $"{What(action.What, action.Page)} on {Days.Format(action.At)}"));
        Add(page, "What is known by asking", brief.Qualification.Select(AnswerLine));
        Add(page, $"Why {Points(brief)}", brief.Score.Lines.Take(MostLines).Select(LineOf));
        Add(page, "Where it came from", Origins(brief));
        Add(page, "What it did", brief.History.Take(MostHistory).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.What}: {(one.Count == 1 ? "once, on" : $"{one.Count} times, last on")} {Days.Format(one.Last)}")));
        Add(page, "Who else is there", (brief.Account?.Colleagues ?? []).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name}{(one.Title is { } title ? $", {title}" : "")}: {one.Stage}, {one.Total} points")));
        Add(page, "Notes", brief.Notes.Select(note => $"{Days.Format(note.At)}, {note.By}: {note.Text}"));
        return page.Small($"As it was on {Times.Format(brief.At)}, by version {brief.Playbook.Version} of the playbook “{brief.Playbook.Name}”. Nothing in this brief changes.");
    }

    /// <summary>The brief as blocks of Slack, with buttons.</summary>
    /// <inheritdoc cref="Page"/>
    public static SlackBlocks Blocks(Brief brief, IReadOnlyList<(string Words, string Url)> links) => new SlackBlocks(Subject(brief))
        .Header(Subject(brief))
        .Fields(Facts(brief))
        .Buttons(links)
        .Section(Bullets("To open with", brief.HighIntent.Select(action => $"{What(action.What, action.Page)} on {Days.Format(action.At)}")))
        .Section(Bullets("What is known by asking", brief.Qualification.Select(AnswerLine)))
        .Section(Bullets($"Why {Points(brief)}", brief.Score.Lines.Take(MostHistory).Select(LineOf)))
        .Context(SlackBlocks.Plain($"As of {Times.Format(brief.At)}, playbook version {brief.Playbook.Version}"));

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
            yield return ("Contact by", Times.Format(response));
        }

        if (brief.DecisionDue is { } decision)
        {
            yield return ("Decide by", Times.Format(decision));
        }
    }

    private static IEnumerable<string> Origins(Brief brief)
    {
        if (brief.FirstTouch is { } first)
        {
            yield return $"First: {Origin(first)}";
        }

        if (brief.LastTouch is { } last && last != brief.FirstTouch)
        {
            yield return $"Last: {Origin(last)}";
        }
    }

    private static string Origin(BriefTouch touch) =>
        $"{Days.Format(touch.At)}, {touch.Channel}{(touch.Campaign is { } campaign ? $", campaign {campaign}" : "")}{(touch.Referrer is { } referrer ? $", from {referrer}" : "")}{(touch.Page is { } page ? $", to {page}" : "")}";

    private static string What(string name, string? page) => page is null ? name : $"{name} ({page})";

    private static string AnswerLine(BriefAnswer one) => one.Answer is { } answer
        ? $"{Title(one.Criterion)}: {answer}, {one.State} ({(one.Form is { } form ? $"form {form}" : $"{one.Source}, {one.By}")}){(one.Note is { } note ? $": {note}" : "")}"
        : $"{Title(one.Criterion)}: not known. Ask: {string.Join(" ", one.Ask)}";

    private static string LineOf(Leads.ExplanationLineAnswer line) =>
        $"{(line.Points >= 0 ? "+" : "")}{line.Points.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−')} {line.Text}{(line.Counted > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({line.Counted} times)") : "")}{(line.Last is { } last ? $", last on {Days.Format(last)}" : "")}";

    private static string Points(Brief brief) => string.Create(CultureInfo.InvariantCulture, $"{brief.Score.Score.Total} points");

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
        return all.Count == 0 ? "" : $"*{SlackBlocks.Plain(heading)}*\n{string.Join('\n', all.Select(point => "• " + SlackBlocks.Plain(point)))}";
    }
}

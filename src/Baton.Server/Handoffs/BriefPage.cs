using Baton.Server.Delivery;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>A brief for people: as an e-mail in the language of who reads it, and in English as a page, as text, and for Slack.</summary>
internal static class BriefPage
{
    private static readonly IStringLocalizer<Words> T = MailWords.Words;

    private const int MostHistory = 12;
    private const int MostLines = 30;

    /// <summary>The brief as a page of HTML.</summary>
    public static string Html(Brief brief) => Languages.In(Languages.English, () => Page(brief, ActButtons.None).To("").Html);

    /// <summary>The brief as text.</summary>
    public static string Text(Brief brief) => Languages.In(Languages.English, () => Page(brief, ActButtons.None).To("").Text);

    /// <summary>The brief as a message of Slack: JSON with <c>text</c> and <c>blocks</c>.</summary>
    public static string Slack(Brief brief) => Languages.In(Languages.English, () => $"{{\"text\":{System.Text.Json.JsonSerializer.Serialize(SlackBlocks.Plain(Subject(brief)))},\"blocks\":{Blocks(brief, ActButtons.None, arePressedThere: false).To(Guid.Empty).Blocks ?? "[]"}}}");

    /// <summary>What the brief is about, in one line.</summary>
    public static string Subject(Brief brief) =>
        T["{0} for you: {1} ({2})", StageNames.Of(brief.Stage, T), $"{brief.Person.Called}{(brief.Account?.Name is { } company ? $", {company}" : "")}", Points(brief)];

    /// <summary>The brief as an e-mail, with buttons.</summary>
    /// <param name="brief">The brief.</param>
    /// <param name="buttons">What can be done from there.</param>
    public static MailPage Page(Brief brief, ActButtons buttons)
    {
        var page = buttons.AddTo(new MailPage(Subject(brief)).Facts(Facts(brief)));
        Add(page, T["To open with"], brief.HighIntent.Select(action => T["{0} on {1}", Opening(action), Day(brief, action.At)].Value));
        Add(page, T["What is known by asking"], brief.Qualification.Select(AnswerLine));
        Add(page, T["Why {0} points", brief.Score.Score.Total], brief.Score.Lines.Take(MostLines).Select(line => LineOf(brief, line)));
        Add(page, T["Where it came from"], Origins(brief));
        Add(page, T["What it did"], brief.History.Take(MostHistory).Select(one => HistoryLine(brief, one)));
        Add(page, T["Who else is there"], (brief.Account?.Colleagues ?? []).Select(one => T["{0}: {1}, {2} points", $"{one.Name}{(one.Title is { } title ? $", {title}" : "")}", StageNames.Of(one.Stage, T), one.Total].Value));
        Add(page, T["Notes"], brief.Notes.Select(note => $"{Day(brief, note.At)}, {ActorWords.Of(note.By, T)}: {note.Text}"));
        return page.Small(T["As it was on {0}, by version {1} of the playbook “{2}”. Nothing in this brief changes.", Time(brief, brief.At), brief.Playbook.Version, brief.Playbook.Name]);
    }

    /// <summary>The brief as blocks of Slack, with buttons.</summary>
    /// <param name="brief">The brief.</param>
    /// <param name="buttons">What can be done from there.</param>
    /// <param name="arePressedThere">True where Slack tells Baton what is pressed.</param>
    public static SlackBlocks Blocks(Brief brief, ActButtons buttons, bool arePressedThere) => buttons
        .AddTo(new SlackBlocks(Subject(brief)).Header(Subject(brief)).Fields(Facts(brief)), arePressedThere)
        .Section(Bullets(T["To open with"], brief.HighIntent.Select(action => T["{0} on {1}", Opening(action), Day(brief, action.At)].Value)))
        .Section(Bullets(T["What is known by asking"], brief.Qualification.Select(AnswerLine)))
        .Section(Bullets(T["Why {0} points", brief.Score.Score.Total], brief.Score.Lines.Take(MostHistory).Select(line => LineOf(brief, line))))
        .Context(SlackBlocks.Plain($"As of {Time(brief, brief.At)}, playbook version {brief.Playbook.Version}"));

    private static IEnumerable<(string Name, string Value)> Facts(Brief brief)
    {
        yield return (T["Who"], brief.Person.Called + (brief.Person.Title is { } title ? $", {title}" : ""));
        if (brief.Account?.Name is { } company)
        {
            yield return (T["Company"], company + (brief.Account.Attributes.GetValueOrDefault("industry") is { } industry ? $", {industry}" : ""));
        }

        if (brief.Person.Phone is { } phone)
        {
            yield return (T["Telephone"], phone);
        }

        if (brief.Person.Email is { } email)
        {
            yield return (T["E-mail"], email);
        }

        yield return (T["Score"], T["{0}: fit {1}, engagement {2}", Points(brief), brief.Score.Score.Fit, brief.Score.Score.Engagement] + (brief.Score.Score.Grade is { } grade ? T[", grade {0}", grade] : ""));
        yield return (T["For"], brief.To.Person is { } person ? $"{person}{(brief.To.Team is { } team ? $", {team}" : "")}" : T["whoever takes it from {0}", brief.To.Queue ?? ""]);
        if (brief.ResponseDue is { } response)
        {
            yield return (T["Contact by"], Time(brief, response));
        }

        if (brief.DecisionDue is { } decision)
        {
            yield return (T["Decide by"], Time(brief, decision));
        }
    }

    private static IEnumerable<string> Origins(Brief brief)
    {
        if (brief.FirstTouch is { } first)
        {
            yield return T["First: {0}", Origin(brief, first)];
        }

        if (brief.LastTouch is { } last && last != brief.FirstTouch)
        {
            yield return T["Last: {0}", Origin(brief, last)];
        }
    }

    private static string Origin(Brief brief, BriefTouch touch) =>
        $"{Day(brief, touch.At)}, {touch.Channel}{(touch.Campaign is { } campaign ? T[", campaign {0}", campaign] : "")}{(touch.Referrer is { } referrer ? T[", from {0}", referrer] : "")}{(touch.Page is { } page ? T[", to {0}", page] : "")}";

    private static string HistoryLine(Brief brief, BriefHistory one)
    {
        var what = EventWords.Of(one.What, view: null, T);
        return one.Count == 1 ? T["{0}: once, on {1}", what, Day(brief, one.Last)] : T["{0}: {1} times, last on {2}", what, one.Count, Day(brief, one.Last)];
    }

    private static string Opening(BriefAction action) => action.Page is { } page ? $"{action.Rule} ({page})" : action.Rule;

    private static string AnswerLine(BriefAnswer one) => one.Answer is { } answer
        ? $"{Title(one.Criterion)}: {Judged(answer, one.State)} ({(one.Form is { } form ? T["form {0}", form] : Source(one))}){(one.Note is { } note ? $": {note}" : "")}"
        : T["{0}: not known. Ask: {1}", Title(one.Criterion), string.Join(" ", one.Ask)];

    private static string Judged(string answer, string state) => state switch
    {
        "confirmed" => T["{0}, confirmed", answer],
        "failed" => T["{0}, failed", answer],
        _ => T["{0}, unknown", answer],
    };

    private static string Source(BriefAnswer one) => one.Source switch
    {
        "call" => T["call, {0}", ActorWords.Of(one.By, T) ?? ""],
        "meeting" => T["meeting, {0}", ActorWords.Of(one.By, T) ?? ""],
        "form" => T["form, {0}", ActorWords.Of(one.By, T) ?? ""],
        _ => $"{one.Source}, {ActorWords.Of(one.By, T)}",
    };

    private static string LineOf(Brief brief, Leads.ExplanationLineAnswer line) =>
        $"{NumberWords.Signed(line.Points)} {ScoreLines.Text(line, MailWords.Sentences)}{(line.Counted > 1 ? T[" ({0} times)", line.Counted] : "")}{(line.Last is { } last ? T[", last on {0}", Day(brief, last)] : "")}";

    private static string Points(Brief brief) => T["{0} points", brief.Score.Score.Total];

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

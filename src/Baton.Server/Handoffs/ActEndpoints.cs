using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>
/// Pages behind the links in messages. To open one does nothing but show what it would do, so that what scans mails triggers nothing; its button does it, once.
/// </summary>
internal static class ActEndpoints
{
    private const int LongestText = 5_000;
    private const int MostBytes = 64 << 10;

    public static void MapActs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Links.Path + "/{token}", ShowAsync).ExcludeFromDescription();
        routes.MapPost(Links.Path + "/{token}", DoAsync).ExcludeFromDescription().DisableAntiforgery();
    }

    private static async Task<ContentHttpResult> ShowAsync(HttpContext http, string token, IDatabase database, HandoffList handoffs, PlaybookShelf shelf, IClock clock, CancellationToken cancel)
    {
        var (asked, why) = await ReadAsync(http, token, database, handoffs, clock, cancel);
        return asked is null ? why! : ActPage.Ask(asked.Link.Act, asked.Brief, asked.Person, (await shelf.CurrentAsync(database, asked.Workspace, cancel)).Scorer.Playbook.Rejections);
    }

    private static async Task<ContentHttpResult> DoAsync(
        HttpContext http, string token, IDatabase database, HandoffList handoffs, PlaybookShelf shelf, Door door, IClock clock, CancellationToken cancel)
    {
        if (http.Request.ContentLength > MostBytes || !http.Request.HasFormContentType)
        {
            return ActPage.Say(StatusCodes.Status400BadRequest, "This did not come from the page that the link leads to.", "Open the link again, and use its button.");
        }

        var (asked, why) = await ReadAsync(http, token, database, handoffs, clock, cancel);
        if (asked is null)
        {
            return why!;
        }

        var form = await http.Request.ReadFormAsync(cancel);
        if (Text(form, "note") is { Length: > LongestText } || Text(form, "value") is { Length: > LongestText })
        {
            return ActPage.Say(StatusCodes.Status400BadRequest, "This is too long.", $"A note has at most {LongestText:N0} characters. Go back and shorten it.");
        }

        var (link, by) = (asked.Link, $"{asked.Person.Name} (link)");
        if (link.Act == Act.Reject && Text(form, "reason") is null)
        {
            return ActPage.Ask(link.Act, asked.Brief, asked.Person, (await shelf.CurrentAsync(database, asked.Workspace, cancel)).Scorer.Playbook.Rejections, "Choose a reason. There is no \"no\" without one.");
        }

        Command command = link.Act switch
        {
            Act.Accept => new Command.Accept(by, asked.Person.Id, link.Handoff),
            Act.Reject => new Command.Reject(by, asked.Person.Id, new Rejection(
                Text(form, "reason")!, null, Text(form, "value") is null ? null : Core.Conditions.Operator.Eq, Text(form, "value"), Text(form, "note")), link.Handoff),
            Act.LogCall => new Command.Log(by, asked.Person.Id, new Contact(
                ContactKind.Call,
                IsOutbound: true,
                IsAutomatic: false,
                Enum.GetValues<ContactOutcome>().FirstOrDefault(outcome => outcome.Name() == Text(form, "outcome"), ContactOutcome.NoAnswer),
                clock.GetCurrentInstant(),
                Text(form, "note"))),
        };
        var isFirst = false;
        var result = await door.CarryAsync(
            asked.Workspace,
            asked.Lead,
            (book, _) =>
            {
                isFirst = book.Transaction.Connection!.Execute(
                    "INSERT INTO used_link (workspace_id, link_id, used_at) VALUES (@Workspace, @Id, @at) ON CONFLICT DO NOTHING",
                    new { asked.Workspace, link.Id, at = book.Now.ToUnixTimeMilliseconds() },
                    book.Transaction) > 0;
                return isFirst ? command : null;
            },
            cancel);
        return result switch
        {
            _ when !isFirst => Used(),
            CommandResult.Refused refused => ActPage.Say(StatusCodes.Status409Conflict, "This cannot be done.", refused.Why),
            CommandResult.Unknown => ActPage.Say(StatusCodes.Status404NotFound, "This lead is gone.", "There is nothing to do about it any more."),
            _ => ActPage.Say(
                StatusCodes.Status200OK,
                link.Act switch { Act.Accept => "Accepted.", Act.Reject => "Given back.", Act.LogCall => "Logged." },
                $"{asked.Brief.Person.Called}: thank you. You can close this page."),
        };
    }

    private static async Task<(Asked? Asked, ContentHttpResult? Why)> ReadAsync(
        HttpContext http, string token, IDatabase database, HandoffList handoffs, IClock clock, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        if (Links.WorkspaceOf(token) is not { } workspace)
        {
            return (null, None());
        }

        await using var connection = await database.OpenReadAsync(cancel);
        if (Links.Of(connection, transaction: null, workspace)?.Read(token) is not { } link)
        {
            return (null, None());
        }

        if (link.Expires <= clock.GetCurrentInstant())
        {
            return (null, ActPage.Say(StatusCodes.Status410Gone, "This link is too old.", "Links work for 30 days. Look the lead up in Baton."));
        }

        if (await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
            "SELECT 1 FROM used_link WHERE workspace_id = @workspace AND link_id = @Id", new { workspace, link.Id }, cancellationToken: cancel)) is not null)
        {
            return (null, Used());
        }

        var person = PeopleStore.All(connection, workspace).FirstOrDefault(one => one.Id == link.Person && one.Deactivated is null);
        return person is null || await handoffs.GetAsync(workspace, link.Handoff, cancel) is not { } handoff || await handoffs.BriefAsync(workspace, link.Handoff, cancel) is not { } brief
            ? (null, None())
            : handoff.Closed is not null && link.Act != Act.Reject
                ? (null, ActPage.Say(StatusCodes.Status409Conflict, "This hand-off is over.", $"It was {handoff.End}, and there is nothing more to do about it."))
                : (new Asked(workspace, link, handoff.Lead, person.Person, brief), null);
    }

    private static ContentHttpResult None() => ActPage.Say(StatusCodes.Status404NotFound, "This link does not work.", "Perhaps it was cut off on its way. Open the message again and use the whole link.");

    private static ContentHttpResult Used() => ActPage.Say(StatusCodes.Status410Gone, "This was done before.", "Each link does its work once.");

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? KeptText.Of(text) : null;

    /// <summary>What a link asks for.</summary>
    private sealed record Asked(Guid Workspace, Link Link, Guid Lead, Person Person, Brief Brief);
}

using System.Globalization;
using System.Security.Claims;
using Baton.Server.Api;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Baton.Server.Shell;

/// <summary>What every request for a page passes before its handler: who looks, in which language, whether they may, and whether a form is one of ours.</summary>
internal sealed class PageGate(RequestDelegate next, PeopleStore people, IAntiforgery forms, Turns turns)
{
    /// <summary>Where a browser keeps its time zone for us.</summary>
    private const string ZoneCookie = "baton-zone";

    /// <summary>The field of a form that says that it is ours, and the header that says so of one with a file.</summary>
    public const string FormToken = "form-token";
    public const string FileFormToken = "Baton-Form-Token";

    private const int MostBytes = 2 << 20;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<NeedsRight>() is not { } needed)
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound, ContentType: null } && WantsPage(http))
            {
                Languages.Use(await EnterAsync(http));
                await Notices.Missing(http).ExecuteAsync(http);
            }

            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = http.GetEndpoint()!.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? MostBytes;
        }

        Languages.Use(await EnterAsync(http));
        var viewer = http.ViewerOrNobody();
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var needsProof = changes && http.GetEndpoint()!.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: false };
        var refusal = needed.Right is null ? null
            : viewer is null ? Notices.SignInFirst(http)
            : viewer.May(needed.Right.Value) ? null
            : Notices.NotAllowed(http);
        refusal ??= needsProof && !await IsOursAsync(http) ? Notices.Stale(http)
            : http.Request.Query.Any(field => IsNoText(field.Key, field.Value)) ? Notices.Missing(http)
            : null;
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(http);
            return;
        }

        using var turn = viewer is null || http.GetEndpoint()?.Metadata.GetMetadata<TakesTurns>() is null ? null : await turns.EnterAsync(viewer.Person.Id, http.RequestAborted);
        await next(http);
        if (!changes && http.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest, ContentType: null })
        {
            // What stands behind the question mark of the address is no number, or no id.
            await Notices.Missing(http).ExecuteAsync(http);
        }
    }

    /// <summary>What every page is sent with: nothing of others, nothing inline, no frame.</summary>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache, no-store";
        headers["X-Robots-Tag"] = "noindex";
    }

    /// <summary>
    /// True of a form of ours. One with a file is read up to the file, which is not kept here to find out. All others are sent as browsers send what has no file.
    /// </summary>
    private async Task<bool> IsOursAsync(HttpContext http)
    {
        try
        {
            if (!FormWithFile.Is(http.Request, out var type))
            {
                return http.Request.HasFormContentType && await forms.IsRequestValidAsync(http) && !http.Request.Form.Any(field => IsNoText(field.Key, field.Value));
            }

            if (http.GetEndpoint()?.Metadata.GetMetadata<TakesFile>() is null || (await FormWithFile.ReadAsync(http.Request, type, http.RequestAborted)).Form is not { } form)
            {
                return false;
            }

            http.Features.Set(form);
            http.Request.Headers[FileFormToken] = form[FormToken];
            return await forms.IsRequestValidAsync(http) && !form.Fields.Any(field => IsNoText(field.Key, field.Value));
        }
        catch (Exception failure) when (failure is AntiforgeryValidationException or InvalidDataException or IOException)
        {
            // A form that cannot be read, or with more fields than any of ours.
            return false;
        }
    }

    /// <summary>True where U+0000 is among it, which no text has: browsers send none, and PostgreSQL keeps none.</summary>
    private static bool IsNoText(string name, StringValues values) => name.Contains('\0', StringComparison.Ordinal) || values.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true);

    private static bool WantsPage(HttpContext http) =>
        !http.Request.Path.StartsWithSegments(ApiRoutes.Root, StringComparison.OrdinalIgnoreCase) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds out who looks.</summary>
    /// <returns>The language of what they get.</returns>
    private async Task<CultureInfo> EnterAsync(HttpContext http)
    {
        Protect(http.Response.Headers);
        var viewer = http.GetEndpoint()?.Metadata.GetMetadata<NeedsRight>() is { IsSameForAll: true } ? null : await ViewerAsync(http);
        if (viewer is not null)
        {
            http.Features.Set(viewer);
            http.Features.Set(new Caller(viewer.Workspace, viewer.Person.Name, viewer.Person.Id));
        }

        return Languages.Of(viewer?.Row.Language, http.Request);
    }

    private async Task<Viewer?> ViewerAsync(HttpContext http)
    {
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (session.Principal is not { } principal
            || Login.Parts(principal.FindFirstValue(ClaimTypes.NameIdentifier)) is not var (workspace, person)
            || await people.GetAsync(workspace, person, http.RequestAborted) is not { Deactivated: null } row)
        {
            return null;
        }

        http.User = principal;
        return new Viewer(workspace, row, Guid.Parse(principal.FindFirstValue(SessionStore.SessionClaim)!), ZoneOf(row.Zone ?? http.Request.Cookies[ZoneCookie]));
    }

    private static DateTimeZone ZoneOf(string? name) => name is null ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? DateTimeZone.Utc;
}

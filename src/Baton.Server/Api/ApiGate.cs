using System.Globalization;
using Baton.Core.Documents;
using Baton.Server.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Api;

/// <summary>
/// What every call to the API passes before its handler: who calls, whether they may, how much they have asked, whether all parameters are known, and
/// whether the call was made before. What leaves without words gets some.
/// </summary>
internal sealed class ApiGate(RequestDelegate next, KeyStore keys, RateLimits limits, IdempotentCalls calls)
{
    /// <summary>The most bytes of a body that is no file. No playbook comes near it.</summary>
    public const int MostBytes = 1 << 20;

    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-cache";
        var file = http.GetEndpoint()?.Metadata.GetMetadata<TakesFile>();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = file?.MostBytes ?? MostBytes;
        }

        if (await RefusalAsync(http) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }

        if (http.Features.Get<KeyInfo>() is not { } key)
        {
            await next(http);
        }
        else if (file is null && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            await calls.RunAsync(http, key, next);
        }
        else
        {
            using var turn = await (file is null ? limits.EnterReadAsync(key.Id, http.RequestAborted) : limits.EnterFileAsync(key.Id, http.RequestAborted));
            if (!turn.IsAcquired)
            {
                await RateLimits.Refuse(http, TimeSpan.FromSeconds(1), "Too many calls of this key wait for an answer.").ExecuteAsync(http);
                return;
            }

            await next(http);
        }

        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
        {
            await Wordless(http).ExecuteAsync(http);
        }
    }

    private async ValueTask<IResult?> RefusalAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return null;
        }

        if (endpoint.Metadata.GetMetadata<NeedsScope>() is { } needed && await AuthenticationAsync(http, needed) is { } refusal)
        {
            return refusal;
        }

        return WrongParameter(http, endpoint);
    }

    private async ValueTask<IResult?> AuthenticationAsync(HttpContext http, NeedsScope needed)
    {
        var text = Credentials.KeyOf(http.Request.Headers.Authorization);
        if (text is null || await keys.FindAsync(text, http.RequestAborted) is not { Revoked: null } key)
        {
            if (limits.CountFailure(http.Connection.RemoteIpAddress) is { } pause)
            {
                return RateLimits.Refuse(http, pause, "Too many calls without a key that works came from this address.");
            }

            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"Baton\"";
            return TypedResults.Problem(
                (text is null ? "The call has no key. " : "The key is unknown or was revoked. ")
                    + $"Send one as `Authorization: Bearer baton_…`; `baton key create --scope {needed.AnyOf[0]}` makes one.",
                statusCode: StatusCodes.Status401Unauthorized);
        }

        if (limits.CountCall(key.Id) is { } wait)
        {
            return RateLimits.Refuse(http, wait, "This key has made too many calls.");
        }

        if (!needed.AnyOf.Any(key.May))
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"Baton\", error=\"insufficient_scope\", scope=\"{string.Join(' ', needed.AnyOf)}\"";
            return Problems.NotAllowed(needed.AnyOf);
        }

        keys.Use(key);
        http.LetIn(key);
        return null;
    }

    /// <summary>A slip in a filter's name would give the whole list, which nobody would notice; and of a value that cannot be read, routes say nothing by themselves.</summary>
    private static IResult? WrongParameter(HttpContext http, RouteEndpoint endpoint)
    {
        if (http.Request.Query.Count == 0)
        {
            return null;
        }

        var parameters = endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(parameter => IsPlain(parameter.ParameterInfo.ParameterType) && endpoint.RoutePattern.GetParameter(parameter.Name) is null)
            .ToList();
        foreach (var (name, values) in http.Request.Query)
        {
            if (parameters.Find(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.ParameterInfo.ParameterType is not { } type)
            {
                var known = parameters.ConvertAll(parameter => parameter.Name);
                var there = known.Count == 0 ? "This address takes no parameters." : $"There are {string.Join(", ", known.Select(n => $"`{n}`"))}.";
                return Problems.Wrong($"There is no parameter `{name.Shortened()}` here{NearestWord.HintOrStop(name, known)} {there}");
            }

            if (values.Any(value => value!.Contains('\0', StringComparison.Ordinal)))
            {
                return Problems.Wrong($"`{name}` has a character U+0000 in it, which no text has.");
            }

            if (values.Count > 1 && !IsList(type))
            {
                return Problems.Wrong($"`{name}` is given more than once. Give it once.");
            }

            if (values is [{ Length: > 0 } text] && !CanBe(type, text))
            {
                return Problems.Wrong($"`{name}` cannot be `{text.Shortened()}`. /api/docs shows what it takes.");
            }
        }

        return null;
    }

    private static bool IsPlain(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(string) || plain.IsPrimitive || plain == typeof(Guid) || IsList(plain));

    private static bool CanBe(Type type, string text) => (Nullable.GetUnderlyingType(type) ?? type) is var plain
        && (plain == typeof(int) ? int.TryParse(text, CultureInfo.InvariantCulture, out _)
            : plain == typeof(bool) ? bool.TryParse(text, out _)
            : plain != typeof(Guid) || Guid.TryParse(text, out _));

    private static bool IsList(Type type) => type == typeof(string[]);

    private static IResult Wordless(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problems.Unknown("There is nothing at this address. /api/docs lists all there is; an id is a UUID such as 0199f1a2-5b7c-7def-8123-456789abcdef."),
        StatusCodes.Status405MethodNotAllowed => TypedResults.Problem($"This address does not take {http.Request.Method}, only {http.Response.Headers.Allow}.", statusCode: 405),
        StatusCodes.Status413PayloadTooLarge => TypedResults.Problem(Problems.TooLarge(http), statusCode: 413),
        StatusCodes.Status415UnsupportedMediaType => TypedResults.Problem(
            "The body is of a type that is not read here. Playbooks are sent as `Content-Type: application/yaml`, all else as `application/json`.", statusCode: 415),
        var status => TypedResults.Problem(statusCode: status),
    };
}

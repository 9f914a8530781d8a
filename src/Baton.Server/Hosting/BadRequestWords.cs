using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Hosting;

/// <summary>Says of a request that could not be read what is wrong with it, in the words of whoever sent it.</summary>
internal static partial class BadRequestWords
{
    public static string Of(HttpContext http, BadHttpRequestException failure)
    {
        if (failure.InnerException is JsonException json)
        {
            return $"The body is not as it should be{(json.Path is { Length: > 1 } path ? $" at `{path[2..]}`" : "")}: {MessageOf(json)}. /api/docs shows what it takes.";
        }

        if (failure.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.TooLarge(http);
        }

        if (failure.Message.Contains("no body was provided", StringComparison.Ordinal))
        {
            return "The call needs a body. /api/docs shows what it takes.";
        }

        return Parameter().Match(failure.Message) is { Success: true } parameter
            ? $"`{parameter.Groups["name"].Value}` cannot be `{parameter.Groups["value"].Value}`. /api/docs shows what it takes."
            : failure.Message;
    }

    /// <summary>The message without the names of types and places in bytes that mean nothing outside.</summary>
    private static string MessageOf(JsonException json) => Unmapped().Match(json.Message) is { Success: true } unmapped ? $"there is no member `{unmapped.Groups["name"].Value}`"
        : Required().Match(json.Message) is { Success: true } required ? $"these members are missing: {required.Groups["names"].Value.Replace("'", "`", StringComparison.Ordinal).TrimEnd('.')}"
        : Converted().Match(json.Message) is { Success: true } converted ? $"{TypeWords.Of(converted.Groups["type"].Value, json.Path ?? "")} is expected"
        : json.Message.Split(" Path: ")[0].TrimEnd('.');

    [GeneratedRegex("""^Failed to bind parameter "\S+ (?<name>\S+)" from "(?<value>.*)"\.$""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1_000)]
    private static partial Regex Parameter();

    [GeneratedRegex("^The JSON property '(?<name>[^']*)' could not be mapped", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Unmapped();

    [GeneratedRegex(@"^The JSON value could not be converted to (?<type>.+?)\.( Path: |$)", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1_000)]
    private static partial Regex Converted();

    [GeneratedRegex("missing required properties[^:]*: (?<names>.*)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Required();
}

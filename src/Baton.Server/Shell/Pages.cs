using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Shell;

/// <summary>Answers with pages.</summary>
internal static class Pages
{
    /// <summary>Shows a page.</summary>
    /// <param name="parameters">The component's, as an object whose properties are named like them.</param>
    /// <param name="status">As HTTP has it.</param>
    public static RazorComponentResult Show<TPage>(object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new RazorComponentResult<TPage>(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>What an answer of the API says is wrong, for a page to say; null where nothing is.</summary>
    public static (string Words, int Status)? ProblemOf(IResult result) => result switch
    {
        INestedHttpResult nested => ProblemOf(nested.Result),
        ProblemHttpResult problem => (problem.ProblemDetails.Detail ?? "", problem.StatusCode),
        _ => null,
    };

    /// <summary>Goes on to a page, after a form was done.</summary>
    /// <param name="path">Within Baton; anything else leads home.</param>
    public static IResult GoTo(string? path) => new SeeOther(IsOwn(path) ? path! : "/");

    /// <summary>True of an address within Baton, and of no other that looks like one.</summary>
    public static bool IsOwn(string? path) => path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);

    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;

            // Headers are ASCII: everything else is written as browsers do.
            httpContext.Response.Headers.Location = Ascii.IsValid(path) ? path : string.Concat(path.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
            return Task.CompletedTask;
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Baton.Server.Shell;

/// <summary>Pages that say why there is nothing else to see, and what to do.</summary>
internal static class Notices
{
    /// <summary>Only for people who are signed in. Whoever sends a form keeps it: they sign in beside it and send it again.</summary>
    public static IResult SignInFirst(HttpContext http) => HttpMethods.IsGet(http.Request.Method)
        ? TypedResults.Redirect("/sign-in" + (http.Request.Path == "/" ? "" : QueryString.Create("to", http.Request.GetEncodedPathAndQuery()).ToString()))
        : Show(StatusCodes.Status401Unauthorized, Words.Of("You are signed out."), Words.Of("Nothing was changed, and what you wrote is still there: sign in in another tab, go back here, and send it again."), "/sign-in", Words.Of("Sign in"));

    public static IResult NotAllowed(HttpContext http) => Show(
        StatusCodes.Status403Forbidden, Words.Of("Your role does not allow this."), Words.Of("Somebody who runs Baton here can give you another role, or do it for you."), "/", Words.Of("Back to my work"));

    public static IResult Stale(HttpContext http) => Show(
        StatusCodes.Status400BadRequest, Words.Of("This form has expired."), Words.Of("Nothing was changed. Go back, load the page again, and send it once more."), http.Request.Path.ToString(), Words.Of("Load the page"));

    public static IResult Missing(HttpContext http) => Show(
        StatusCodes.Status404NotFound, Words.Of("There is nothing here."), Words.Of("The address may have a slip in it, or what was here is gone."), "/", Words.Of("Back to my work"));

    public static IResult Failed(int status) => status == StatusCodes.Status503ServiceUnavailable
        ? Show(status, Words.Of("Baton is busy, or its database is."), Words.Of("Nothing was lost that was said to be done. Wait a moment and try again."), "/", Words.Of("Back to my work"))
        : Show(status, Words.Of("Something in Baton is wrong."), Words.Of("Try again. If it happens again, tell whoever runs Baton here: the log says more."), "/", Words.Of("Back to my work"));

    public static IResult Show(int status, string title, string words, string link, string label) => Pages.Show<Notice>(new { Title = title, Words = words, Link = link, Label = label }, status);
}

using System.Security.Claims;
using Baton.Server.Api;
using Baton.Server.Home;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.People.SignIn;

/// <summary>The pages of signing in and out. They tell nobody who works here, and who does not.</summary>
internal static class SignInPages
{
    private static readonly string Wrong = Words.Of("This address and this password do not belong together, or there were too many tries: then wait a quarter of an hour.");
    private static readonly string WrongCode = Words.Of("This is not the code of this moment, or there were too many tries: then wait a quarter of an hour.");
    private static readonly string TooOften = Words.Of("Too many tries came from where you are. Wait a minute and try again.");

    private const string PasswordSet = "password";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ForAnybody();
        pages.MapGet("/sign-in", ShowAsync);
        pages.MapPost("/sign-in", SignInAsync).BeginsSession();
        pages.MapGet("/sign-in/code", ShowCodeAsync);
        pages.MapPost("/sign-in/code", CodeAsync).BeginsSession();
        pages.MapPost("/sign-out", SignOutAsync);
        pages.MapGet("/forgotten", ShowForgotten);
        pages.MapPost("/forgotten", Forgotten);
        pages.MapGet("/password/{id}/{token}", ShowPasswordAsync);
        pages.MapPost("/password/{id}/{token}", PasswordAsync);
        pages.MapGet("/setup/{token}", ShowSetupAsync);
        pages.MapPost("/setup/{token}", SetupAsync).BeginsSession();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, FirstStart first, string? to, string? done, CancellationToken cancel) => http.ViewerOrNobody() is not null ? Pages.GoTo(to)
        : Pages.Show<SignInPage>(new { To = to, IsPasswordSet = done == PasswordSet, IsFirst = await first.IsOpenAsync(cancel) });

    private static async Task<IResult> SignInAsync(HttpContext http, SignInManager<Login> signIn, RateLimits limits)
    {
        var (email, password, to, keep) = (http.Field("email"), http.Request.Form["password"].ToString(), http.Field("to"), http.Field("keep").Length > 0);
        if (!limits.MaySignIn(http.Connection.RemoteIpAddress))
        {
            return Again(TooOften, StatusCodes.Status429TooManyRequests);
        }

        // Whoever is unknown, has no password yet or is locked out takes as long as a wrong password does.
        if (password.Length > Password.Most || await signIn.UserManager.FindByNameAsync(email) is not { PasswordHash.Length: > 0 } login || await signIn.UserManager.IsLockedOutAsync(login))
        {
            Password.Matches(Nobody, NobodysHash, password[..Math.Min(password.Length, Password.Most)]);
            return Again(Wrong, StatusCodes.Status401Unauthorized);
        }

        http.Features.Set(login);
        var result = await LetInAsync(signIn.PasswordSignInAsync(login, password, keep, lockoutOnFailure: true));
        return result.Succeeded ? Pages.GoTo(to)
            : result.RequiresTwoFactor ? Pages.GoTo($"/sign-in/code{QueryString.Create("to", to).Add("keep", keep ? "1" : "")}")
            : Again(Wrong, StatusCodes.Status401Unauthorized);

        IResult Again(string problem, int status) => Pages.Show<SignInPage>(new { To = to, Email = email, Keep = keep, Problem = problem }, status);
    }

    /// <summary>As it says, unless how somebody signs in was changed at the same moment: then what they showed lets nobody in any more.</summary>
    private static async Task<SignInResult> LetInAsync(Task<SignInResult> signIn)
    {
        try
        {
            return await signIn;
        }
        catch (LoginChangedException)
        {
            return SignInResult.Failed;
        }
    }

    /// <summary>Who has shown their password in this browser and is asked for a code; null for nobody, or where they sign in otherwise since.</summary>
    private static async Task<Login?> HalfwayAsync(HttpContext http, SignInManager<Login> signIn) =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is { } login
        && (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal?.FindFirstValue(LoginClaims.Stamp) == login.Stamp ? login : null;

    private static async Task<IResult> ShowCodeAsync(HttpContext http, SignInManager<Login> signIn, string? to, string? keep) =>
        await HalfwayAsync(http, signIn) is null ? Pages.GoTo("/sign-in") : Pages.Show<CodePage>(new { To = to, Keep = keep });

    private static async Task<IResult> CodeAsync(HttpContext http, SignInManager<Login> signIn, RateLimits limits)
    {
        var (code, to, keep) = (http.Field("code").Replace(" ", "", StringComparison.Ordinal), http.Field("to"), http.Field("keep"));
        if (await HalfwayAsync(http, signIn) is not { } login)
        {
            return Pages.GoTo("/sign-in");
        }

        if (!limits.MaySignIn(http.Connection.RemoteIpAddress))
        {
            return Again(TooOften, StatusCodes.Status429TooManyRequests);
        }

        if (await signIn.UserManager.IsLockedOutAsync(login))
        {
            return Again(WrongCode, StatusCodes.Status401Unauthorized);
        }

        var isOfApp = code.Length == 6 && code.All(char.IsAsciiDigit);
        var result = await LetInAsync(isOfApp
            ? signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: keep.Length > 0, rememberClient: http.Field("trust").Length > 0)
            : signIn.TwoFactorRecoveryCodeSignInAsync(code.ToUpperInvariant()));
        if (!result.Succeeded && !isOfApp)
        {
            await signIn.UserManager.AccessFailedAsync(login);
        }

        return result.Succeeded ? Pages.GoTo(to) : Again(WrongCode, StatusCodes.Status401Unauthorized);

        IResult Again(string problem, int status) => Pages.Show<CodePage>(new { To = to, Keep = keep, Problem = problem }, status);
    }

    private static async Task<IResult> SignOutAsync(SignInManager<Login> signIn)
    {
        await signIn.SignOutAsync();
        return Pages.GoTo("/sign-in");
    }

    private static IResult ShowForgotten() => Pages.Show<ForgottenPage>();

    private static IResult Forgotten(HttpContext http, ForgottenPasswords forgotten, RateLimits limits)
    {
        if (!limits.MayAskForLink(http.Connection.RemoteIpAddress) || (EmailAddress.Is(http.Field("email")) && !forgotten.TryAsk(http.Field("email"), Languages.Current)))
        {
            return Pages.Show<ForgottenPage>(new { Problem = TooOften }, StatusCodes.Status429TooManyRequests);
        }

        return Notices.Show(
            StatusCodes.Status200OK, Words.Of("Look into your mail."), Words.Of("If somebody with this address works here, a link is on its way to them. It works for three days."), "/sign-in", Words.Of("Back to signing in"));
    }

    private static async Task<IResult> ShowPasswordAsync(string id, string token, Invitations invitations) =>
        await invitations.ReadAsync(id, token) is { } login ? Pages.Show<PasswordPage>(new { login.Email, login.Name }) : LinkIsOver();

    private static async Task<IResult> PasswordAsync(HttpContext http, string id, string token, Invitations invitations, CancellationToken cancel)
    {
        if (await invitations.ReadAsync(id, token) is not { } login)
        {
            return LinkIsOver();
        }

        if (Password.ProblemOf(http, login.Person) is { } problem)
        {
            return Pages.Show<PasswordPage>(new { login.Email, login.Name, Problem = problem }, StatusCodes.Status400BadRequest);
        }

        return await invitations.ChooseAsync(login, http.Request.Form["password"].ToString(), http.Act(login.Person, "person.password_chosen", login.Email), cancel)
            ? Pages.GoTo("/sign-in?done=" + PasswordSet)
            : LinkIsOver();
    }

    private static async Task<IResult> ShowSetupAsync(string token, FirstStart first, CancellationToken cancel) =>
        await first.ReadAsync(token, cancel) is null ? await SetupIsOverAsync(first, cancel) : Pages.Show<SetupPage>();

    private static async Task<IResult> SetupAsync(HttpContext http, string token, FirstStart first, PeopleStore people, SignInManager<Login> signIn, CancellationToken cancel)
    {
        if (await first.ReadAsync(token, cancel) is not { } workspace)
        {
            return await SetupIsOverAsync(first, cancel);
        }

        var (name, email) = (http.Field("name"), http.Field("email").ToLowerInvariant());
        var person = new Person(Guid.Empty, email, name, Roles.Admin);
        var problem = Names.Clean(name, PersonEndpoints.LongestName) is null ? Words.Of("Your name has from 1 to 200 characters.")
            : EmailAddress.Problem(email) is not null ? Words.Of("This is no e-mail address that Baton can write to, such as ann@example.com.")
            : Password.ProblemOf(http, person);
        if (problem is null && await people.AddFirstAsync(workspace, email, name, http.Request.Form["password"].ToString(), one => http.Act(one, "baton.set_up", email), cancel) is null)
        {
            if (await first.ReadAsync(token, cancel) is null)
            {
                return await SetupIsOverAsync(first, cancel);
            }

            problem = Words.Of("Somebody has this address already. Take another, or give them a password: baton user password --email …");
        }

        if (problem is not null)
        {
            return Pages.Show<SetupPage>(new { Name = name, Email = email, Problem = problem }, StatusCodes.Status400BadRequest);
        }

        var login = (await signIn.UserManager.FindByNameAsync(email))!;
        await signIn.SignInAsync(login, isPersistent: false);
        return Pages.GoTo(StartPages.Path);
    }

    private static Person Nobody { get; } = new(Guid.Empty, "nobody@example.com", "Nobody", Roles.Reader);

    private static string NobodysHash { get; } = Password.Hash(Nobody, Password.New());

    private static async Task<IResult> SetupIsOverAsync(FirstStart first, CancellationToken cancel) => Notices.Show(
        StatusCodes.Status410Gone,
        Words.Of("This link does not work, or no longer."),
        await first.IsOpenAsync(cancel)
            ? Words.Of("Another one stands in what the server writes whenever it starts, its output or its log. Start it anew, and open that within a day.")
            : Words.Of("Somebody runs Baton here already. Sign in, or ask them to let you in."),
        "/sign-in",
        Words.Of("Sign in"));

    private static IResult LinkIsOver() => Notices.Show(
        StatusCodes.Status410Gone, Words.Of("This link does not work, or no longer."), Words.Of("Each link does its work once, and for a few days. Ask for another: whoever runs Baton can send you one."), "/forgotten", Words.Of("Get another by e-mail"));
}

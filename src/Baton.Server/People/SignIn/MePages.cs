using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.People.SignIn;

/// <summary>What people set of their own: how they sign in, where they are signed in, and how they like their pages.</summary>
internal static class MePages
{
    private const int Codes = 10;

    private static readonly string WrongPassword = Words.Of("This is not your password. Write the one that you sign in with.");

    private static readonly string WrongCode = Words.Of("This is not the code of this moment. Is the clock of your device right? Write the six digits that it shows now.");

    private static readonly string TooOften = Words.Of("There were too many wrong codes. Wait a quarter of an hour and try again.");

    private static readonly string Meanwhile = Words.Of("How you sign in was changed somewhere else at the same moment. Look whether it is as you want it, and try again if not.");

    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("/me").May(Right.Look);
        me.MapGet("", (HttpContext http, SessionStore sessions, UserManager<Login> logins, CancellationToken cancel) => ShowAsync(http, sessions, logins, null, cancel));
        me.MapPost("/taste", TasteAsync);
        me.MapPost("/password", PasswordAsync);
        me.MapGet("/code", ShowCodeAsync);
        me.MapPost("/code", UseCodeAsync);
        me.MapPost("/code/off", NoCodeAsync);
        me.MapPost("/code/recovery", RenewCodesAsync);
        me.MapPost("/sessions/end", EndSessionAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, SessionStore sessions, UserManager<Login> logins, string? problem, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        var left = viewer.Row.HasTotp ? await logins.CountRecoveryCodesAsync(await LoginAsync(http, logins)) : 0;
        return Pages.Show<MePage>(
            new { Viewer = viewer, Sessions = await sessions.OfAsync(viewer.Workspace, viewer.Person.Id, cancel), CodesLeft = left, Problem = problem },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> TasteAsync(HttpContext http, PeopleStore people, SessionStore sessions, UserManager<Login> logins, CancellationToken cancel)
    {
        var (language, zone, theme) = (http.Field("language"), http.Field("zone"), http.Field("theme"));
        if (language.Length > 0 && Languages.All.All(one => one.Code != language) || theme is not ("" or "light" or "dark"))
        {
            return await ShowAsync(http, sessions, logins, Words.Of("Choose a language and a look from the lists."), cancel);
        }

        if (zone.Length > 0 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
        {
            return await ShowAsync(http, sessions, logins, Words.Of("There is no such time zone. Choose one from the list, such as Europe/Berlin."), cancel);
        }

        await people.SetTasteAsync(http.Viewer().Workspace, http.Viewer().Person.Id, new Taste(Some(language), Some(zone), Some(theme)), cancel);
        return GoOn("saved");

        static string? Some(string text) => text.Length == 0 ? null : text;
    }

    private static async Task<IResult> PasswordAsync(HttpContext http, PeopleStore people, SessionStore sessions, SignInManager<Login> signIn, CancellationToken cancel)
    {
        var login = await LoginAsync(http, signIn.UserManager);
        var problem = await IsOwnAsync(http, signIn, login) ? Password.ProblemOf(http, http.Viewer().Person) : WrongPassword;
        if (problem is not null)
        {
            return await ShowAsync(http, sessions, signIn.UserManager, problem, cancel);
        }

        // Wherever else they are signed in, they are no longer.
        var act = http.Act("person.password_changed", login.Email);
        return await people.SetPasswordAsync(login.WorkspaceId, login.Person, http.Request.Form["password"].ToString(), login.Stamp, but: http.Viewer().Session, act, cancel)
            ? GoOn("password")
            : await ShowAsync(http, sessions, signIn.UserManager, Meanwhile, cancel);
    }

    private static async Task<IResult> ShowCodeAsync(HttpContext http, UserManager<Login> logins)
    {
        var login = await LoginAsync(http, logins);
        if (login.HasTotp)
        {
            return Pages.GoTo("/me");
        }

        // Where two pages ask at once, both show the key of whichever was first.
        if (login.TotpKey is null && !(await logins.ResetAuthenticatorKeyAsync(login)).Succeeded)
        {
            login = await LoginAsync(http, logins);
        }

        return Pages.Show<CodeSetupPage>(new { Key = login.TotpKey, login.Email });
    }

    private static async Task<IResult> UseCodeAsync(HttpContext http, SessionStore sessions, UserManager<Login> logins, CancellationToken cancel)
    {
        var login = await LoginAsync(http, logins);
        if (login.HasTotp || login.TotpKey is null)
        {
            // One is asked for already, or there is no key yet that a code could be of: the page knows what is next.
            return Pages.GoTo("/me/code");
        }

        if (await logins.IsLockedOutAsync(login))
        {
            return Again(TooOften);
        }

        var code = http.Field("code").Replace(" ", "", StringComparison.Ordinal);
        if (!await logins.VerifyTwoFactorTokenAsync(login, TokenOptions.DefaultAuthenticatorProvider, code))
        {
            await logins.AccessFailedAsync(login);
            return Again(WrongCode);
        }

        login.Act = http.Act("person.code_begun", login.Email);
        return (await logins.SetTwoFactorEnabledAsync(login, true)).Succeeded
            ? await ShowCodesAsync(http, sessions, logins, login, cancel)
            : await ShowAsync(http, sessions, logins, Meanwhile, cancel);

        IResult Again(string problem) => Pages.Show<CodeSetupPage>(new { Key = login.TotpKey, login.Email, Problem = problem }, StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> NoCodeAsync(HttpContext http, SignInManager<Login> signIn, SessionStore sessions, CancellationToken cancel)
    {
        var login = await LoginAsync(http, signIn.UserManager);
        if (!await IsOwnAsync(http, signIn, login))
        {
            return await ShowAsync(http, sessions, signIn.UserManager, WrongPassword, cancel);
        }

        login.Act = login.HasTotp ? http.Act("person.code_ended", login.Email) : null;
        return (await signIn.UserManager.SetTwoFactorEnabledAsync(login, false)).Succeeded && (await signIn.UserManager.ResetAuthenticatorKeyAsync(login)).Succeeded
            ? Pages.GoTo("/me")
            : await ShowAsync(http, sessions, signIn.UserManager, Meanwhile, cancel);
    }

    private static async Task<IResult> RenewCodesAsync(HttpContext http, SignInManager<Login> signIn, SessionStore sessions, CancellationToken cancel)
    {
        var login = await LoginAsync(http, signIn.UserManager);
        if (!login.HasTotp || !await IsOwnAsync(http, signIn, login))
        {
            return await ShowAsync(http, sessions, signIn.UserManager, WrongPassword, cancel);
        }

        login.Act = http.Act("person.recovery_codes_renewed", login.Email);
        return await ShowCodesAsync(http, sessions, signIn.UserManager, login, cancel);
    }

    private static async Task<IResult> EndSessionAsync(HttpContext http, SessionStore sessions, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (http.Field("session") == "others")
        {
            await sessions.EndAllAsync(viewer.Workspace, viewer.Person.Id, but: viewer.Session, act: null, cancel);
        }
        else if (Guid.TryParse(http.Field("session"), out var session) && session != viewer.Session)
        {
            await sessions.EndAsync(viewer.Workspace, viewer.Person.Id, session, cancel);
        }

        return Pages.GoTo("/me");
    }

    private static async Task<IResult> ShowCodesAsync(HttpContext http, SessionStore sessions, UserManager<Login> logins, Login login, CancellationToken cancel) =>
        await logins.GenerateNewTwoFactorRecoveryCodesAsync(login, Codes) is { } codes ? Pages.Show<RecoveryCodesPage>(new { Codes = codes.ToList() })
            : await ShowAsync(http, sessions, logins, Meanwhile, cancel);

    private static IResult GoOn(string done) => Pages.GoTo("/me?done=" + done);

    /// <summary>True where the form has the person's password. Wrong ones count as when they sign in.</summary>
    private static async Task<bool> IsOwnAsync(HttpContext http, SignInManager<Login> signIn, Login login) =>
        (await signIn.CheckPasswordSignInAsync(login, http.Request.Form["current"].ToString(), lockoutOnFailure: true)).Succeeded;

    private static async Task<Login> LoginAsync(HttpContext http, UserManager<Login> logins) => (await logins.FindByIdAsync(Login.IdOf(http.Viewer().Workspace, http.Viewer().Person.Id)))!;
}

using System.Security.Claims;
using Baton.Server.Hosting;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.People.SignIn;

/// <summary>Sets up how people sign in: ASP.NET Core Identity's rules, kept where Baton keeps people.</summary>
internal static class SignInSetup
{
    /// <summary>How long the links of invitations and of forgotten passwords work.</summary>
    public static readonly TimeSpan LinksLast = TimeSpan.FromDays(3);

    private const int MostFailures = 10;

    private static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    public static void AddSignIn(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<SessionStore>();
        services.AddSingleton<DataKeys>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<FirstStart>();
        services.AddScoped<Invitations>();
        services.AddSingleton<ForgottenPasswords>();
        services.AddHostedService(provider => provider.GetRequiredService<ForgottenPasswords>());
        services.AddDataProtection().SetApplicationName("Baton");
        services.AddOptions<KeyManagementOptions>().Configure<DataKeys>((keys, store) => keys.XmlRepository = store);
        services.AddHttpContextAccessor();
        services.AddIdentityCore<Login>(identity =>
            {
                identity.Lockout = new LockoutOptions { MaxFailedAccessAttempts = MostFailures, DefaultLockoutTimeSpan = Lockout };

                // Password.Weakness is stricter where it helps, and asks for no digits and signs where it does not.
                identity.Password = new PasswordOptions
                {
                    RequiredLength = Password.Fewest,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                    RequiredUniqueChars = 1,
                };
            })
            .AddUserStore<LoginStore>()
            .AddClaimsPrincipalFactory<LoginClaims>()
            .AddSignInManager()
            .AddTokenProvider<DataProtectorTokenProvider<Login>>(TokenOptions.DefaultProvider)
            .AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.Configure<DataProtectionTokenProviderOptions>(links => links.TokenLifespan = LinksLast);
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();

        // A device is trusted for as long as the stamp is the same, and that is looked up whenever it says so.
        services.Configure<SecurityStampValidatorOptions>(stamps => stamps.ValidationInterval = TimeSpan.Zero);

        // Between password and code anything may change, too.
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, cookies => cookies.Events.OnSigningIn = halfway =>
        {
            ((ClaimsIdentity)halfway.Principal!.Identity!).AddClaim(new(LoginClaims.Stamp, halfway.HttpContext.Features.Get<Login>()!.Stamp));
            return Task.CompletedTask;
        });

        // The proxy that has TLS may not be named as one to believe: cookies are for TLS alone all the same.
        services.Configure<CookiePolicyOptions>(cookies =>
            cookies.Secure = options.Address().StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        foreach (var (scheme, name) in (ReadOnlySpan<(string, string)>)
            [(IdentityConstants.ApplicationScheme, "baton"), (IdentityConstants.TwoFactorUserIdScheme, "baton-2"), (IdentityConstants.TwoFactorRememberMeScheme, "baton-device"), (IdentityConstants.ExternalScheme, "baton-external")])
        {
            services.Configure<CookieAuthenticationOptions>(scheme, cookies => (cookies.Cookie.Name, cookies.Cookie.HttpOnly, cookies.Cookie.SameSite) = (name, true, SameSiteMode.Lax));
        }

        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<SessionStore>((cookies, sessions) =>
        {
            cookies.SessionStore = sessions;
            cookies.CookieManager = new SessionCookie();
            cookies.ExpireTimeSpan = SessionStore.Lasts.ToTimeSpan();

            // Who it is is read from the database for every page, so there is nothing to look up again now and then.
            cookies.Events = new CookieAuthenticationEvents();
        });
        services.AddAntiforgery(forgery =>
        {
            (forgery.Cookie.Name, forgery.FormFieldName, forgery.HeaderName) = ("baton-form", PageGate.FormToken, PageGate.FileFormToken);
            forgery.SuppressXFrameOptionsHeader = true;   // said for every page, as a policy
        });

        // It reads the keys before there is a database to read them from; whoever needs them first does so as well.
        services.Remove(services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
    }
}

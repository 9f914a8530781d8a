using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Baton.Server.People.SignIn;

/// <summary>Says who somebody is, by which stamp, and nothing else: what they may do is looked up when they want to.</summary>
internal sealed class LoginClaims : IUserClaimsPrincipalFactory<Login>
{
    /// <summary>The stamp that they had when they showed who they are.</summary>
    public const string Stamp = "stamp";

    public Task<ClaimsPrincipal> CreateAsync(Login user) =>
        Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.Id), new Claim(Stamp, user.Stamp)], IdentityConstants.ApplicationScheme)));
}

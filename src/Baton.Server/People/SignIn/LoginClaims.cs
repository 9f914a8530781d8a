using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Baton.Server.People.SignIn;

/// <summary>Says who somebody is and nothing else: what they may do is looked up when they want to.</summary>
internal sealed class LoginClaims : IUserClaimsPrincipalFactory<Login>
{
    public Task<ClaimsPrincipal> CreateAsync(Login user) =>
        Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.Id)], IdentityConstants.ApplicationScheme)));
}

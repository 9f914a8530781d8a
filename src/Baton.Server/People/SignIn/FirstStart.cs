using System.Security.Cryptography;
using Baton.Server.Workspaces;
using Microsoft.AspNetCore.DataProtection;

namespace Baton.Server.People.SignIn;

/// <summary>The first start: as long as nobody can sign in who runs Baton, whoever has the link from the console becomes that person.</summary>
internal sealed class FirstStart(IDataProtectionProvider protection, WorkspaceStore workspaces, PeopleStore people)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(1);

    private volatile bool _isOver;

    private ITimeLimitedDataProtector Protector => protection.CreateProtector("Baton.FirstStart").ToTimeLimitedDataProtector();

    /// <summary>The path of the link; null where somebody can sign in already.</summary>
    public async Task<string?> LinkAsync(CancellationToken cancel)
    {
        var workspace = await workspaces.FirstAsync(cancel);
        return await IsOpenAsync(workspace.Id, cancel) ? $"/setup/{Protector.Protect(workspace.Id.ToString("N"), Lasts)}" : null;
    }

    /// <summary>The workspace that a link is for; null where it does not work, or no longer.</summary>
    public async Task<Guid?> ReadAsync(string token, CancellationToken cancel)
    {
        try
        {
            return Guid.TryParseExact(Protector.Unprotect(token), "N", out var workspace) && await IsOpenAsync(workspace, cancel) ? workspace : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>True where none of them can run Baton.</summary>
    public static bool IsOpen(IEnumerable<PersonRow> people) => !people.Any(Runs);

    /// <summary>True of somebody who can run Baton.</summary>
    public static bool Runs(PersonRow person) => person is { Deactivated: null, CanSignIn: true } && Rights.May(person.Role, Right.Administer);

    /// <summary>True while nobody can sign in who runs Baton. Once somebody could, it is not looked again: links are told when Baton starts.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancel) => !_isOver && !(_isOver = !await IsOpenAsync((await workspaces.FirstAsync(cancel)).Id, cancel));

    private async Task<bool> IsOpenAsync(Guid workspace, CancellationToken cancel) => IsOpen(await people.AllAsync(workspace, cancel));
}

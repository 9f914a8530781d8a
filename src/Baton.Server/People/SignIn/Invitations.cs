using Baton.Server.Delivery;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Baton.Server.People.SignIn;

/// <summary>Links by which people choose a password: who was let in newly, or has forgotten theirs. A link works once, for three days, until the password is another.</summary>
internal sealed class Invitations(UserManager<Login> logins, PeopleStore people, IDatabase database, IClock clock)
{
    private const string Purpose = "password";

    private static readonly IStringLocalizer<Words> T = MailWords.Words;

    /// <summary>Makes a link.</summary>
    /// <returns>Its path; null where nobody has this id who works here.</returns>
    public async Task<string?> LinkAsync(Guid workspaceId, Guid person)
    {
        if (await logins.FindByIdAsync(Login.IdOf(workspaceId, person)) is not { } login)
        {
            return null;
        }

        var token = await logins.GenerateUserTokenAsync(login, TokenOptions.DefaultProvider, Purpose);
        return $"/password/{login.Id}/{Uri.EscapeDataString(token.Replace('/', '_').Replace('+', '-').TrimEnd('='))}";
    }

    /// <summary>Whose link it is; null of one that does not work, or no longer.</summary>
    public async Task<Login?> ReadAsync(string id, string token)
    {
        var text = token.Replace('_', '/').Replace('-', '+');
        return await logins.FindByIdAsync(id) is { } login
            && await logins.VerifyUserTokenAsync(login, TokenOptions.DefaultProvider, Purpose, text.PadRight((text.Length + 3) / 4 * 4, '=')) ? login : null;
    }

    /// <summary>Gives somebody the password that they chose. Other links are of no use then, and they are signed in nowhere.</summary>
    public Task ChooseAsync(Login login, string password, AuditedAct act, CancellationToken cancel) =>
        people.SetPasswordAsync(login.WorkspaceId, login.Person, password, act, cancel);

    /// <summary>Sends somebody a link by e-mail.</summary>
    /// <param name="workspaceId">Where they work.</param>
    /// <param name="to">Who.</param>
    /// <param name="language">The language that they have chosen; null where they have not: then it is that of the page where this is asked for.</param>
    /// <param name="invitedBy">Who lets them in; null where they have forgotten their password.</param>
    /// <param name="path">The link's path.</param>
    /// <param name="act">The act that this is; null where it is a part of one, or none.</param>
    /// <param name="cancel">Gives up.</param>
    public Task SendAsync(Guid workspaceId, Person to, string? language, string? invitedBy, string path, AuditedAct? act, CancellationToken cancel)
    {
        var url = WorkspaceStore.UnknownUrl + path;
        var mail = Languages.In(language ?? Languages.Current, () => (invitedBy is null ? Forgotten(to, url) : Invitation(to, invitedBy, url)).To(to.Email));
        return database.WriteAsync(
            transaction =>
            {
                Outbox.Add(transaction, workspaceId, [Message.New(clock.GetCurrentInstant(), invitedBy is null ? EventTypes.PasswordForgotten : EventTypes.Invitation, null, mail)]);
                act?.Note(transaction, workspaceId, clock.GetCurrentInstant());
                return true;
            },
            cancel);
    }

    private static MailPage Forgotten(Person to, string url) => new MailPage(T["Choose a new password for Baton"])
        .Say($"{T["Hello {0},", to.Name]}\n{T["somebody, probably you, has asked for a new password for {0}. The link works once, for three days.", to.Email]}")
        .Button(T["Choose a password"], url).Small(T["If it was not you, there is nothing to do: your password stays as it is."]);

    private static MailPage Invitation(Person to, string by, string url) => new MailPage(T["You are invited to Baton"])
        .Say($"{T["Hello {0},", to.Name]}\n{T["{0} has let you in to Baton, where marketing and sales hand over leads. Choose a password to begin; the link works once, for three days.", by]}")
        .Button(T["Choose a password"], url).Small(T["You sign in as {0}.", to.Email]);
}

using System.Data.Common;
using Baton.Server.Delivery;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Baton.Server.People.SignIn;

/// <summary>Links by which people choose a password: who was let in newly, or has forgotten theirs. A link works once, for three days, until the password is another, or the address, or they leave, or are signed out everywhere.</summary>
internal sealed class Invitations(UserManager<Login> logins, PeopleStore people, IDatabase database, IClock clock)
{
    private const string Purpose = "password";

    private static readonly IStringLocalizer<Words> T = MailWords.Words;

    /// <summary>Whose link it is; null of one that does not work, or no longer.</summary>
    public async Task<Login?> ReadAsync(string id, string token)
    {
        var text = token.Replace('_', '/').Replace('-', '+');
        return await logins.FindByIdAsync(id) is { } login
            && await logins.VerifyUserTokenAsync(login, TokenOptions.DefaultProvider, Purpose, text.PadRight((text.Length + 3) / 4 * 4, '=')) ? login : null;
    }

    /// <summary>Gives somebody the password that they chose. Other links are of no use then, and they are signed in nowhere.</summary>
    /// <returns>False where the link works no longer, be it because somebody else used it at this very moment.</returns>
    public Task<bool> ChooseAsync(Login login, string password, AuditedAct act, CancellationToken cancel) =>
        people.SetPasswordAsync(login.WorkspaceId, login.Person, password, login.Stamp, but: null, act, cancel);

    /// <summary>Sends somebody who was let in a link to begin with. The links that they were sent before are of no use any more.</summary>
    /// <param name="workspaceId">Where they work.</param>
    /// <param name="person">Who.</param>
    /// <param name="invitedBy">Who lets them in.</param>
    /// <param name="act">The act that this is; null where it is a part of one.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The link's path; null where nobody has this id who works here, or they were changed at this moment.</returns>
    public async Task<string?> InviteAsync(Guid workspaceId, Guid person, string invitedBy, AuditedAct? act, CancellationToken cancel)
    {
        if (await logins.FindByIdAsync(Login.IdOf(workspaceId, person)) is not { } login)
        {
            return null;
        }

        login.Stamp = Secret.New();
        var path = await PathAsync(login);
        var mail = Languages.In(login.Language ?? Languages.Current, () => Invitation(login, invitedBy, WorkspaceStore.UnknownUrl + path).To(login.Email));
        var isSent = await database.WriteAsync(
            transaction =>
            {
                var isAsSeen = transaction.Connection!.Execute(
                    "UPDATE person SET stamp = @Stamp WHERE workspace_id = @WorkspaceId AND person_id = @PersonId AND deactivated_at IS NULL AND stamp = @SeenStamp", login, transaction) > 0;
                if (isAsSeen)
                {
                    Send(transaction, login, EventTypes.Invitation, mail);
                    act?.Note(transaction, workspaceId, clock.GetCurrentInstant());
                }

                return isAsSeen;
            },
            cancel);
        return isSent ? path : null;
    }

    /// <summary>
    /// Sends somebody a link who has forgotten their password. The links that they were sent before work as well until one is used: anybody may ask for one, and would make the one
    /// useless that is on its way to them; nor is a device less trusted because a stranger asks.
    /// </summary>
    /// <param name="login">Who.</param>
    /// <param name="language">That of the page where it was asked for, for people who have chosen none.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task RemindAsync(Login login, string language, CancellationToken cancel)
    {
        var url = WorkspaceStore.UnknownUrl + await PathAsync(login);
        var mail = Languages.In(login.Language ?? language, () => Forgotten(login, url).To(login.Email));
        await database.WriteAsync(
            transaction =>
            {
                Send(transaction, login, EventTypes.PasswordForgotten, mail);
                return true;
            },
            cancel);
    }

    private async Task<string> PathAsync(Login login)
    {
        var token = await logins.GenerateUserTokenAsync(login, TokenOptions.DefaultProvider, Purpose);
        return $"/password/{login.Id}/{Uri.EscapeDataString(token.Replace('/', '_').Replace('+', '-').TrimEnd('='))}";
    }

    private void Send(DbTransaction transaction, Login to, string type, EmailContent mail) =>
        Outbox.Add(transaction, to.WorkspaceId, [Message.New(clock.GetCurrentInstant(), type, null, mail)]);

    private static MailPage Forgotten(Login to, string url) => new MailPage(T["Choose a new password for Baton"])
        .Say($"{T["Hello {0},", to.Name]}\n{T["somebody, probably you, has asked for a new password for {0}. The link works once, for three days.", to.Email]}")
        .Button(T["Choose a password"], url).Small(T["If it was not you, there is nothing to do: your password stays as it is."]);

    private static MailPage Invitation(Login to, string by, string url) => new MailPage(T["You are invited to Baton"])
        .Say($"{T["Hello {0},", to.Name]}\n{T["{0} has let you in to Baton, where marketing and sales hand over leads. Choose a password to begin; the link works once, for three days.", by]}")
        .Button(T["Choose a password"], url).Small(T["You sign in as {0}.", to.Email]);
}

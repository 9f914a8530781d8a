using System.Text;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Tests.Imports;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Server.Tests.Commands;

public sealed class UserCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_person_is_let_in_by_a_password_that_is_shown_once()
    {
        var created = Create("Ann@Acme.example", "sdr");
        var given = Create("bo@acme.example", "admin", "four plain words here\n");

        (created.ExitCode, given.ExitCode, given.Output).ShouldBe((0, 0, ""));
        created.Error.ShouldEndWith("Ann Lee <Ann@Acme.example> is let in as sdr. This is the password. It is not shown again:\n");
        created.Output.Trim().Length.ShouldBe(20);
        await using var database = Databases.Open(_folder["baton.db"]);
        var workspace = (await new WorkspaceStore(database, SystemClock.Instance).AllAsync(TestContext.Current.CancellationToken)).Single();
        var people = new PeopleStore(database, SystemClock.Instance);
        var (ann, hash) = (await people.FindAsync(workspace.Id, "ANN@acme.example", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (ann.Name, ann.Role, Password.Matches(ann, hash, created.Output.Trim()), Password.Matches(ann, hash, "another password")).ShouldBe(("Ann Lee", "sdr", true, false));
        var bo = (await people.FindAsync(workspace.Id, "bo@acme.example", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        Password.Matches(bo.Person, bo.PasswordHash, "four plain words here").ShouldBeTrue();
        Create("ANN@acme.example", "reader").ShouldBeRefused("Somebody has the address ANN@acme.example already. Nothing was changed.");
        var (acts, _) = await new AuditLog(database, SystemClock.Instance).ReadAsync(workspace.Id, new AuditQuery(), limit: 10, TestContext.Current.CancellationToken);
        acts.Select(act => (act.Actor, act.Act, act.Subject, act.Detail)).ShouldBe(
            [("command line", "person.added", "Ann Lee <bo@acme.example>", "{\"role\":\"admin\"}"), ("command line", "person.added", "Ann Lee <ann@acme.example>", "{\"role\":\"sdr\"}")]);
    }

    [Theory]
    [InlineData("short", "The password has too few characters or too many. Take 12 to 128; a few words with blanks between them will do.")]
    [InlineData("", "The password has too few characters or too many. Take 12 to 128; a few words with blanks between them will do.")]
    [InlineData("aaaabbbbaaaabbbb", "The password is a few characters over and over. Take a few words that do not belong together.")]
    [InlineData("123456789012", "The password is a row of characters, one after the other. Take a few words that do not belong together.")]
    [InlineData("passwordpassword", "The password is the same thing over and over. Take a few words that do not belong together.")]
    [InlineData("Lantern-lantern7", "The password is the same thing over and over. Take a few words that do not belong together.")]
    [InlineData("abcdefabcdef", "The password is the same thing over and over. Take a few words that do not belong together.")]
    [InlineData("BatonPassword2026!", "The password is little more than words that are tried first, such as “password” or “baton”. Take a few words that do not belong together.")]
    [InlineData("qwertyuiop123", "The password is little more than words that are tried first, such as “password” or “baton”. Take a few words that do not belong together.")]
    [InlineData("Willkommen 2026", "The password is little more than words that are tried first, such as “password” or “baton”. Take a few words that do not belong together.")]
    [InlineData("Ann Lee is acme", "The password is little more than the name or the address. Take a few words that do not belong together.")]
    [InlineData("ann@acme.example1", "The password is little more than the name or the address. Take a few words that do not belong together.")]
    public void A_weak_password_is_refused_in_words(string password, string words) => Create("ann@acme.example", "sdr", password + "\n").ShouldBeRefused(words);

    [Theory]
    [InlineData("sunshine over a quiet harbour")]
    [InlineData("annual rings of oak")]
    [InlineData("batonV7#kq9ZtLw2")]
    [InlineData("83950172649318")]
    [InlineData("packaging lines run well")]
    [InlineData("Übermut tut selten gut")]
    public void What_is_more_than_a_known_word_is_taken(string password) => Password.Weakness(password, new Person(Guid.Empty, "ann@acme.example", "Ann Lee", Roles.Sdr)).ShouldBeNull();

    [Fact]
    public void Who_has_no_address_or_an_unknown_role_is_refused()
    {
        Create("ann", "sdr").ShouldBeRefused("`ann` is no e-mail address. Write it as ann@example.com.");
        Create("ann@acme.example", "boss").ExitCode.ShouldBe(2);
    }

    [Fact]
    public void A_slip_in_the_name_of_the_database_does_not_go_unseen()
    {
        BatonProcess.Run("key", "list", "--data", _folder["typo.db"]).ShouldBeRefused($"{_folder["typo.db"]} does not exist. Name the server's database with --data or BATON_DATA.");
        File.Exists(_folder["typo.db"]).ShouldBeFalse();
        BatonProcess.Run("key", "create", "--data", _folder["new.db"]).Error.ShouldStartWith($"{_folder["new.db"]} is a new database. If the server has another, name that with --data or BATON_DATA.\n");
        BatonProcess.Run("key", "create", "--data", _folder["new.db"]).Error.ShouldNotContain("new database");
    }

    [Fact]
    public void Two_servers_at_one_address_are_told_in_a_sentence()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://{taken.LocalEndpoint}";

        var refused = BatonProcess.Run("serve", "--data", _folder["baton.db"], "--urls", url);

        refused.ShouldBeRefused($"Another program listens at {url} already, perhaps another Baton. Stop it, or name another address with --urls or BATON_URLS.");
        refused.Output.ShouldBeEmpty();
        BatonProcess.Run("serve", "--urls", "https://127.0.0.1:1").Error.ShouldContain("TLS is spoken by a proxy before Baton");
    }

    [Fact]
    public void Keys_are_listed_without_being_told_and_revoked()
    {
        var created = BatonProcess.Run("key", "create", "--data", _folder["baton.db"], "--name", "website");
        var key = created.Output.Trim();
        created.Error.ShouldContain("Segment's SDK");
        created.Error.ShouldNotContain(key);

        var list = BatonProcess.Run("key", "list", "--data", _folder["baton.db"]).Output;
        list.ShouldContain("website");
        list.ShouldNotContain(key);
        BatonProcess.Run("key", "revoke", "--data", _folder["baton.db"], Guid.Empty.ToString()).ShouldBeRefused("There is no such key. `baton key list` shows the ids of all.");
        var revoked = BatonProcess.Run("key", "revoke", "--data", _folder["baton.db"], list.Split(' ')[0]);

        (revoked.ExitCode, revoked.Error).ShouldBe((0, ""));
        revoked.Output.ShouldStartWith("website (baton_…");
        BatonProcess.Run("key", "list", "--data", _folder["baton.db"]).Output.ShouldContain("revoked 2");
    }

    public void Dispose() => _folder.Dispose();

    private BatonProcess Create(string email, string role, string? password = null) => BatonProcess.Run(
        ["user", "create", "--data", _folder["baton.db"], "--email", email, "--name", "Ann Lee", "--role", role, .. password is null ? (string[])[] : ["--password-stdin"]],
        password is null ? null : Encoding.UTF8.GetBytes(password));
}

using System.CommandLine;
using Baton.Server.Hosting;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Commands;

/// <summary><c>baton key</c>: lets programs in, shows which are, and keeps them out again.</summary>
internal static class KeyCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "What the key is for, such as website.", DefaultValueFactory = _ => "command line" };

    private static readonly Option<string[]> Scope = new("--scope")
    {
        Description = $"What the key may do: {string.Join(", ", Scopes.All)}. Can be given several times; write where nothing is said.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [Scopes.Write],
    };

    private static readonly Argument<string> Key = new("key") { Description = "Its id, as `baton key list` shows it." };

    public static Command Build()
    {
        Scope.AcceptOnlyFromAmong([.. Scopes.All]);
        var create = new Command("create", "Make a key and print it. It is shown once: only a hash of it is kept.") { DataOption.Data, Name, Scope };
        create.Validators.Add(options => options.RefuseEmpty(DataOption.Data, Name));
        create.SetAction(CreateAsync);
        var list = new Command("list", "Show the keys there are, the oldest first: not what they are, only how they begin and end.") { DataOption.Data };
        list.SetAction(ListAsync);
        var revoke = new Command("revoke", "Make a key useless. Servers that run notice within seconds.") { DataOption.Data, Key };
        revoke.SetAction(RevokeAsync);
        return new Command("key", "The keys with which programs are let in.") { create, list, revoke };
    }

    private static Task<int> CreateAsync(ParseResult options, CancellationToken cancel) => Store.UseAsync(options, async database =>
    {
        var workspace = await new WorkspaceStore(database, SystemClock.Instance).FirstAsync(cancel);
        var scopes = options.GetRequiredValue(Scope).Distinct().ToList();
        var (key, _) = await new KeyStore(database, SystemClock.Instance).AddAsync(workspace.Id, options.GetRequiredValue(Name), scopes, by: null, CommandLineAct.Of("key.made", options.GetRequiredValue(Name)), cancel);
        Terminal.Say(key.Text);
        var url = ServerOptions.Split(SettingsReader.Read([], only: nameof(ServerOptions.Urls)).Options.Urls)[0];
        Terminal.Complain(scopes.Contains(Scopes.Write)
            ? $"Give it to Segment's SDK as the write key, with this server's address as the host; or send it as the user of Basic authentication, as in curl -u KEY: {url}/v1/track"
            : $"Send it with every call, as in curl -H 'Authorization: Bearer KEY' {url}/api/workspace");
        Terminal.Complain("It is not shown again. `baton key list` shows its id, and `baton key revoke` makes it useless.");
        return ExitCode.Done;
    }, cancel);

    private static Task<int> ListAsync(ParseResult options, CancellationToken cancel) => Store.UseAsync(options, async database =>
    {
        foreach (var key in await AllAsync(database, cancel))
        {
            var state = key.Revoked is { } revoked ? $"revoked {Day(revoked)}" : "works";
            Terminal.Say($"{key.Id}  {Day(key.Created)}  {state,-18}  {key.Hint}  {string.Join(' ', key.Scopes)}  {key.Name}");
        }

        return ExitCode.Done;
    }, cancel, mustExist: true);

    private static Task<int> RevokeAsync(ParseResult options, CancellationToken cancel) => Store.UseAsync(options, async database =>
    {
        var text = options.GetRequiredValue(Key);
        var store = new KeyStore(database, SystemClock.Instance);
        var found = Guid.TryParse(text, out var id)
            ? (await AllAsync(database, cancel)).FirstOrDefault(key => key.Id == id)
            : await store.FindAsync(text, cancel);
        if (found is null)
        {
            Terminal.Complain("There is no such key. `baton key list` shows the ids of all.");
            return ExitCode.BadInput;
        }

        if (found.Revoked is { } revoked)
        {
            Terminal.Say($"{found.Name} was revoked on {Day(revoked)} already.");
            return ExitCode.Done;
        }

        await store.RevokeAsync(found.WorkspaceId, found.Id, CommandLineAct.Of("key.revoked", found.Name, new { found.Hint }), cancel);
        Terminal.Say($"{found.Name} ({found.Hint}) is revoked. Servers that run refuse it within {KeyStore.Remembered.TotalSeconds} seconds.");
        return ExitCode.Done;
    }, cancel, mustExist: true);

    private static async Task<IReadOnlyList<KeyInfo>> AllAsync(IDatabase database, CancellationToken cancel)
    {
        var keys = new List<KeyInfo>();
        foreach (var workspace in await new WorkspaceStore(database, SystemClock.Instance).AllAsync(cancel))
        {
            keys.AddRange(await new KeyStore(database, SystemClock.Instance).AllAsync(workspace.Id, cancel));
        }

        return keys;
    }

    private static string Day(Instant instant) => LocalDatePattern.Iso.Format(instant.InUtc().Date);
}

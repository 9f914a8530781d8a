using System.CommandLine;
using Baton.Server.Keys;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Server.Commands;

/// <summary><c>baton key create</c>: lets a program in.</summary>
internal static class KeyCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "What the key is for, such as website.", DefaultValueFactory = _ => "command line" };

    private static readonly Option<string[]> Scope = new("--scope")
    {
        Description = $"What the key may do: {string.Join(", ", Scopes.All)}. Can be given several times; write where nothing is said.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [Scopes.Write],
    };

    public static Command Build()
    {
        Scope.AcceptOnlyFromAmong([.. Scopes.All]);
        var create = new Command("create", "Make a key and print it. It is shown once: only a hash of it is kept.") { DataOption.Data, Name, Scope };
        create.SetAction(CreateAsync);
        return new Command("key", "The keys with which programs are let in.") { create };
    }

    private static Task<int> CreateAsync(ParseResult options, CancellationToken cancel) => Store.UseAsync(options, async database =>
    {
        var workspaces = await new WorkspaceStore(database, SystemClock.Instance).AllAsync(cancel);
        var workspace = workspaces.Count > 0 ? workspaces[0] : await new WorkspaceStore(database, SystemClock.Instance).AddAsync("Baton", cancel);
        var (key, _) = await new KeyStore(database, SystemClock.Instance).AddAsync(
            workspace.Id, options.GetRequiredValue(Name), [.. options.GetRequiredValue(Scope).Distinct()], cancel);
        Terminal.Say(key.Text);
        return ExitCode.Done;
    }, cancel);
}

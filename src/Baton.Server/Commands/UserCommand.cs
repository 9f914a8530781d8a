using System.CommandLine;
using System.Text;
using Baton.Server.People;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Server.Commands;

/// <summary><c>baton user</c>: lets people in, shows who is, and gives them passwords.</summary>
internal static class UserCommand
{
    private static readonly Option<string> Email = new("--email") { Description = "Their e-mail address, with which they are known here.", HelpName = "address", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "What others call them.", Required = true };
    private static readonly Option<string> Role = new("--role") { Description = $"What they do here: {string.Join(", ", Roles.All)}.", Required = true };
    private static readonly Option<bool> FromInput = new("--password-stdin") { Description = "Read the password from standard input, its first line. Without this one is made and printed once.", Arity = ArgumentArity.Zero };

    public static Command Build()
    {
        Role.AcceptOnlyFromAmong([.. Roles.All]);
        var create = new Command("create", "Let somebody in.") { DataOption.Data, Email, Name, Role, FromInput };
        create.SetAction(CreateAsync);
        var list = new Command("list", "Show the people who work here, in the order of their names.") { DataOption.Data };
        list.SetAction(ListAsync);
        var password = new Command("password", "Give somebody another password: made and printed once, or read with --password-stdin.") { DataOption.Data, Email, FromInput };
        password.SetAction(RenewAsync);
        return new Command("user", "The people who work with Baton.") { create, list, password };
    }

    private static Task<int> ListAsync(ParseResult options, CancellationToken cancel) => Store.UseAsync(options, async database =>
    {
        var workspace = await new WorkspaceStore(database, SystemClock.Instance).FirstAsync(cancel);
        var people = await new PeopleStore(database, SystemClock.Instance).AllAsync(workspace.Id, cancel);
        var (name, email) = (people.Select(one => one.Name.Length).DefaultIfEmpty().Max(), people.Select(one => one.Email.Length).DefaultIfEmpty().Max());
        foreach (var person in people)
        {
            var state = person.Deactivated is not null ? "works here no longer" : person.CanSignIn ? "" : "no password yet";
            Terminal.Say($"{person.Name.PadRight(name)}  {person.Email.PadRight(email)}  {person.Role,-9}  {state}".TrimEnd());
        }

        return ExitCode.Done;
    }, cancel, mustExist: true);

    private static async Task<int> RenewAsync(ParseResult options, CancellationToken cancel)
    {
        var email = options.GetRequiredValue(Email).Trim();
        var given = options.GetValue(FromInput) ? FirstLine() : null;
        return await Store.UseAsync(options, async database =>
        {
            var workspace = await new WorkspaceStore(database, SystemClock.Instance).FirstAsync(cancel);
            var people = new PeopleStore(database, SystemClock.Instance);
            if (await people.FindAsync(workspace.Id, email, cancel) is not var (person, _))
            {
                Terminal.Complain($"Nobody here has the address {email}. `baton user list` shows everybody.");
                return ExitCode.BadInput;
            }

            if (given is not null && Password.Weakness(given, person) is { } weakness)
            {
                Terminal.Complain(weakness);
                return ExitCode.BadInput;
            }

            var password = given ?? Password.New();
            await people.SetPasswordAsync(workspace.Id, person, password, CommandLineAct.Of("person.password_made", $"{person.Name} <{person.Email}>"), cancel);
            Terminal.Complain($"{person.Name} <{person.Email}> has another password.{(given is null ? " It is not shown again:" : "")}");
            if (given is null)
            {
                Terminal.Say(password);
            }

            return ExitCode.Done;
        }, cancel, mustExist: true);
    }

    private static async Task<int> CreateAsync(ParseResult options, CancellationToken cancel)
    {
        var (email, name) = (options.GetRequiredValue(Email).Trim(), options.GetRequiredValue(Name).Trim());
        var person = new Person(Guid.Empty, email.ToLowerInvariant(), name, options.GetRequiredValue(Role));
        var given = options.GetValue(FromInput) ? FirstLine() : null;
        var problem = EmailAddress.Problem(email) is { } wrong ? $"{wrong}."
            : name.Length is 0 or > 200 ? "--name takes 1 to 200 characters."
            : given is not null ? Password.Weakness(given, person)
            : null;
        if (problem is not null)
        {
            Terminal.Complain(problem);
            return ExitCode.BadInput;
        }

        return await Store.UseAsync(options, async database =>
        {
            var workspace = await new WorkspaceStore(database, SystemClock.Instance).FirstAsync(cancel);
            var password = given ?? Password.New();
            if (await new PeopleStore(database, SystemClock.Instance).AddAsync(workspace.Id, email, name, person.Role, password, one => CommandLineAct.Of("person.added", $"{one.Name} <{one.Email}>", new { one.Role }), cancel) is null)
            {
                Terminal.Complain($"Somebody has the address {email} already. Nothing was changed.");
                return ExitCode.BadInput;
            }

            Terminal.Complain($"{name} <{email}> is let in as {person.Role}.{(given is null ? " This is the password. It is not shown again:" : "")}");
            if (given is null)
            {
                Terminal.Say(password);
            }

            return ExitCode.Done;
        }, cancel);
    }

    private static string FirstLine()
    {
        using var reader = new StreamReader(StandardStreams.OpenInput(), Encoding.UTF8);
        return reader.ReadLine() ?? "";
    }
}

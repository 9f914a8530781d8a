using Baton.Server.People.SignIn;

namespace Baton.Server.Commands;

/// <summary>What is done on the command line is in the audit log, too.</summary>
internal static class CommandLineAct
{
    /// <summary>Whoever may open the database; who that is, only the operating system knows.</summary>
    public static readonly Auditor Who = new("command line", Person: null, Address: null);

    /// <inheritdoc cref="AuditedAct"/>
    public static AuditedAct Of(string name, string subject, object? detail = null) => new(Who, name, subject, detail);
}

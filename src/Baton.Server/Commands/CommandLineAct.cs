using Baton.Server.People.SignIn;

namespace Baton.Server.Commands;

/// <summary>What is done on the command line is in the audit log, too.</summary>
internal static class CommandLineAct
{
    /// <inheritdoc cref="AuditedAct"/>
    public static AuditedAct Of(string name, string subject, object? detail = null) => new(Auditor.CommandLine, name, subject, detail);
}

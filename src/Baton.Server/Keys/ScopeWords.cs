using Baton.Server.Shell;

namespace Baton.Server.Keys;

/// <summary>Scopes in words.</summary>
internal static class ScopeWords
{
    /// <summary>What a key with this scope may do.</summary>
    public static string Of(string scope) => scope switch
    {
        Scopes.Write => Words.Of("Send events, and nothing else. It may stand in a page, where everybody can read it."),
        Scopes.Read => Words.Of("Read leads, accounts, events, playbooks, people and teams."),
        Scopes.Edit => Words.Of("Change leads and work with them."),
        Scopes.Import => Words.Of("Import files."),
        Scopes.Playbook => Words.Of("Draft playbooks, and publish what both teams have signed."),
        Scopes.SignMarketing => Words.Of("Sign a playbook for marketing."),
        Scopes.SignSales => Words.Of("Sign a playbook for sales."),
        Scopes.Admin => Words.Of("Let people and programs in, and set everything up."),
        _ => scope,
    };
}

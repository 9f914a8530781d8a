using System.Diagnostics.CodeAnalysis;
using Baton.Core.Lifecycle;
using Baton.Server.Keys;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.People;

/// <summary>Who does something, as activities, versions and the audit log have it, in the language of the page.</summary>
internal static class ActorWords
{
    private const string For = " (" + KeyInfo.ActorMark;

    /// <summary>A person by name, and what is no person in words; so is the key by which a program did it for a person: <c>Bo (key crm)</c>.</summary>
    [return: NotNullIfNotNull(nameof(actor))]
    public static string? Of(string? actor, IStringLocalizer<Words> words) => actor switch
    {
        null => null,
        Happening.Baton => words["Baton, by the playbook"],
        _ when actor == Auditor.CommandLine.Name => words["the command line"],
        _ when actor.StartsWith(KeyInfo.ActorMark, StringComparison.Ordinal) => words["key {0}", actor[KeyInfo.ActorMark.Length..]],
        _ when actor.IndexOf(For, StringComparison.Ordinal) is > 0 and var at && actor[^1] == ')' => $"{actor[..at]} ({words["key {0}", actor[(at + For.Length)..^1]]})",
        _ => actor,
    };
}

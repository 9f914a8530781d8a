using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Playbooks;

/// <summary>What the two sides of the agreement are called in the pages.</summary>
internal static class TeamWords
{
    public static string Of(string team, IStringLocalizer<Words> words) => team switch
    {
        "marketing" => words["Marketing"],
        "sales" => words["Sales"],
        _ => team,
    };
}

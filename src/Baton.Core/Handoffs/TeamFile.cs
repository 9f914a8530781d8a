using System.Collections.Immutable;
using Baton.Core.Documents;

namespace Baton.Core.Handoffs;

/// <summary>A text that says which teams there are to be, and who is to be known for that.</summary>
/// <param name="People">People who are let in where they are not known yet.</param>
/// <param name="Teams">The teams.</param>
public sealed record TeamFile(ImmutableArray<PersonText> People, ImmutableArray<TeamText> Teams)
{
    /// <summary>Reads the text, which is YAML. It is described in <c>docs/teams.md</c>.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="roles">The roles that people can have.</param>
    /// <returns>What it says and no mistakes; or nothing, and every mistake in the order of the text.</returns>
    public static (TeamFile? File, IReadOnlyList<Mistake> Mistakes) Read(string yaml, IReadOnlyList<string> roles)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentNullException.ThrowIfNull(roles);
        var mistakes = new Mistakes();
        var file = DocumentReader.Read(yaml, mistakes) is { } root ? new TeamFileReader(mistakes, roles).Read(root) : null;
        return (mistakes.None ? file : null, mistakes.InOrder());
    }
}

/// <summary>Somebody who is to be known.</summary>
/// <param name="Email">Their address, as it is written.</param>
/// <param name="Name">What others call them.</param>
/// <param name="Role">One of the roles that people can have.</param>
/// <param name="Line">Where their address stands in the text, from 1.</param>
/// <param name="Column">The column of that, from 1.</param>
public sealed record PersonText(string Email, string Name, string Role, int Line, int Column);

/// <summary>A team that is to be.</summary>
/// <param name="Draft">What it is to be.</param>
/// <param name="Places">
/// The lines and columns at which people are named, by where they stand in the draft, such as <c>manager</c> and <c>members[0].person</c>.
/// </param>
public sealed record TeamText(TeamDraft Draft, ImmutableDictionary<string, (int Line, int Column)> Places);

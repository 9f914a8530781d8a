using Baton.Core.Documents;
using Baton.Core.Playbooks;
using Baton.Core.Playbooks.Outline;

namespace Baton.Server.Playbooks.Editor;

/// <summary>A text that somebody works on, and all that can be said of it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Base">The version that it was begun from; 0 for none.</param>
/// <param name="Published">The version that holds; 0 for none.</param>
/// <param name="Outline">Its fields; null where it is no YAML.</param>
/// <param name="Name">What it calls itself; null where it has mistakes.</param>
/// <param name="Mistakes">Every mistake.</param>
/// <param name="Hints">What is probably a slip.</param>
/// <param name="MissingTeams">Teams that it names and that are not there.</param>
/// <param name="Changes">What is different from the version that holds; null where that cannot be said.</param>
/// <param name="Lines">The lines that are different.</param>
/// <param name="Problem">Why something was not done, in English.</param>
/// <param name="Focus">The field that one goes on in.</param>
public sealed record PlaybookEditing(
    string Text,
    int Base,
    int Published,
    PlaybookOutline? Outline,
    string? Name,
    IReadOnlyList<Mistake> Mistakes,
    IReadOnlyList<AttributeHint> Hints,
    IReadOnlyList<string> MissingTeams,
    IReadOnlyList<PlaybookChange>? Changes,
    LineChanges Lines,
    string? Problem = null,
    string? Focus = null)
{
    /// <summary>How many mistakes, and how many hints, are shown; whoever has mended those sees the next.</summary>
    public const int MostShown = 50;

    /// <summary>What is wrong with a value.</summary>
    public IEnumerable<Mistake> At(OutlineField field) => field.Value.Length == 0 ? [] : ByLine[field.Line].Where(mistake => mistake.Column == field.Column);

    /// <summary>What is wrong between two lines, both included, beside the values of these fields.</summary>
    public IEnumerable<Mistake> Within(int first, int last, params OutlineField[] but) =>
        Enumerable.Range(first, last - first + 1).SelectMany(line => ByLine[line]).Where(mistake => !but.Any(field => At(field).Contains(mistake)));

    /// <summary>Every field asks for its own.</summary>
    private ILookup<int, Mistake> ByLine { get; } = Mistakes.Take(MostShown).ToLookup(mistake => mistake.Line);

    internal static async Task<PlaybookEditing> OfAsync(Guid workspace, string text, int from, int published, PlaybookStore playbooks, Wording words, CancellationToken cancel)
    {
        var reading = PlaybookReader.Read(text);
        var missing = reading.Playbook is { } playbook ? await playbooks.MissingTeamsAsync(workspace, playbook, cancel) : [];
        var holds = published > 0 ? await playbooks.GetAsync(workspace, published, cancel) : null;
        return new PlaybookEditing(
            text,
            from,
            published,
            DraftText.Read(text, words)?.Outline,
            reading.Playbook?.Name,
            reading.Mistakes,
            reading.Hints,
            missing,
            reading.Playbook is { } now && holds is not null ? PlaybookComparison.Compare(PlaybookEndpoints.Read(holds), now, words) : null,
            holds is null ? LineChanges.None : LineChanges.Between(holds.Yaml, text));
    }
}

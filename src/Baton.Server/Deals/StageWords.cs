using Baton.Core.Lifecycle;

namespace Baton.Server.Deals;

/// <summary>
/// Reads another system's name for a deal's stage by its words: <c>Closed Won</c>, <c>closedlost</c>, <c>Abgeschlossen – gewonnen</c>. Every stage that
/// does not plainly say won or lost is open.
/// </summary>
internal static class StageWords
{
    private static readonly HashSet<string> Won = Of("won", "closedwon", "dealwon", "gewonnen", "gagné", "gagnée", "ganado", "ganada", "vinto", "vinta");

    private static readonly HashSet<string> Lost = Of("lost", "closedlost", "deallost", "verloren", "perdu", "perdue", "perdido", "perdida", "perso", "persa");

    /// <summary>In front of won or lost, they say that it is not so, or not yet: <c>Not won yet</c>, <c>To be won</c>, <c>Noch nicht gewonnen</c>.</summary>
    private static readonly HashSet<string> Doubts = Of(
        "not", "never", "be", "being", "almost", "nearly", "probably", "likely", "maybe", "if", "until", "before",
        "nicht", "nie", "noch", "fast", "bald", "beinahe", "wahrscheinlich", "vielleicht", "wenn", "bis", "vor", "pas", "jamais", "non", "no");

    /// <summary>Behind <c>no</c>, words that are a reason: <c>No budget – lost</c> is lost all the same.</summary>
    private static readonly HashSet<string> Reasons = Of("budget", "decision", "response", "answer", "interest", "need", "fit", "reply", "contact", "money", "time");

    /// <summary>The state that a stage of this name stands for.</summary>
    public static DealState StateOf(string stage)
    {
        var words = WordsOf(stage);
        var (won, lost) = (words.FindIndex(Won.Contains), words.FindIndex(Lost.Contains));
        var said = Math.Max(won, lost);
        return said < 0 || (won >= 0 && lost >= 0) || stage.Contains('?', StringComparison.Ordinal) || IsDoubted(words[..said]) ? DealState.Open
            : won >= 0 ? DealState.Won
            : DealState.Lost;
    }

    private static bool IsDoubted(List<string> before) => before.Where((word, at) => Doubts.Contains(word) && !(at + 1 < before.Count && Reasons.Contains(before[at + 1]))).Any();

    /// <summary>The words of a name, in small letters, also where only capitals part them: <c>ClosedWon</c>, <c>closed_won</c>.</summary>
    private static List<string> WordsOf(string stage)
    {
        var words = new List<string>();
        for (var at = 0; at < stage.Length; at++)
        {
            var start = at;
            while (at < stage.Length && (char.IsLetter(stage[at]) || (stage[at] is '\'' or '’' && at > start)) && !(at > start && char.IsUpper(stage[at]) && char.IsLower(stage[at - 1])))
            {
                at++;
            }

            if (at > start)
            {
                words.Add(stage[start..at].TrimEnd('\'', '’').ToLowerInvariant());
                at--;
            }
        }

        return words;
    }

    private static HashSet<string> Of(params string[] words) => new(words, StringComparer.Ordinal);
}

using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Baton.Server.Tests.Shell;

/// <summary>What the pages say is there in every language, read from the sources.</summary>
public partial class WordsTests
{
    private static readonly Dictionary<string, string> German = XDocument.Load(Repository.File("src/Baton.Server/Shell/Words.de.resx")).Root!.Elements("data")
        .ToDictionary(one => one.Attribute("name")!.Value, one => one.Element("value")!.Value);

    [Fact]
    public void Everything_that_pages_say_is_there_in_German_and_nothing_else()
    {
        var said = Said();

        said.Count.ShouldBeGreaterThan(100);
        said.Except(German.Keys).ShouldBeEmpty();
        German.Keys.Except(said).ShouldBeEmpty("Nobody says this any more.");
    }

    [Fact]
    public void Both_languages_leave_the_same_places_for_what_is_filled_in()
    {
        German.Where(one => !Places(one.Key).SetEquals(Places(one.Value))).Select(one => one.Key).ShouldBeEmpty();
        German.Values.Where(string.IsNullOrWhiteSpace).ShouldBeEmpty();
    }

    private static HashSet<string> Said() =>
    [
        .. Directory.EnumerateFiles(Repository.File("src"), "*.*", SearchOption.AllDirectories)
            .Where(file => (file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)) && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)))
            .Select(match => Regex.Unescape(match.Groups["words"].Value)),
    ];

    private static HashSet<string> Places(string words) => [.. Place().Matches(words).Select(match => match.Value)];

    [GeneratedRegex("(?:\\bT\\[|\\b(?:_?words|this)\\[|Words\\.Of\\()\\s*\"(?<words>(?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();

    [GeneratedRegex("\\{[0-9]\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}

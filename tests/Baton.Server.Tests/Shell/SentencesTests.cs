using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Baton.Server.Shell;
using Baton.Server.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Tests.Shell;

/// <summary>What the API refuses is told in German, too; which sentences there are is read from the sources.</summary>
public class SentencesTests
{
    /// <summary>Where whatever pages show as refusals is written.</summary>
    private static readonly string[] Sources =
    [
        "Baton.Core/Lifecycle/Commands.cs", "Baton.Core/Lifecycle/HandMoves.cs", "Baton.Core/Qualification/AnswerReader.cs", "Baton.Core/Handoffs/Holidays.cs",
        "Baton.Core/Handoffs/WorkingHoursReader.cs", "Baton.Server/Handoffs/WorkEndpoints.cs", "Baton.Server/Handoffs/HandoffEndpoints.cs", "Baton.Server/Handoffs/Doing.cs",
        "Baton.Server/Handoffs/Doer.cs", "Baton.Server/Handoffs/StillTheirs.cs", "Baton.Server/Leads/LeadEditEndpoints.cs", "Baton.Server/Leads/HandEdits.cs", "Baton.Server/Leads/Merging.cs",
        "Baton.Server/Tasks/TaskEndpoints.cs", "Baton.Server/People/PersonEndpoints.cs", "Baton.Server/People/AbsenceEndpoints.cs", "Baton.Server/Playbooks/PlaybookEndpoints.cs",
        "Baton.Server/Teams/TeamEndpoints.cs", "Baton.Server/Teams/TeamRequest.cs", "Baton.Server/Delivery/WebhookEndpoints.cs", "Baton.Server/Delivery/SlackEndpoints.cs",
        "Baton.Server/Delivery/MessageEndpoints.cs", "Baton.Server/Delivery/TargetWords.cs", "Baton.Server/Delivery/AllowedAddresses.cs", "Baton.Server/Keys/KeyEndpoints.cs",
        "Baton.Server/Imports/ImportEndpoints.cs", "Baton.Server/Api/Names.cs",
    ];

    private static readonly HashSet<string> German =
        [.. XDocument.Load(Repository.File("src/Baton.Server/Shell/Sentences.de.resx")).Root!.Elements("data").Select(one => one.Attribute("name")!.Value)];

    [Fact]
    public void Every_refusal_is_there_in_German()
    {
        var said = Sources.SelectMany(source => SentencesIn(File.ReadAllText(Repository.File("src/" + source)))).ToHashSet(StringComparer.Ordinal);

        said.Count.ShouldBeGreaterThan(100);
        said.Except(German).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_filled_in_stands_in_the_German_sentence_as_it_was()
    {
        await using var api = await TestApi.StartAsync(Baton.Server.Storage.Dialect.Sqlite);
        var sentences = api.Services.GetRequiredService<Sentences>();
        var (german, english) = (CultureInfo.GetCultureInfo("de"), CultureInfo.GetCultureInfo("en"));

        Languages.Use(english);
        sentences.Of("The lead is MQL already.").ShouldBe("The lead is MQL already.");
        Languages.Use(german);
        sentences.Of("The lead is MQL already.").ShouldBe("Der Lead ist schon MQL.");
        sentences.Of("`a. B` is no reason of the playbook. It has `x`, `y`.").ShouldBe("`a. B` ist kein Grund des Playbooks. Es kennt `x`, `y`.");
        sentences.Of("The lead is MQL already. When it wakes has to lie ahead.").ShouldBe("Der Lead ist schon MQL. Der Tag der Rückkehr muss in der Zukunft liegen.");
        sentences.Of("<script>{0}</script> nobody knows.").ShouldBe("<script>{0}</script> nobody knows.");
    }

    /// <summary>The sentences of a source, with <c>{0}</c> and so on where something is filled in. What only a log or a developer gets to see is left out.</summary>
    private static IEnumerable<string> SentencesIn(string source)
    {
        for (var at = 0; at < source.Length; at++)
        {
            if (source[at] == '/' && source.AsSpan(at).StartsWith("//"))
            {
                at = source.IndexOf('\n', at);
            }
            else if (source[at] == '\'')
            {
                at = source.IndexOf('\'', source[at + 1] == '\\' ? at + 3 : at + 2);
            }
            else if (source[at] == '"')
            {
                var text = Literal(source, ref at, isFilled: at > 0 && source[at - 1] == '$');
                if (text.Length > 12 && text[^1] == '.' && text[0] != ' ' && !text.EndsWith("is no result.", StringComparison.Ordinal) && !text.EndsWith("is no command.", StringComparison.Ordinal)
                    && !text.EndsWith("can no longer be read.", StringComparison.Ordinal))
                {
                    yield return text;
                }
            }
        }
    }

    /// <summary>A literal from its opening quote on; <paramref name="at"/> is then at the closing one.</summary>
    private static string Literal(string source, ref int at, bool isFilled)
    {
        var (text, places) = (new StringBuilder(), 0);
        for (at++; source[at] != '"'; at++)
        {
            if (source[at] == '\\')
            {
                text.Append(source[++at]);
            }
            else if (isFilled && source[at] is '{' or '}' && source[at + 1] == source[at])
            {
                text.Append(source[at++]);
            }
            else if (isFilled && source[at] == '{')
            {
                text.Append(CultureInfo.InvariantCulture, $"{{{places++}}}");
                SkipPlace(source, ref at);
            }
            else
            {
                text.Append(source[at]);
            }
        }

        return text.ToString();
    }

    /// <summary>From an opening brace to the one that closes it.</summary>
    private static void SkipPlace(string source, ref int at)
    {
        for (var depth = 1; depth > 0;)
        {
            at++;
            if (source[at] == '"')
            {
                Literal(source, ref at, isFilled: source[at - 1] == '$');
            }
            else
            {
                depth += source[at] == '{' ? 1 : source[at] == '}' ? -1 : 0;
            }
        }
    }
}

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
        "Baton.Server/Delivery/MessageEndpoints.cs", "Baton.Server/Delivery/TargetWords.cs", "Baton.Server/Delivery/AllowedAddresses.cs", "Baton.Server/Delivery/HttpPost.cs",
        "Baton.Server/Delivery/HttpOutcome.cs", "Baton.Server/Delivery/MailServer.cs", "Baton.Server/Delivery/SlackSender.cs", "Baton.Server/Keys/KeyEndpoints.cs",
        "Baton.Server/Imports/ImportEndpoints.cs", "Baton.Server/Api/Names.cs", "Baton.Server/Handoffs/Acts.cs", "Baton.Server/Handoffs/ActEndpoints.cs", "Baton.Server/People/EmailAddress.cs",
    ];

    /// <summary>What of these folders says nothing in such pieces: it speaks SQL, to the command line, to developers or with words of pages.</summary>
    private static readonly HashSet<string> NotOfPieces =
    [
        "BlockReader", "CellStyle", "ColumnWords", "CsvTable", "CsvWriter", "FileText", "Import", "ImportAnswer", "ImportDesk", "ImportEndpoints", "ImportLook", "ImportLoop",
        "ImportPageWords", "ImportPages", "ImportPreview", "ImportTable", "ImportText", "ImportTime", "InputFile", "JoinedRows", "JsonProblem", "LeadDirectory", "LeadSheet", "MissingMark",
        "OutputFile", "SpooledInput", "TextFile", "UploadReader", "UploadTable", "CsvDialect", "CompiledCondition", "Condition", "ConditionWords", "Literal", "ValueTest",
    ];

    /// <summary>
    /// Where it is written what is wrong with a playbook, and what there is to know of a file: in sentences and in pieces of them. Whole folders, so that what is new is among them.
    /// </summary>
    private static readonly string[] SourcesOfPieces =
    [
        .. In("Baton.Core/Playbooks", "*Reader.cs"), .. In("Baton.Core/Conditions", "*.cs"), .. In("Baton.Server/Imports", "*.cs"),
        "Baton.Core/Documents/DocumentReader.cs", "Baton.Core/Documents/NearestWord.cs", "Baton.Core/Playbooks/AttributeHints.cs",
        "Baton.Core/Playbooks/Section.cs", "Baton.Server/Deals/DealAdmission.cs", "Baton.Server/Intake/CallReader.cs",
        "Baton.Server/Intake/SegmentFields.cs",
    ];

    /// <summary>What stands in these sources and is not said: examples of playbooks, marks of file formats, and a column's meaning, which <c>ColumnWords</c> says.</summary>
    private static readonly HashSet<string> NotSaid =
    [
        "Asked for a quote", "{ title: { contains: manager } }", "Quote Requested", "Germany, Austria, Switzerland", "[{ kind: call, day: 0 }]", "Packaging machines", "Which budget is set aside?",
        "{ has: true }", "{ A: 40, B: 25, C: 10 }", "{ 1: 40, 2: 20, 3: 5 }", "{ score: 50 }", "<!doctype html", "SQLite format 30", "the lead's id",
    ];

    /// <summary>What files on the disk of whoever is at the command line can be, and uploads cannot.</summary>
    private static readonly string[] OnlyOnDisks =
    [
        "does not exist.", "Check the name and the folder.", "Did you mean {0}?", "Create it or check the name.", "is a folder.", "Name a file in it.", "may not be read by this user.",
        "Change its permissions or run as a user that may.", "may not be written by this user.", "Choose another folder or change its permissions.", "cannot be written: the disk is full.",
        "Free some space or choose another disk.", "cannot be written: {1}", "has a name longer than {1} bytes.", "Choose a shorter one.", "is a file.", "Name a folder; there is more than one file to write.",
    ];

    private static readonly HashSet<string> German = Known("de");

    private static IEnumerable<string> In(string folder, string names) => Directory.EnumerateFiles(Repository.File("src/" + folder), names)
        .Select(file => $"{folder}/{Path.GetFileName(file)}").Where(file => !NotOfPieces.Contains(Path.GetFileNameWithoutExtension(file))).Order(StringComparer.Ordinal);

    [Fact]
    public void Every_refusal_is_there_in_German()
    {
        var said = Sources.SelectMany(source => SentencesIn(File.ReadAllText(Repository.File("src/" + source)))).ToHashSet(StringComparer.Ordinal);

        said.Count.ShouldBeGreaterThan(100);
        said.Except(German).ShouldBeEmpty();
    }

    [Fact]
    public void Every_mistake_of_a_playbook_and_of_a_file_is_there_in_German()
    {
        var said = Pieces().Where(piece => !OnlyOnDisks.Any(end => piece.EndsWith(end, StringComparison.Ordinal))).ToHashSet(StringComparer.Ordinal);

        said.Count.ShouldBeGreaterThan(150);
        said.Except(German).ShouldBeEmpty();
    }

    [Fact]
    public void What_names_flags_of_the_command_line_is_said_otherwise_by_pages()
    {
        var said = Pieces().Where(piece => piece.Contains("--map", StringComparison.Ordinal) || piece.Contains("--id", StringComparison.Ordinal) || piece.Contains("`baton ", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        said.Count.ShouldBeGreaterThan(5);
        said.Except(Known("en")).ShouldBeEmpty();

        // Beside these there is what names fields as the API calls them.
        Known("en").Except(said).Where(one => !German.Contains(one) || !one.Contains('`', StringComparison.Ordinal)).ShouldBeEmpty("The command line does not say this any more.");
    }

    [Theory]
    [InlineData("the rule has no `nmae`; did you mean `name`?", "die Regel kennt kein `nmae`; meinten Sie `name`?")]
    [InlineData("the group `e-mail` takes `pick`, `min`, `max`, not a list", "die Gruppe `e-mail` nimmt `pick`, `min`, `max`, nicht eine Liste")]
    [InlineData("there is no criterion `budgt`; did you mean `budget`?", "es gibt kein Kriterium `budgt`; meinten Sie `budget`?")]
    [InlineData("`in` takes one value, not a list; for a list write `in`", "`in` nimmt einen Wert, nicht eine Liste; für eine Liste schreiben Sie `in`")]
    [InlineData("E-mail: 2 values are no e-mail addresses and are left out, such as \"a list\" on line 4.", "E-mail: 2 Werte sind keine E-Mail-Adressen und bleiben weg, etwa „a list“ in Zeile 4.")]
    [InlineData(
        "deals.csv looks like deals: it has Stage, Amount. Import it as deals (`baton import deals`). If it has leads, say which column is their name: --map \"Id=lastname\".",
        "deals.csv sieht nach Deals aus: Sie hat Stage, Amount. Wählen Sie oben „Deals“. Wenn es Leads sind, wählen Sie unten, welche Spalte ihr Name ist.")]
    [InlineData(
        "DACH: Ann Lee of Regional sales takes it. Passed over: Bo Berg (12 of 12 open hand-offs).",
        "DACH: Ann Lee von Regional sales übernimmt ihn. Übergangen: Bo Berg (12 von 12 offenen Übergaben).")]
    [InlineData(
        "`budget` takes an amount such as `150000 EUR`, not `a lot`.",
        "„budget“ erwartet einen Betrag wie `150000 EUR`, nicht „a lot“.")]
    [InlineData("`role` takes one of `a`, `b`, not `c`.", "„role“ erwartet eines von `a`, `b`, nicht „c“.")]
    [InlineData("acceptance by inside sales", "die Annahme durch inside sales")]
    [InlineData("12 more points of fit", "noch 12 Punkte bei der Passung")]
    [InlineData("reading: at most 1,250 for “Read a page”, “Events”", "reading: höchstens 1.250 für „Read a page“, „Events“")]
    [InlineData("e-mail: only “Opened” counts, not “Clicked”", "e-mail: nur „Opened“ zählt, nicht „Clicked“")]
    [InlineData("Engagement: at most 60", "Interesse: höchstens 60")]
    [InlineData("has more fields than the header: 7 instead of 5", "hat mehr Felder als die Kopfzeile: 7 statt 5")]
    [InlineData("list.xlsx is an Excel workbook. Save it as CSV and try again.", "list.xlsx ist eine Excel-Arbeitsmappe. Speichern Sie sie als CSV, und versuchen Sie es noch einmal.")]
    public Task Pieces_that_are_filled_in_are_said_in_German_too(string english, string german) => SaidAsync(english, german);

    [Theory]
    [InlineData("`decay` takes 1 to 3,650 days, such as `30d` or `4w`, not `1,000`", "`decay` nimmt 1 bis 3.650 Tage, etwa `30d` oder `4w`, nicht `1,000`")]
    [InlineData("1,234,567 rows have fewer fields than the header; what they lack is read as blank.", "1.234.567 Zeilen haben weniger Felder als die Kopfzeile; was fehlt, gilt als leer.")]
    [InlineData("Size: 12,345 × \"unknown\" or the like read as missing.", "Size: 12.345 × „unbekannt“ oder Ähnliches gilt als nicht angegeben.")]
    public Task Numbers_that_are_filled_in_are_written_as_in_German(string english, string german) => SaidAsync(english, german);

    [Theory]
    [InlineData("a list: 5 × \"unknown\" or the like read as missing.", "a list: 5 × „unbekannt“ oder Ähnliches gilt als nicht angegeben.")]
    [InlineData(
        "events looks like events: it has events, nothing, 1,000. Import it as events (`baton import events`). If it has leads, say which column is their name: --map \"events=lastname\".",
        "events sieht nach Ereignissen aus: Sie hat events, nothing, 1,000. Wählen Sie oben „Ereignisse“. Wenn es Leads sind, wählen Sie unten, welche Spalte ihr Name ist.")]
    [InlineData("Another team is called “nothing”. Give this one another name, or change that one.", "Ein anderes Team heißt „nothing“. Geben Sie diesem einen anderen Namen, oder ändern Sie jenes.")]
    [InlineData("There is no column \"events\". The columns are: leads, a section.", "Es gibt keine Spalte „events“. Die Spalten sind: leads, a section.")]
    [InlineData("has an amount that is no number: nothing", "hat einen Betrag, der keine Zahl ist: nothing")]
    public Task Names_of_columns_files_and_teams_stay_as_their_owners_write_them(string english, string german) => SaidAsync(english, german);

    private static async Task SaidAsync(string english, string german)
    {
        await using var api = await TestApi.StartAsync(Baton.Server.Storage.Dialect.Sqlite);
        Languages.Use(CultureInfo.GetCultureInfo("de"));
        api.Services.GetRequiredService<Sentences>().Of(english).ShouldBe(german);
    }

    private static IEnumerable<string> Pieces() => SourcesOfPieces
        .SelectMany(source => LiteralsIn(File.ReadAllText(Repository.File("src/" + source))))
        .Where(text => text.Length > 12 && text.Contains(' ', StringComparison.Ordinal) && text.Any(char.IsLetter) && !NotSaid.Contains(text));

    private static HashSet<string> Known(string language) =>
        [.. XDocument.Load(Repository.File($"src/Baton.Server/Shell/Sentences.{language}.resx")).Root!.Elements("data").Select(one => one.Attribute("name")!.Value)];

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
    private static IEnumerable<string> SentencesIn(string source) => LiteralsIn(source).Where(text =>
        text.Length > 12 && text[^1] == '.' && text[0] != ' ' && !text.EndsWith("is no result.", StringComparison.Ordinal) && !text.EndsWith("is no command.", StringComparison.Ordinal)
        && !text.EndsWith("can no longer be read.", StringComparison.Ordinal));

    /// <summary>The literals of a source, with <c>{0}</c> and so on where something is filled in.</summary>
    private static IEnumerable<string> LiteralsIn(string source)
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
                yield return Literal(source, ref at, isFilled: at > 0 && source[at - 1] == '$');
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

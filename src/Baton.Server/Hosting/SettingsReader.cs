using System.Collections;
using System.Text.Json;
using Baton.Core.Documents;

namespace Baton.Server.Hosting;

/// <summary>What was read of the settings.</summary>
/// <param name="Options">What holds.</param>
/// <param name="Mistakes">Everything that is wrong, a sentence each; nothing is to be done before they are mended.</param>
internal sealed record SettingsRead(ServerOptions Options, IReadOnlyList<string> Mistakes);

/// <summary>
/// Reads the settings by one rule for all commands: what the command line says goes before the environment, that before the file, and that before
/// the default. The file is <c>baton.json</c> in the folder where Baton is started, or the one that <c>BATON_CONFIG</c> names.
/// </summary>
internal static class SettingsReader
{
    /// <summary>The environment variable that names the file.</summary>
    public const string FileVariable = "BATON_CONFIG";

    private const string UsualFile = "baton.json";
    private const string Prefix = "BATON_";

    /// <summary>Read by the tests, not by Baton.</summary>
    private const string TestPrefix = "BATON_TEST_";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="flags">Such as <c>--data=baton.db</c>.</param>
    /// <param name="only">The one setting that matters, by its name; null for all.</param>
    public static SettingsRead Read(IReadOnlyList<string> flags, string? only = null) =>
        Read(flags, Environment.GetEnvironmentVariables(), Environment.CurrentDirectory, only);

    /// <param name="flags">Such as <c>--data=baton.db</c>.</param>
    /// <param name="environment">Names and values.</param>
    /// <param name="folder">Where a file is looked for.</param>
    /// <param name="only">The one setting that matters, by its name; null for all.</param>
    public static SettingsRead Read(IReadOnlyList<string> flags, IDictionary environment, string folder, string? only = null)
    {
        var mistakes = new List<string>();
        var options = new ServerOptions();
        foreach (var said in (IEnumerable<Said>)[.. OfFile(environment, folder, mistakes), .. OfEnvironment(environment), .. flags.Select(OfFlag)])
        {
            if (Setting.Find(said.Name) is not { } setting)
            {
                if (only is null && Unknown(said) is { } mistake)
                {
                    mistakes.Add(mistake);
                }
            }
            else if ((only is null || setting == Setting.Find(only)) && setting.TrySet(options, said.Text) is { } problem)
            {
                mistakes.Add($"{said.Shown} {problem}");
            }
        }

        if (only is null && options.SmtpHost.Length > 0 && options.MailFrom.Length == 0)
        {
            mistakes.Add("A mail server is named and no sender: say with mailFrom whom e-mails are from.");
        }

        return new SettingsRead(options, mistakes);
    }

    private static List<Said> OfFile(IDictionary environment, string folder, List<string> mistakes)
    {
        var named = environment[FileVariable] as string is { Length: > 0 } set ? set : null;
        var path = Path.Combine(folder, named ?? UsualFile);
        var shown = named ?? UsualFile;
        if (!File.Exists(path))
        {
            if (named is not null)
            {
                mistakes.Add($"{FileVariable} names {named}, and there is no such file. Check the name and the folder.");
            }

            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return [.. document.RootElement.EnumerateObject().Select(property => new Said(property.Name, TextOf(property.Value), $"{shown}: {property.Name}", IsCertain: true))];
            }

            mistakes.Add($"{shown} is to hold one object: {{ \"data\": \"baton.db\" }}.");
        }
        catch (JsonException error)
        {
            mistakes.Add(FormattableString.Invariant($"{shown} is no JSON from line {error.LineNumber + 1} on. Mend it there, or take the file away."));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{shown} may not be read by this user. Change its permissions, or take the file away.");
        }

        return [];
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.Array ? string.Join(';', value.EnumerateArray().Select(TextOf)) : value.ToString();

    private static IEnumerable<Said> OfEnvironment(IDictionary environment) =>
        from DictionaryEntry variable in environment
        let name = (string)variable.Key
        where name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith(TestPrefix, StringComparison.OrdinalIgnoreCase)
            && !name.Equals(FileVariable, StringComparison.OrdinalIgnoreCase)
            && variable.Value is string { Length: > 0 }
        orderby name
        select new Said(name[Prefix.Length..], (string)variable.Value!, name, IsCertain: false);

    private static Said OfFlag(string flag)
    {
        var parts = flag.Split('=', 2);
        return new Said(parts[0].TrimStart('-'), parts.Length > 1 ? parts[1] : "", parts[0], IsCertain: true);
    }

    /// <summary>
    /// Where other programs set variables that happen to begin like Baton's, as Kubernetes does for a service of that name (BATON_PORT), only what
    /// looks like a slip is a mistake.
    /// </summary>
    private static string? Unknown(Said said)
    {
        var names = Setting.All.Select(setting => said.IsCertain ? setting.Key : setting.Variable[Prefix.Length..]).ToList();
        return NearestWord.To(said.Name, names) is { } near
            ? $"{said.Shown} is no setting; did you mean `{(said.IsCertain ? near : Prefix + near)}`?"
            : said.IsCertain ? $"{said.Shown} is no setting. `baton serve --help` lists all."
            : null;
    }

    /// <param name="Name">The setting's, without prefix.</param>
    /// <param name="Text">What it is to be.</param>
    /// <param name="Shown">How to tell people where this stands.</param>
    /// <param name="IsCertain">True where it can be meant for Baton only.</param>
    private sealed record Said(string Name, string Text, string Shown, bool IsCertain);
}

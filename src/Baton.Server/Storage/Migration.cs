using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Server.Storage;

/// <summary>A numbered file of the schema.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Name">The name of the file, such as <c>0001_workspace.sql</c>.</param>
/// <param name="Text">What it says, for both databases; <c>Schema/README.md</c> says how.</param>
internal sealed record Migration(int Version, string Name, string Text)
{
    private const string Folder = "Schema/";

    /// <summary>All files that this program knows, in their order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>Tells whether the file was changed since: SHA-256 in hexadecimal, whatever the line ends.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\n"))));

    /// <summary>The statements for one database: the lines below <c>-- sqlite only</c> or <c>-- postgres only</c>, up to <c>-- both</c>, are for one.</summary>
    public string For(Dialect dialect)
    {
        var sql = new StringBuilder();
        Dialect? only = null;
        foreach (var line in Text.Split('\n'))
        {
            switch (line.Trim())
            {
                case "-- sqlite only":
                    only = Dialect.Sqlite;
                    break;
                case "-- postgres only":
                    only = Dialect.Postgres;
                    break;
                case "-- both":
                    only = null;
                    break;
                default:
                    sql.Append(only is null || only == dialect ? line : "").Append('\n');
                    break;
            }
        }

        return sql.ToString();
    }

    private static Migration[] Load()
    {
        var program = Assembly.GetExecutingAssembly();
        return [.. from resource in program.GetManifestResourceNames()
                   where resource.StartsWith(Folder, StringComparison.Ordinal)
                   orderby resource
                   let name = resource[Folder.Length..]
                   select new Migration(int.Parse(name.Split('_')[0], CultureInfo.InvariantCulture), name, Read(program, resource))];
    }

    private static string Read(Assembly program, string resource)
    {
        using var reader = new StreamReader(program.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

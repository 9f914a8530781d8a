using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Shell;

/// <summary>Styles, scripts and icons. All are within the program; browsers keep them until the program is another.</summary>
internal static class Asset
{
    private const string Root = "/assets";
    private const string Prefix = "assets.";

    private static readonly Assembly Program = typeof(Asset).Assembly;
    private static readonly string Version = Program.ManifestModule.ModuleVersionId.ToString("N")[..12];
    private static readonly HashSet<string> Names = [.. Program.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];

    /// <summary>What is sent as one file, so that a browser asks once: all styles, and all scripts that wait for the page. What all pages have in common comes first.</summary>
    private static readonly Dictionary<string, string[]> Bundles = new(StringComparer.Ordinal)
    {
        ["pages.css"] = OwnOf(".css"),
        ["pages.js"] = OwnOf(".js"),
    };

    private static readonly ConcurrentDictionary<string, Content> Read = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Icons = new(StringComparer.Ordinal);

    /// <summary>Where a file is; with the next version of the program it is elsewhere.</summary>
    public static string Url(string name) => $"{Root}/{Version}/{name}";

    /// <summary>What is in a file, for a page that has to be whole in itself.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Program.GetManifestResourceStream(Prefix + name)!);
        return reader.ReadToEnd();
    }

    /// <summary>An icon as SVG, to stand in a page.</summary>
    public static string Icon(string name) => Icons.GetOrAdd(name, static name =>
    {
        using var stream = Program.GetManifestResourceStream($"icons.{name}.svg") ?? throw new ArgumentException($"There is no icon {name}: the project file lists them.", nameof(name));
        using var reader = new StreamReader(stream);
        var svg = reader.ReadToEnd();
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..].Replace("<svg", "<svg aria-hidden=\"true\"", StringComparison.Ordinal).ReplaceLineEndings(" ");
    });

    public static void MapAssets(this IEndpointRouteBuilder routes) => routes.MapGet(Root + "/{version}/{name}", Send).ForAnybody(isSameForAll: true);

    private static IResult Send(HttpContext http, string version, string name)
    {
        if (!Names.Contains(name) && !Bundles.ContainsKey(name))
        {
            return TypedResults.NotFound();
        }

        var asset = Read.GetOrAdd(name, Load);

        // A page of another node may name another version; it gets ours, and does not keep it.
        http.Response.Headers.CacheControl = version == Version ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.Vary = "Accept-Encoding";
        var takesBrotli = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase);
        if (takesBrotli)
        {
            http.Response.Headers.ContentEncoding = "br";
        }

        return TypedResults.Bytes(takesBrotli ? asset.Brotli : asset.Plain, asset.Type);
    }

    private static Content Load(string name)
    {
        using var plain = new MemoryStream();
        foreach (var part in Bundles.GetValueOrDefault(name, [name]))
        {
            using var stream = Program.GetManifestResourceStream(Prefix + part)!;
            stream.CopyTo(plain);
        }

        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(plain.GetBuffer(), 0, (int)plain.Length);
        }

        return new Content(TypeOf(name), plain.ToArray(), packed.ToArray());
    }

    /// <summary>Our own files of a kind, but for the script that chooses light or dark before anything is seen. Those of others are as they came.</summary>
    private static string[] OwnOf(string extension) =>
        [.. Names.Where(name => name.EndsWith(extension, StringComparison.Ordinal) && !name.Contains(".min.", StringComparison.Ordinal) && name != "theme.js")
            .OrderBy(name => !name.StartsWith("app.", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal)];

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"{other} is no type of asset."),
    };

    private sealed record Content(string Type, byte[] Plain, byte[] Brotli);
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Server.Api;

/// <summary>The description of the API as a page for people: plain HTML without a script, and nothing from anywhere else.</summary>
internal sealed class DocsPage
{
    private const string Style =
        """
        :root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: light-dark(#1a56b0, #8ab4ff) }
        * { box-sizing: border-box }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem }
        h1 { margin: .5rem 0 0 } h2 { border-bottom: 1px solid var(--line); margin: 2.5rem 0 .5rem }
        a { color: var(--accent) } p { margin: .5rem 0 }
        nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0 }
        details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: 0 .75rem }
        details[open] { padding-bottom: .75rem }
        summary { cursor: pointer; padding: .6rem 0; overflow-wrap: anywhere }
        summary b { display: inline-block; font: 700 .8rem/1 ui-monospace, monospace; min-width: 3.8rem; color: var(--accent) }
        summary span { display: block; opacity: .8 }
        code, pre { font: .85rem/1.45 ui-monospace, monospace; background: var(--soft); border-radius: .25rem }
        code { padding: .1rem .25rem; overflow-wrap: anywhere }
        pre { padding: .6rem; overflow-x: auto; margin: .25rem 0 1rem } pre.copy { user-select: all; -webkit-user-select: all }
        dl { margin: .5rem 0 } dt { margin-top: .5rem } dd { margin: 0 0 0 1rem }
        h3 { font-size: 1rem; margin: 1rem 0 .25rem } small { opacity: .75 }
        """;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    private readonly StringBuilder _html = new();
    private readonly JsonObject _document;
    private readonly string _server;

    private DocsPage(JsonObject document, string server) => (_document, _server) = (document, server);

    /// <summary>Allows this page's own style and nothing else.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The page.</summary>
    /// <param name="document">The description as OpenAPI.</param>
    /// <param name="server">Where calls go, such as <c>http://127.0.0.1:8080</c>.</param>
    public static string Of(JsonObject document, string server)
    {
        var page = new DocsPage(document, server);
        page.Add();
        return page._html.ToString();
    }

    private void Add()
    {
        var info = _document["info"]!;
        _html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Baton's API</title>\n<style>")
            .Append(Style).Append("</style>\n</head>\n<body>\n")
            .Append("<h1>Baton's API</h1>\n<p>").Append(Words(Text(info, "description"))).Append("</p>\n<p>For programs: <a href=\"").Append(ApiDescription.Path)
            .Append("\">OpenAPI 3.1</a>. A click on a command selects it.</p>\n<nav>");
        var routes = Routes().ToLookup(route => Text(route.Operation["tags"]![0]!));
        foreach (var tag in _document["tags"]!.AsArray())
        {
            _html.Append("<a href=\"#").Append(Plain(Text(tag!, "name"))).Append("\">").Append(Plain(Text(tag!, "name"))).Append("</a>");
        }

        _html.Append("</nav>\n");
        foreach (var tag in _document["tags"]!.AsArray())
        {
            var name = Text(tag!, "name");
            _html.Append("<h2 id=\"").Append(Plain(name)).Append("\">").Append(Plain(name)).Append("</h2>\n<p>").Append(Words(Text(tag!, "description"))).Append("</p>\n");
            foreach (var route in routes[name])
            {
                Add(route.Method, route.Path, route.Operation);
            }
        }

        _html.Append("</body>\n</html>\n");
    }

    private IEnumerable<(string Method, string Path, JsonObject Operation)> Routes() =>
        from path in _document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    private void Add(string method, string path, JsonObject operation)
    {
        _html.Append("<details id=\"").Append(Plain(Text(operation, "operationId"))).Append("\"><summary><b>").Append(method).Append("</b> <code>").Append(Plain(path))
            .Append("</code><span>").Append(Words(Text(operation, "summary"))).Append("</span></summary>\n<p>").Append(Words(Text(operation, "description"))).Append("</p>\n");
        var parameters = operation["parameters"]?.AsArray() ?? [];
        if (parameters.Count > 0)
        {
            _html.Append("<h3>Parameters</h3>\n<dl>");
            foreach (var parameter in parameters)
            {
                _html.Append("<dt><code>").Append(Plain(Text(parameter!, "name"))).Append("</code> <small>").Append(Plain(Text(parameter!, "in")))
                    .Append("</small></dt><dd>").Append(Words(Text(parameter!, "description")));
                if (parameter!["example"] is { } example)
                {
                    _html.Append(" <small>Such as <code>").Append(Plain(example.ToString())).Append("</code></small>");
                }

                _html.Append("</dd>\n");
            }

            _html.Append("</dl>\n");
        }

        _html.Append("<h3>Call</h3>\n<pre class=\"copy\">").Append(Plain(CurlOf(method, path, operation))).Append("</pre>\n<h3>Answers</h3>\n<dl>");
        foreach (var (status, response) in operation["responses"]!.AsObject())
        {
            _html.Append("<dt><code>").Append(Plain(status)).Append("</code></dt><dd>").Append(Words(Text(response!, "description")));
            if (status[0] == '2' && response!["content"]?["application/json"]?["schema"] is { } schema)
            {
                _html.Append("<pre>").Append(Plain(ExampleOf(schema, depth: 0)?.ToJsonString(Indented) ?? "null")).Append("</pre>");
            }

            _html.Append("</dd>\n");
        }

        _html.Append("</dl>\n</details>\n");
    }

    private string CurlOf(string method, string path, JsonObject operation)
    {
        var address = path;
        foreach (var parameter in (operation["parameters"]?.AsArray() ?? []).Where(parameter => Text(parameter!, "in") == "path"))
        {
            address = address.Replace($"{{{Text(parameter!, "name")}}}", parameter!["example"]?.ToString() ?? "…", StringComparison.Ordinal);
        }

        var curl = new StringBuilder($"curl {(method == "GET" ? "" : $"-X {method} ")}'{_server}{address}' \\\n  -H \"Authorization: Bearer $BATON_KEY\"");
        if (operation["requestBody"]?["content"]?["multipart/form-data"] is { } form)
        {
            foreach (var (name, value) in form["example"]!.AsObject())
            {
                var isFile = form["schema"]!["properties"]![name]!["format"]?.ToString() == "binary";
                curl.Append(" \\\n  -F '").Append(name).Append('=').Append(isFile ? "@leads.csv" : value).Append('\'');
            }
        }
        else if (operation["requestBody"]?["content"]?.AsObject() is { Count: > 0 } content)
        {
            var (type, media) = content.First();
            var body = media!["example"] is { } example ? example is JsonValue value ? value.ToString() : example.ToJsonString(Compact) : "";
            curl.Append(" \\\n  -H 'Content-Type: ").Append(type).Append("' \\\n  --data-binary '").Append(body.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'');
        }

        return curl.ToString();
    }

    /// <summary>What a value of a schema looks like, made of the examples of its members.</summary>
    private JsonNode? ExampleOf(JsonNode schema, int depth)
    {
        const int Deepest = 8;
        if (schema["$ref"] is { } reference)
        {
            return ExampleOf(_document["components"]!["schemas"]![reference.ToString().Split('/')[^1]]!, depth + 1);
        }

        if (schema["examples"]?[0] is { } example)
        {
            return example.DeepClone();
        }

        var alternatives = (schema["oneOf"] ?? schema["anyOf"])?.AsArray();
        if (depth > Deepest || alternatives?.FirstOrDefault(one => one!["$ref"] is not null) is not { } alternative)
        {
            var type = schema["type"] is JsonArray types ? types.Select(t => t!.ToString()).First(t => t != "null") : schema["type"]?.ToString();
            return depth > Deepest ? null : type switch
            {
                "object" when schema["properties"] is JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, ExampleOf(member.Value!, depth + 1)))),
                "object" when schema["additionalProperties"] is JsonObject values => new JsonObject { ["title"] = ExampleOf(values, depth + 1) },
                "object" => new JsonObject(),
                "array" when schema["items"] is { } items => new JsonArray(ExampleOf(items, depth + 1)),
                "integer" or "number" => 1,
                "boolean" => true,
                _ => "…",
            };
        }

        return ExampleOf(alternative, depth + 1);
    }

    private static string Text(JsonNode node) => node.ToString();

    private static string Text(JsonNode node, string member) => node[member]?.ToString() ?? "";

    private static string Plain(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A text in which what stands between backticks is code.</summary>
    private static string Words(string text)
    {
        var parts = text.Split('`');
        return string.Concat(parts.Select((part, i) => i % 2 == 1 && i < parts.Length - 1 ? $"<code>{Plain(part)}</code>" : Plain(part)));
    }
}

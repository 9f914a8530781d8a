using System.Text.Json.Nodes;
using Baton.Server.Storage;

namespace Baton.Server.Tests.Api;

public class DescriptionTests
{
    [Fact]
    public async Task The_description_is_OpenAPI_3_1_and_says_what_every_route_parameter_and_schema_is()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var document = (await api.GetAsync("/api/openapi.json", ("Authorization", ""))).Ok();

        document["openapi"]!.ToString().ShouldStartWith("3.1");
        document["components"]!["securitySchemes"]!["key"]!["scheme"]!.ToString().ShouldBe("bearer");
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (Route: $"{operation.Key} {path.Key}", Said: operation.Value!))).ToList();
        operations.Count.ShouldBe(97);
        operations.Select(operation => operation.Said["operationId"]!.ToString()).ShouldBeUnique();
        foreach (var (route, operation) in operations)
        {
            operation["summary"]?.ToString().ShouldNotBeNullOrEmpty(route);
            operation["description"]!.ToString().ShouldContain("The key needs the scope", customMessage: route);
            operation["security"]!.AsArray().ShouldNotBeEmpty(route);
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                parameter!["description"]?.ToString().ShouldNotBeNullOrEmpty($"{route} {parameter["name"]}");
                parameter["example"].ShouldNotBeNull($"{route} {parameter["name"]}");
                parameter["schema"].ShouldNotBeNull();
            }

            var responses = operation["responses"]!.AsObject();
            responses.ShouldAllBe(response => !string.IsNullOrEmpty(response.Value!["description"]!.ToString()));
            foreach (var status in (string[])["400", "401", "403", "429"])
            {
                responses[status]!["content"]!["application/problem+json"].ShouldNotBeNull($"{route} {status}");
            }

            responses.Count(response => response.Key[0] == '2').ShouldBe(route == "post /api/imports" ? 2 : 1, route);
            if (operation["requestBody"] is { } body)
            {
                body["content"]!.AsObject().ShouldAllBe(media => media.Value!["example"] != null, route);
            }
        }

        var schemas = document["components"]!["schemas"]!.AsObject();
        foreach (var reference in ReferencesIn(document))
        {
            reference.ShouldStartWith("#/components/schemas/");
            schemas.ContainsKey(reference.Split('/')[^1]).ShouldBeTrue(reference);
        }

        foreach (var (name, schema) in schemas)
        {
            schema!["description"]?.ToString().ShouldNotBeNullOrEmpty(name);
            foreach (var (member, said) in name == "ProblemDetails" ? [] : schema["properties"]?.AsObject() ?? [])
            {
                (said!["$ref"] ?? said["description"])?.ToString().ShouldNotBeNullOrEmpty($"{name}.{member}");
            }
        }
    }

    [Fact]
    public async Task The_page_shows_every_route_with_a_command_to_copy_and_runs_no_script()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var document = (await api.GetAsync("/api/openapi.json")).Ok();
        var page = await api.GetAsync("/api/docs", ("Authorization", ""));

        page.Type.ShouldBe("text/html");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'sha256-");
        page.Text.ShouldNotContain("<script");
        page.Text.ShouldNotContain("style=");
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()))
        {
            page.Text.ShouldContain($"<details id=\"{operation.Value!["operationId"]}\">");
        }

        page.Text.Split("<pre class=\"copy\">curl ").Length.ShouldBe(98);
        ((int)(await api.GetAsync("/api", ("Authorization", ""))).Status).ShouldBe(302);
    }

    [Fact]
    public async Task A_file_to_import_is_described_as_the_body_it_is()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var operation = (await api.GetAsync("/api/openapi.json")).Ok()["paths"]!["/api/imports"]!["post"]!;

        operation["requestBody"]!["content"]!.AsObject().Select(media => media.Key).ShouldBe(["text/csv", "application/x-ndjson", "application/gzip", "multipart/form-data"]);
        operation["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.ToString()).ShouldBe(["kind", "id", "map", "asOf", "name"]);
        operation["responses"]!.AsObject().Select(response => response.Key).Order().ShouldBe(["200", "202", "400", "401", "403", "413", "422", "429"]);
        (await api.GetAsync("/api/docs")).Text.ShouldContain("-F &#39;kind=leads&#39; \\\n  -F &#39;file=@leads.csv&#39;");
    }

    private static IEnumerable<string> ReferencesIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [member.Value!.ToString()] : ReferencesIn(member.Value)),
        JsonArray items => items.SelectMany(ReferencesIn),
        _ => [],
    };
}

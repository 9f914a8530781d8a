using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Baton.Server.Api;

/// <summary>The body of a route that takes a file, in the description of the API: the file itself, or a form with it.</summary>
internal static class FileBody
{
    private const string Csv = "Record ID,Email,Job Title\n101,jo@acme.example,Plant Manager\n";
    private const string Ndjson = "{\"type\":\"track\",\"event\":\"Quote Requested\",\"messageId\":\"q-1\",\"userId\":\"101\",\"timestamp\":\"2026-03-31T12:00:00Z\"}\n";

    public static OpenApiRequestBody Of(TakesFile file) => new()
    {
        Required = true,
        Description = $"The file, of at most {file.MostBytes >> 30:N0} GB. What it is, its content says; another `Content-Type` than these does, too.",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["text/csv"] = OfType(new OpenApiSchema { Type = JsonSchemaType.String, Description = "Rows below a header, in any usual encoding, with any usual separator." }, Csv),
            ["application/x-ndjson"] = OfType(new OpenApiSchema { Type = JsonSchemaType.String, Description = "Events, each a line as Segment has it." }, Ndjson),
            ["application/gzip"] = OfType(new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "Either of them, packed." }, "the bytes of leads.csv.gz"),
            ["multipart/form-data"] = OfType(Form(), new JsonObject { ["kind"] = "leads", ["file"] = Csv }),
        },
    };

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "The parameters of the address can be parts of the form; they stand before the file.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["kind"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What the rows are.", Enum = [.. ((string[])["leads", "events", "deals"]).Select(kind => (JsonNode)kind)] },
            ["id"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The column that is the id." },
            ["map"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema { Type = JsonSchemaType.String },
                Description = "What columns mean, each `column=meaning`, each a part of its own.",
            },
            ["name"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What to call the file." },
            ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file, as the last part." },
        },
    };

    private static OpenApiMediaType OfType(OpenApiSchema schema, JsonNode example) => new() { Schema = schema, Example = example };
}

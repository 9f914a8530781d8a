using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using NodaTime;

namespace Baton.Server.Api;

/// <summary>The API described for programs (OpenAPI 3.1) and for people.</summary>
internal static class ApiDescription
{
    public const string Path = "/api/openapi.json";

    private const string Scheme = "key";
    private const string Problem = "application/problem+json";

    private const string Introduction =
        """
        Leads, their scores and every point explained. Send a key as `Authorization: Bearer baton_…`; `baton key create --scope read` makes one.
        Lists come in pages: `next` of a page is the `cursor` of the one after it. Errors are problem details (RFC 9457) that say what to do.
        An `Idempotency-Key` makes it safe to send a call again.
        """;

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) => Task.FromResult(Describe(document)));
        options.AddOperationTransformer((operation, context, _) => Task.FromResult(Describe(operation, context)));
        options.AddSchemaTransformer((schema, context, _) => Task.FromResult(Describe(schema, context)));
    }

    public static void MapDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(Path).ExcludeFromDescription();
        routes.MapGet("/api", () => TypedResults.Redirect("/api/docs")).ExcludeFromDescription();
        routes.MapGet("/api/docs", ShowAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, CancellationToken cancel)
    {
        var documents = http.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1");
        var document = await documents.GetOpenApiDocumentAsync(cancel);
        var json = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancel))!.AsObject();
        http.Response.Headers.ContentSecurityPolicy = DocsPage.ContentSecurityPolicy;
        return TypedResults.Text(DocsPage.Of(json, $"{http.Request.Scheme}://{http.Request.Host}"), "text/html; charset=utf-8");
    }

    private static OpenApiDocument Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo { Title = "Baton", Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3), Description = Introduction.ReplaceLineEndings(" ") };
        document.Servers = [new OpenApiServer { Url = "/", Description = "This server." }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of the workspace, `baton_…`. What it may do are its scopes." },
        };
        document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Leads", Description = "People, what they did, and what the playbook makes of them." },
            new() { Name = "Deals", Description = "Opportunities: opened, changed, won and lost. The lead's stage follows." },
            new() { Name = "Tasks", Description = "What people have to do about leads, and by when." },
            new() { Name = "Costs", Description = "What marketing and sales have spent." },
            new() { Name = "Accounts", Description = "The companies that leads work for." },
            new() { Name = "Events", Description = "What came in." },
            new() { Name = "Imports", Description = "Files of leads, events and deals." },
            new() { Name = "Playbooks", Description = "What marketing and sales agree a qualified lead to be, version by version." },
            new() { Name = "Work", Description = "What people do about leads." },
            new() { Name = "Hand-offs", Description = "Who has which lead, by when they have to do what, and what became of it." },
            new() { Name = "Messages", Description = "What is told to webhooks, Slack and mailboxes, and whether it has arrived." },
            new() { Name = "Teams", Description = "Who shares what is handed over, and when they work." },
            new() { Name = "People", Description = "Who works here." },
            new() { Name = "Workspace", Description = "One company's Baton." },
            new() { Name = "Keys", Description = "What programs show to be let in." },
        };
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? []))
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        }

        return document;
    }

    private static OpenApiOperation Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isUnsafe = context.Description.HttpMethod != "GET";
        var file = metadata.OfType<TakesFile>().LastOrDefault();
        if (metadata.OfType<MethodInfo>().FirstOrDefault() is { DeclaringType: { } feature } handler)
        {
            var name = feature.Name.Replace("Endpoints", "", StringComparison.Ordinal) + handler.Name.Replace("Async", "", StringComparison.Ordinal);
            operation.OperationId = char.ToLowerInvariant(name[0]) + name[1..];
            operation.Summary = DocComments.SummaryOf(handler);
            operation.Description = DocComments.RemarksOf(handler);
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                parameter.Description = parameter.Name is { } named ? DocComments.ParameterOf(handler, named) : null;
            }
        }

        var scopes = metadata.OfType<NeedsScope>().Last().AnyOf;
        var needed = $"The key needs the scope {string.Join(" or ", scopes.Select(scope => $"`{scope}`"))}.";
        operation.Description = operation.Description is { Length: > 0 } said ? $"{said} {needed}" : needed;
        operation.RequestBody = file is null ? operation.RequestBody : FileBody.Of(file);
        operation.Responses ??= [];
        foreach (var (status, words) in Failures(isUnsafe).Where(failure => failure.Status != "409" || file is null))
        {
            operation.Responses.TryAdd(status, new OpenApiResponse { Description = words });
        }

        foreach (var (status, response) in operation.Responses)
        {
            response.Description = status == "200" && operation.Responses.ContainsKey("202") ? "It is being done already: this is how far it is." : Words(status);
            if (status[0] == '4' && response is OpenApiResponse problem)
            {
                problem.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problem] = new() { Example = ApiExamples.ProblemOf(status) } };
            }
        }

        if (isUnsafe && file is null)
        {
            AddHeader(
                operation,
                IdempotentCalls.Header,
                "Any text that is another for each call, such as a UUID. The same call with the same key is carried out once and answered alike for 24 hours.",
                "7b0c6c1e-2f6f-4d0e-9a53-6d7b1f6f2c11");
        }

        if (operation.Responses.ContainsKey("412"))
        {
            AddHeader(operation, "If-Match", "The `ETag` of what you have seen: nothing is changed if it is another by now.", "\"12.30:4.2.20543\"");
        }

        if (operation.Responses.ContainsKey("304"))
        {
            AddHeader(operation, "If-None-Match", "The `ETag` of what you have: the answer is 304 if it is still that.", "\"12.30:4.2.20543\"");
        }

        ApiExamples.AddTo(operation, $"{context.Description.HttpMethod} {WithoutConstraints(context.Description.RelativePath ?? "")}");
        return operation;
    }

    /// <summary><c>api/leads/{id}</c> of <c>api/leads/{id:guid}/</c>.</summary>
    private static string WithoutConstraints(string path) =>
        string.Join('/', path.TrimEnd('/').Split('/').Select(part => part.StartsWith('{') ? part.Split(':')[0].TrimEnd('}') + "}" : part));

    private static void AddHeader(OpenApiOperation operation, string name, string words, string example) => (operation.Parameters ??= []).Add(
        new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = words, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example });

    private static OpenApiSchema Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        var known = Nullable.GetUnderlyingType(type) ?? type;
        if (known == typeof(Instant))
        {
            schema.Type = known == type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }
        else if (known == typeof(RawJson))
        {
            schema.Type = JsonSchemaType.Object;
        }

        if (context.JsonPropertyInfo is not { } member)
        {
            schema.Description ??= Meaning(known);
        }
        else if (member.DeclaringType != typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))
        {
            schema.Description = DocComments.MemberOf(member.DeclaringType, member.Name);
            if (schema.Type is { } kind && !kind.HasFlag(JsonSchemaType.Object) && !kind.HasFlag(JsonSchemaType.Array)
                && ApiExamples.OfMember(member.DeclaringType.IsGenericType ? member.DeclaringType.GetGenericTypeDefinition() : member.DeclaringType, member.Name) is { } example)
            {
                schema.Examples = [example];
            }
        }

        return schema;
    }

    private static string? Meaning(Type type) =>
        type == typeof(Instant) ? "A time as ISO 8601 has it: in UTC where Baton writes it, with any offset where it reads one."
        : type == typeof(Microsoft.AspNetCore.Mvc.ProblemDetails) ? "What is wrong, as RFC 9457 has it; `detail` says what to do."
        : type.Namespace?.StartsWith("Baton.", StringComparison.Ordinal) == true ? DocComments.SummaryOf(type)
        : null;

    private static IEnumerable<(string Status, string Words)> Failures(bool isUnsafe)
    {
        foreach (var status in (string[])["400", "401", "403", "429", .. isUnsafe ? (string[])["409", "413", "422"] : []])
        {
            yield return (status, Words(status));
        }
    }

    private static string Words(string status) => status switch
    {
        "200" => "Done.",
        "201" => "It was added.",
        "202" => "It was taken and is done in the background; `Location` says where to ask how far it is.",
        "204" => "Done; there is nothing to say.",
        "304" => "You have it already: `If-None-Match` names its version.",
        "400" => "What was sent cannot be used; the problem says what is wrong.",
        "401" => "There is no key that works.",
        "403" => "The key does not have the scope.",
        "404" => "There is no such thing in the workspace.",
        "409" => "It cannot be done as things stand, or the same call is being carried out.",
        "412" => "It was changed since you read it.",
        "413" => "The body is too large.",
        "422" => "The text has mistakes, or the `Idempotency-Key` is another call's.",
        "429" => "Too many calls; `Retry-After` says when to come again.",
        _ => "See the problem.",
    };
}

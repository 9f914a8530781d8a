using System.Reflection;
using Baton.Server.Api;

namespace Baton.Server.Hosting;

/// <summary>Says which values a member of a body takes, in the words of JSON.</summary>
internal static class TypeWords
{
    private const string Nullable = "System.Nullable`1[";

    /// <summary>What is expected where a value could not be read.</summary>
    /// <param name="type">The full name of the type that the reader names: the value's own, or that of the object that the value is a member of.</param>
    /// <param name="path">Where the value stands, such as <c>$.members[0].weight</c>.</param>
    public static string Of(string type, string path)
    {
        var member = typeof(TypeWords).Assembly.GetType(type)?.GetProperty(
            path[(path.LastIndexOf('.') + 1)..], BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase);
        return Of(member?.PropertyType.ToString() ?? type);
    }

    private static string Of(string type) => (type.StartsWith(Nullable, StringComparison.Ordinal) ? type[Nullable.Length..^1] : type) switch
    {
        "System.String" => "a text",
        "System.Boolean" => "true or false",
        "System.Int16" or "System.Int32" or "System.Int64" => "a whole number",
        "System.Decimal" or "System.Double" => "a number such as `99.5`",
        "System.Guid" => "an id such as `0198c7d2-5f3a-7c1e-9a53-6d7b1f6f2c11`",
        "NodaTime.Instant" => $"a time such as {Times.Examples}",
        var other when other.Contains("Dictionary`2", StringComparison.Ordinal) => "an object",
        var other when other.EndsWith("[]", StringComparison.Ordinal) || other.StartsWith("System.Collections.", StringComparison.Ordinal) => "a list",
        _ => "an object",
    };
}

using System.Collections.Frozen;
using System.Reflection;
using System.Xml.Linq;

namespace Baton.Server.Api;

/// <summary>
/// What the code says of itself: the documentation files that the compiler writes beside the program. So what the API's description says of a route
/// stands at its handler, and only there. Where the files are missing, nothing is said.
/// </summary>
internal static class DocComments
{
    private static readonly Lazy<FrozenDictionary<string, XElement>> Members = new(Read);

    /// <summary>The first sentence or sentences of a handler.</summary>
    public static string? SummaryOf(MethodInfo method) => TextOf(MemberOf(method)?.Element("summary"));

    /// <summary>What else there is to know of a handler.</summary>
    public static string? RemarksOf(MethodInfo method) => TextOf(MemberOf(method)?.Element("remarks"));

    /// <summary>What a parameter of a handler is.</summary>
    public static string? ParameterOf(MethodInfo method, string name) => ParameterOf(MemberOf(method), name);

    /// <summary>What a type is.</summary>
    public static string? SummaryOf(Type type) => TextOf(MemberOf(type)?.Element("summary"));

    /// <summary>What a member of a type is, by its name in JSON: a parameter of a record, or a property.</summary>
    public static string? MemberOf(Type type, string name) =>
        ParameterOf(MemberOf(type), name) ?? TextOf(Members.Value.GetValueOrDefault($"P:{NameOf(type)}.{char.ToUpperInvariant(name[0])}{name[1..]}")?.Element("summary"));

    private static XElement? MemberOf(MethodInfo method) => Members.Value.GetValueOrDefault($"M:{NameOf(method.DeclaringType!)}.{method.Name}");

    private static XElement? MemberOf(Type type) => Members.Value.GetValueOrDefault($"T:{NameOf(type)}");

    private static string? ParameterOf(XElement? member, string name) =>
        TextOf(member?.Elements("param").FirstOrDefault(param => string.Equals(param.Attribute("name")?.Value, name, StringComparison.OrdinalIgnoreCase)));

    private static string NameOf(Type type) => ((type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name).Replace('+', '.');

    private static string? TextOf(XElement? element) => element is null ? null
        : string.Join(' ', string.Concat(element.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => (see.Attribute("cref")?.Value ?? "").Split('.')[^1],
            XElement other => other.Value,
            XText text => text.Value,
            _ => "",
        })).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static FrozenDictionary<string, XElement> Read()
    {
        var members = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var assembly in (Assembly[])[typeof(DocComments).Assembly, typeof(Core.Documents.Mistake).Assembly])
        {
            var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
            foreach (var member in File.Exists(file) ? XDocument.Load(file).Descendants("member") : [])
            {
                // Handlers are told apart by their names alone.
                members.TryAdd((member.Attribute("name")?.Value ?? "").Split('(')[0], member);
            }
        }

        return members.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

using Baton.Core.Conditions;

namespace Baton.Core.Tests.Conditions;

/// <summary>Asks a condition, written as in a playbook, about values.</summary>
internal static class Asked
{
    /// <summary>Whether <paramref name="condition"/> holds of something of which nothing but <c>it</c> is known.</summary>
    public static bool Of(Value it, string condition) => Of([("it", it)], condition);

    public static bool Of(string it, string condition) => Of(Value.Of(it), condition);

    public static bool Of((string Name, Value Value)[] properties, string condition)
    {
        var table = new TestTable();
        var compiled = CompiledCondition.From(Read(condition), table, PropertyName.Of);
        var known = properties.ToDictionary(p => PropertyName.Of(p.Name), p => p.Value, StringComparer.Ordinal);
        return compiled.Holds(new ValueAnswers(table, table.Properties.Select(name => known.GetValueOrDefault(name)).ToArray()));
    }

    /// <summary>The condition, which has no mistakes.</summary>
    public static Condition Read(string condition)
    {
        var (read, mistakes) = ConditionReader.Read(condition);
        mistakes.ShouldBeEmpty();
        return read.ShouldNotBeNull();
    }

    /// <summary>The mistakes of a condition, each as <c>line 1, column 1: …</c>.</summary>
    public static string[] Mistakes(string condition)
    {
        var (read, mistakes) = ConditionReader.Read(condition);
        (read is null).ShouldBe(mistakes.Count > 0);
        return [.. mistakes.Select(m => m.ToString())];
    }
}

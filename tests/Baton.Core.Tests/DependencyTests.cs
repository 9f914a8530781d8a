namespace Baton.Core.Tests;

public class DependencyTests
{
    [Fact]
    public void Core_refers_to_NodaTime_YamlDotNet_and_MathNet_and_to_nothing_else()
    {
        string[] allowed = ["NodaTime", "YamlDotNet", "MathNet.Numerics"];

        var foreign = System.Reflection.Assembly.Load("Baton.Core").GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name != "netstandard")
            .Except(allowed);

        foreign.ShouldBeEmpty();
    }
}

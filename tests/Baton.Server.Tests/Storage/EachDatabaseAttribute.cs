using System.Reflection;
using Baton.Server.Storage;
using Xunit.Sdk;
using Xunit.v3;

namespace Baton.Server.Tests.Storage;

/// <summary>Runs a theory, which takes a <see cref="Dialect"/>, on SQLite and on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Dialect>().Select(dialect => new TheoryDataRow<Dialect>(dialect))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

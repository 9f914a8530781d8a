using Baton.Core.Scoring.Engine;

namespace Baton.Core.Tests.Scoring.Engine;

public class HashComparerTests
{
    [Fact]
    public void Hashes_that_dotnet_would_put_into_one_place_are_spread()
    {
        var chosen = Enumerable.Range(1, 1_000).Select(i => ((long)i << 32) | (uint)i).ToList();

        chosen.Select(hash => hash.GetHashCode()).Distinct().Count().ShouldBe(1);
        chosen.Select(HashComparer.Instance.GetHashCode).Distinct().Count().ShouldBeGreaterThan(990);
    }
}

using Baton.Core.Funnel;

namespace Baton.Core.Tests.Funnel;

public class BenchmarkTests
{
    [Theory]
    [InlineData(31, 1_004, Standing.Below)]
    [InlineData(0, 3, Standing.PerhapsBelow)]
    [InlineData(4, 100, Standing.PerhapsBelow)]
    [InlineData(8, 100, Standing.Within)]
    [InlineData(2, 10, Standing.PerhapsAbove)]
    [InlineData(200, 1_000, Standing.Above)]
    [InlineData(0, 0, Standing.Unknown)]
    public void A_rate_stands_where_its_numbers_can_tell(long part, long whole, Standing standing) => Benchmark.MqlToSql.Of(new Rate(part, whole)).ShouldBe(standing);
}

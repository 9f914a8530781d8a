using Baton.Core.Conditions;

namespace Baton.Core.Tests.Conditions;

public class PropertyNameTests
{
    [Theory]
    [InlineData("Job Title", "jobtitle")]
    [InlineData("job_title", "jobtitle")]
    [InlineData("jobTitle", "jobtitle")]
    [InlineData(" job-title ", "jobtitle")]
    [InlineData("address.Country", "address.country")]
    [InlineData(".x.", "x")]
    [InlineData("No. of Employees", "noofemployees")]
    [InlineData("Tel.", "tel")]
    [InlineData("Größe", "größe")]
    [InlineData("№ 1", "1")]
    [InlineData("---", "---")]
    [InlineData("", "")]
    public void A_name_has_one_spelling(string written, string spelling) => PropertyName.Of(written).ShouldBe(spelling);

    [Fact]
    public void A_condition_finds_a_property_under_any_spelling() =>
        Asked.Of([("Horizon (Months)", Value.Of("9"))], "horizon_months: { lte: 12 }").ShouldBeTrue();
}

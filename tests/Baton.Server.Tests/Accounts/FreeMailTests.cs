using Baton.Server.Accounts;

namespace Baton.Server.Tests.Accounts;

public class FreeMailTests
{
    [Theory]
    [InlineData("gmx.de", true)]
    [InlineData("web.de", true)]
    [InlineData("gmail.com", true)]
    [InlineData("qq.com", true)]
    [InlineData("mailinator.com", true)]
    [InlineData("acme.com", false)]
    [InlineData("siemens.com", false)]
    [InlineData("northforge.example", false)]
    [InlineData("acme.gmx.de", false)]
    [InlineData("", false)]
    [InlineData("# Source", false)]
    public void Providers_are_known_by_the_whole_domain(string domain, bool isProvider) => FreeMail.IsProvider(domain).ShouldBe(isProvider);
}

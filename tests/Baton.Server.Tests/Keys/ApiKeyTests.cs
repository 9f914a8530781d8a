using Baton.Server.Keys;

namespace Baton.Server.Tests.Keys;

public class ApiKeyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("baton_")]
    [InlineData("baton_x")]
    [InlineData("baton_!!!!")]
    [InlineData("baton_AaIDQGp6flOeCGTgQyiZRqeXZSCqBPvjAuzGit2kXrLTOiu")]
    [InlineData("Baton_AaIDQGp6flOeCGTgQyiZRqeXZSCqBPvjAuzGit2kXrLTOiuP")]
    public void What_is_no_key_names_no_workspace(string text) => ApiKey.WorkspaceOf(text).ShouldBeNull();

    [Fact]
    public void A_key_names_its_workspace()
    {
        var workspace = Guid.CreateVersion7();
        ApiKey.WorkspaceOf(ApiKey.New(workspace).Text).ShouldBe(workspace);
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.Keys;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Keys;

/// <summary>The pages on which keys are made, put to use and revoked.</summary>
public partial class KeyPageTests
{
    [Theory, EachDatabase]
    public async Task A_key_is_shown_once_says_when_the_first_event_arrives_and_is_revoked(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        var made = (await rita.PostAsync("/settings/keys", ("name", "<b>website</b>"), ("scopes", "write"))).Ok();
        var key = Text().Match(made.Text).Groups["key"].Value;
        key.ShouldStartWith("baton_");
        made.Text.ShouldContain($"writeKey: &#x27;{key}&#x27;");
        made.Text.ShouldContain($"cdnURL: &#x27;{api.Address}&#x27;");
        made.Text.ShouldNotContain("<b>website");
        var list = await rita.GetAsync("/settings/keys");
        list.Text.ShouldNotContain(key);
        list.Words.ShouldContain("Made by Rita,");
        var page = Regex.Match(list.Text, "(?<path>/settings/keys/[0-9a-f-]{36})\">&lt;b", RegexOptions.NonBacktracking).Groups["path"].Value;
        (await rita.GetAsync(page)).Words.ShouldContain("Waiting for the first event…");
        (await rita.GetAsync(page)).Text.ShouldNotContain(key);

        (await api.PostAsync("/v1/track", new { userId = "1" }, ("Authorization", $"Bearer {key}"))).Text.ShouldContain("rejected");
        (await rita.GetAsync(page)).Words.ShouldContain("Waiting for the first event…", customMessage: "What cannot be used is no event.");
        (await api.PostAsync("/v1/track", new { userId = "1", @event = "Quote Requested" }, ("Authorization", $"Bearer {key}"))).Ok();
        var arrived = await ShownAsync(rita, page, "Events arrive.");
        arrived.ShouldContain("0 s ago");
        api.World.Now += Duration.FromSeconds(7);
        (await rita.GetAsync(page)).Words.ShouldContain("7 s ago");
        api.World.Now += Duration.FromMinutes(3);
        (await rita.GetAsync(page)).Words.ShouldContain("3 min ago");
        (await rita.GetAsync("/settings/keys")).Words.ShouldContain("last used 3 min ago");

        (await rita.PostAsync(page + "/revoke")).GoesTo.ShouldBe("/settings/keys");
        (await rita.GetAsync(page)).Words.ShouldContain("It has been revoked");
        api.World.Now += KeyStore.Remembered;
        (await api.PostAsync("/v1/track", new { userId = "1", @event = "Quote Requested" }, ("Authorization", $"Bearer {key}"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var audit = (await rita.GetAsync("/settings/audit")).Words;
        audit.ShouldContain("Key made");
        audit.ShouldContain("Key revoked");
        audit.ShouldNotContain(key);
    }

    [Fact]
    public async Task A_key_without_a_name_or_anything_to_do_is_refused_and_what_was_filled_in_stays()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        var idle = await rita.PostAsync("/settings/keys", ("name", "crm"));
        idle.Status.ShouldBe(HttpStatusCode.BadRequest);
        idle.Words.ShouldContain("Say what the key may do");
        idle.Text.ShouldContain("value=\"crm\"");
        (await rita.PostAsync("/settings/keys", ("name", ""), ("scopes", "read"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await rita.PostAsync("/settings/keys", ("name", "crm"), ("scopes", "everything"))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_key_of_the_API_says_how_it_is_sent_and_when_it_was_used()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        var made = (await rita.PostAsync("/settings/keys", ("name", "crm"), ("scopes", "read"))).Ok();
        var key = Text().Match(made.Text).Groups["key"].Value;
        made.Words.ShouldContain($"Authorization: Bearer {key}");
        made.Words.ShouldContain("It was not used yet.");
        (await api.GetAsync("/api/leads", ("Authorization", $"Bearer {key}"))).Ok();

        await ShownAsync(rita, "/settings/keys", "last used now");
    }

    /// <summary>That a key is of use is noted a moment after it was.</summary>
    private static async Task<string> ShownAsync(TestBrowser browser, string page, string words)
    {
        for (var turn = 0; turn < 200; turn++)
        {
            if ((await browser.GetAsync(page)).Words is var shown && shown.Contains(words, StringComparison.Ordinal))
            {
                return shown;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{page} never said: {words}");
    }

    [GeneratedRegex("id=\"key\">(?<key>[^<]+)<", RegexOptions.NonBacktracking)]
    private static partial Regex Text();
}

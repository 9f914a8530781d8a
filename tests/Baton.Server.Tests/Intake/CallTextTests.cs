using System.Text;
using Baton.Server.Intake;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Intake;

public class CallTextTests
{
    [Theory]
    [InlineData("""{"a":"\ud83d\ude80"}""", """{"a":"\ud83d\ude80"}""")]
    [InlineData("""{"a":"\uD83D x"}""", """{"a":"\ufffd x"}""")]
    [InlineData("""{"a":"\ude80\ud83d"}""", """{"a":"\ufffd\ufffd"}""")]
    [InlineData("""{"a":"\ud83d\ud83d\ude80"}""", """{"a":"\ufffd\ud83d\ude80"}""")]
    [InlineData("""{"a":"\\ud83d"}""", """{"a":"\\ud83d"}""")]
    [InlineData("""{"a":"\\\ud83d"}""", """{"a":"\\\ufffd"}""")]
    [InlineData("""{"a":"\ud83""", """{"a":"\ud83""")]
    [InlineData("""{"a":"\""", """{"a":"\""")]
    [InlineData("""{"a":"\u""", """{"a":"\u""")]
    public void Half_of_a_surrogate_pair_becomes_the_sign_for_no_character(string json, string mended)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        CallText.Mend(bytes);
        Encoding.UTF8.GetString(bytes).ShouldBe(mended);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{"writeKey":"k"}""", "{}")]
    [InlineData("""{"writeKey":"k","a":1}""", """{"a":1}""")]
    [InlineData("""{ "a" : 1 , "writeKey" : "k" }""", """{"a" : 1}""")]
    [InlineData("""{"a":"é","writeKey":{"writeKey":2},"b":[{"writeKey":3}],"writeKey":4}""", """{"a":"é","b":[{"writeKey":3}]}""")]
    [InlineData("""{"a":"\"writeKey\"","b":2}""", """{"a":"\"writeKey\"","b":2}""")]
    [InlineData("""{"writeKey":""", """{"writeKey":""")]
    public void The_key_is_cut_out(string json, string without) => Encoding.UTF8.GetString(CallText.WithoutKey(Encoding.UTF8.GetBytes(json))).ShouldBe(without);

    [Theory, EachDatabase]
    public async Task What_is_kept_has_no_key_is_valid_everywhere_and_keeps_an_address_that_is_one(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var key = await api.KeyAsync("write");
        foreach (var call in (string[])
        [
            """{"userId":"u1","traits":{"email":"jo@acme.example"},"writeKey":"KEY"}""",
            "\uFEFF" + """{"userId":"u1","traits":{"email":"not an address","name":"half \ud83d"},"writeKey":"KEY"}""",
        ])
        {
            (await api.PostAsync("/v1/identify", call.Replace("KEY", key, StringComparison.Ordinal), ("Authorization", ""))).Ok();
        }

        var refused = await api.PostAsync("/v1/batch", """{"batch":[{"type":"track","userId":"u1","writeKey":"KEY","x":"\ud83d"}],"writeKey":"KEY"}""".Replace("KEY", key, StringComparison.Ordinal), ("Authorization", ""));
        refused.Ok()["rejected"]![0]!["reason"]!.ToString().ShouldBe("is a `track` call without `event`");
        refused.Text.ShouldContain('`');

        foreach (var path in (string[])["/api/events", "/api/events/rejected", "/api/leads?userId=u1"])
        {
            var answer = await api.GetAsync(path);
            answer.Ok();
            answer.Text.ShouldNotContain(key);
            answer.Text.ShouldNotContain("ud83d");
        }

        (await api.GetAsync("/api/leads?userId=u1")).Ok()["items"]![0]!["email"]!.ToString().ShouldBe("jo@acme.example");
    }
}

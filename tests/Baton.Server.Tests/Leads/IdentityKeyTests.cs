using System.Text;
using System.Text.Json;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using NodaTime;

namespace Baton.Server.Tests.Leads;

/// <summary>The spellings of what people are known by. Those that are kept are in databases, so what they come to never changes.</summary>
public class IdentityKeyTests
{
    [Theory]
    [InlineData("ada@acme.example", "ada@acme.example")]
    [InlineData("  Ada.Lovelace@ACME.Example\r\n", "ada.lovelace@acme.example")]
    [InlineData("ada+news@acme.example", "ada+news@acme.example")]
    [InlineData("o'neil_%x@acme.example", "o'neil_%x@acme.example")]
    [InlineData("JOSÉ@Büro.Example", "josé@büro.example")]
    [InlineData("Δelta@Παράδειγμα.example", "δelta@παράδειγμα.example")]
    [InlineData("a\0da@acme.example\0", "ada@acme.example")]
    [InlineData("null@acme.example", "null@acme.example")]
    [InlineData("ada@localhost", "ada@localhost")]
    [InlineData("\0@acme.example", null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    [InlineData("ada", null)]
    [InlineData("null", null)]
    [InlineData("@acme.example", null)]
    [InlineData("ada@", null)]
    [InlineData("ada@home@acme.example", null)]
    [InlineData("ada lovelace@acme.example", null)]
    [InlineData("Ada <ada@acme.example>", null)]
    [InlineData("ada@acme.example, bob@acme.example", null)]
    [InlineData("ada@acme.example;bob", null)]
    public void An_address_is_kept_in_one_spelling_and_what_is_none_is_none(string? written, string? kept) =>
        (IdentityKey.Email(written)?.Value).ShouldBe(kept);

    [Fact]
    public void An_address_has_at_most_254_characters()
    {
        var domain = "@" + new string('d', 240) + ".example";
        var longest = new string('a', 254 - domain.Length) + domain;

        IdentityKey.Email(" " + longest + " ")!.Value.Value.ShouldBe(longest);
        IdentityKey.Email("a" + longest).ShouldBeNull();
    }

    [Theory]
    [InlineData("+43 1 234-5678", "+4312345678")]
    [InlineData("0043 1 2345678", "+4312345678")]
    [InlineData("  +43/1/234 56 78", "+4312345678")]
    [InlineData("+43 (0)1 2345678", "+4312345678")]
    [InlineData("0043 (0) 1 234.5678", "+4312345678")]
    [InlineData("(+43) 1 2345678", "+4312345678")]
    [InlineData("01 2345678", "012345678")]
    [InlineData("(01) 234 56-78", "012345678")]
    [InlineData("(0)1 2345678", "012345678")]
    [InlineData("2025550123", "2025550123")]
    [InlineData("(202) 555-0123", "2025550123")]
    [InlineData("555 01 23", "5550123")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("123456789012345678901", null)]
    [InlineData("555012", null)]
    [InlineData("n/a", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("\0", null)]
    [InlineData("+", null)]
    [InlineData("00", null)]
    [InlineData("00(0)", null)]
    public void A_telephone_number_is_kept_in_one_spelling_and_what_nobody_dials_is_none(string? written, string? kept) => (IdentityKey.Phone(written)?.Value).ShouldBe(kept);

    [Fact]
    public void Ids_are_kept_as_they_are_but_for_white_space_and_what_no_database_keeps()
    {
        IdentityKey.User(" U-1001 ")!.Value.Value.ShouldBe("U-1001");
        IdentityKey.User("u-1001").ShouldNotBe(IdentityKey.User("U-1001"), "An id is the sender's, who may tell case apart.");
        IdentityKey.User("u\0-1")!.Value.Value.ShouldBe("u-1");
        (IdentityKey.User("\0"), IdentityKey.User(" \0 "), IdentityKey.Anonymous(""), IdentityKey.Anonymous(null)).ShouldBe((null, null, null, null));
        IdentityKey.User("7").ShouldNotBe(IdentityKey.Anonymous("7"));
        IdentityKey.External(" Salesforce ", " 003A ")!.Value.Value.ShouldBe("salesforce:003A");
        IdentityKey.External("salesforce", " ").ShouldBeNull();
    }

    [Fact]
    public void Ids_too_long_for_an_index_are_kept_as_their_hash_for_good()
    {
        IdentityKey.User(new string('u', 300))!.Value.Value.ShouldBe(new string('u', 300));
        IdentityKey.User(new string('u', 301))!.Value.Value.ShouldBe("sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(new string('u', 301)))));
        IdentityKey.User(new string('é', 151))!.Value.Value.ShouldStartWith("sha256:", customMessage: "302 bytes.");
        IdentityKey.User(new string('u', 400) + "1").ShouldNotBe(IdentityKey.User(new string('u', 400) + "2"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData(" undefined ")]
    [InlineData("N/A")]
    [InlineData("(not set)")]
    [InlineData("-")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("\0\0")]
    [InlineData("")]
    public void What_stands_for_no_id_makes_nobody_one_person(string mark)
    {
        var reader = new CallReader(PublishedPlaybook.None);
        var call = new { type = "identify", userId = mark, anonymousId = "a1", traits = new { email = mark, phone = mark }, context = new { externalIds = new[] { new { id = mark, type = "crm" } } } };

        var read = reader.Read(JsonSerializer.SerializeToUtf8Bytes(call), kind: null, sentAt: null, NodaConstants.UnixEpoch, out _);

        read!.Identities.ShouldBe([IdentityKey.Anonymous("a1")!.Value]);
        reader.Read(JsonSerializer.SerializeToUtf8Bytes(new { type = "track", userId = mark, @event = "x" }), kind: null, sentAt: null, NodaConstants.UnixEpoch, out var problem).ShouldBeNull();
        problem.ShouldBe("has neither `userId` nor `anonymousId`");
    }
}

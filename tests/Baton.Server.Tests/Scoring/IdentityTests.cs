namespace Baton.Server.Tests.Scoring;

/// <summary>Who an event is of, and what calls say of leads and their accounts. A quote request gives 30, a large lead 10.</summary>
public class IdentityTests
{
    [Theory]
    [InlineData("51")]
    [InlineData("jo@acme.example")]
    [InlineData("Jo@ACME.Example")]
    public void A_user_id_is_the_leads_id_or_its_e_mail_address_in_any_case(string userId) =>
        TotalOf51($$"""{"type":"track","event":"Quote Requested","userId":"{{userId}}","timestamp":"2026-06-01T10:00:00Z"}""").ShouldBe(30);

    [Fact]
    public void An_event_of_somebody_else_is_not_the_leads()
    {
        using var files = Acme("""{"type":"track","event":"Quote Requested","userId":"510","timestamp":"2026-06-01T10:00:00Z"}""");

        files.TotalOf("51").ShouldBe(0);
        files.Score().Report.EventTotals!.OfStrangers.ShouldBe(1);
    }

    [Fact]
    public void What_a_visitor_did_before_saying_who_it_is_counts() => TotalOf51(
        """{"type":"track","event":"Quote Requested","anonymousId":"cookie","timestamp":"2026-06-01T10:00:00Z"}""",
        """{"type":"identify","anonymousId":"cookie","userId":"51","timestamp":"2026-06-02T10:00:00Z"}""").ShouldBe(30);

    [Fact]
    public void An_identify_with_an_e_mail_address_ties_the_visitor_and_the_sites_own_user_id_to_the_lead() => TotalOf51(
        """{"type":"track","event":"Quote Requested","anonymousId":"cookie","timestamp":"2026-06-01T10:00:00Z"}""",
        """{"type":"identify","anonymousId":"cookie","userId":"web-7","traits":{"email":"JO@acme.example"},"timestamp":"2026-06-02T10:00:00Z"}""",
        """{"type":"track","event":"Quote Requested","userId":"web-7","timestamp":"2026-06-03T10:00:00Z"}""").ShouldBe(60);

    [Fact]
    public void An_alias_gives_the_events_of_the_previous_id_to_the_lead() => TotalOf51(
        """{"type":"track","event":"Quote Requested","userId":"old","timestamp":"2026-06-01T10:00:00Z"}""",
        """{"type":"alias","previousId":"old","userId":"51","timestamp":"2026-06-02T10:00:00Z"}""").ShouldBe(30);

    [Fact]
    public void Who_is_who_chains_from_visitor_to_user_to_e_mail_address_in_any_order() => TotalOf51(
        """{"type":"track","event":"Quote Requested","anonymousId":"cookie","timestamp":"2026-06-01T10:00:00Z"}""",
        """{"type":"page","properties":{"path":"/pricing"},"anonymousId":"cookie","userId":"web-7","timestamp":"2026-06-02T10:00:00Z"}""",
        """{"type":"alias","previousId":"old","userId":"web-7","timestamp":"2026-06-02T10:00:00Z"}""",
        """{"type":"track","event":"Quote Requested","userId":"old","timestamp":"2026-06-01T10:00:00Z"}""",
        """{"type":"identify","userId":"web-7","traits":{"email":"jo@acme.example"},"timestamp":"2026-06-03T10:00:00Z"}""").ShouldBe(68);

    [Fact]
    public void A_device_that_people_share_is_the_first_ones_and_makes_them_no_one_person()
    {
        string[] calls =
        [
            """{"type":"track","event":"Quote Requested","anonymousId":"kiosk","timestamp":"2026-06-01T10:00:00Z"}""",
            """{"type":"page","anonymousId":"kiosk","userId":"51","timestamp":"2026-06-02T10:00:00Z"}""",
            """{"type":"page","anonymousId":"kiosk","userId":"52","timestamp":"2026-06-03T10:00:00Z"}""",
            """{"type":"page","anonymousId":"kiosk","userId":"stranger","timestamp":"2026-06-04T10:00:00Z"}""",
            """{"type":"track","event":"Quote Requested","userId":"stranger","timestamp":"2026-06-04T10:00:00Z"}""",
            """{"type":"track","event":"Quote Requested","userId":"52","timestamp":"2026-06-04T10:00:00Z"}""",
        ];

        foreach (var order in (string[][])[calls, [.. calls.Reverse()]])
        {
            using var files = Acme(order).WithLeads("id\n51\n52\n");
            files.TotalOf("51").ShouldBe(30);
            files.TotalOf("52").ShouldBe(30);
        }
    }

    [Fact]
    public void Two_leads_stay_two_and_of_ties_that_would_join_them_the_earliest_holds()
    {
        string[] calls =
        [
            """{"type":"track","event":"Quote Requested","userId":"web-7","timestamp":"2026-06-01T10:00:00Z"}""",
            """{"type":"alias","previousId":"web-7","userId":"52","timestamp":"2026-06-03T10:00:00Z"}""",
            """{"type":"alias","previousId":"web-7","userId":"51","timestamp":"2026-06-02T10:00:00Z"}""",
        ];

        foreach (var order in (string[][])[calls, [.. calls.Reverse()]])
        {
            using var files = Acme(order).WithLeads("id\n51\n52\n");
            files.TotalOf("51").ShouldBe(30);
            files.TotalOf("52").ShouldBe(0);
        }
    }

    [Fact]
    public void An_address_among_the_properties_says_whose_event_it_is_only_where_no_user_is_named_and_ties_nobody() => TotalOf51(
        """{"type":"track","event":"Quote Requested","anonymousId":"cookie","properties":{"email":"jo@acme.example"},"timestamp":"2026-06-01T10:00:00Z"}""",
        """{"type":"page","anonymousId":"cookie","properties":{"path":"/pricing"},"timestamp":"2026-06-01T10:00:00Z"}""",
        """{"type":"track","event":"Quote Requested","userId":"colleague","properties":{"email":"jo@acme.example"},"timestamp":"2026-06-01T10:00:00Z"}""").ShouldBe(30);

    [Fact]
    public void The_address_in_the_context_is_the_persons() => TotalOf51(
        """{"type":"track","event":"Quote Requested","userId":"web-7","context":{"traits":{"email":"Jo@acme.example","plan":{"name":"x"}}},"timestamp":"2026-06-01T10:00:00Z"}""",
        """{"type":"track","event":"Quote Requested","userId":"web-7","timestamp":"2026-06-01T10:00:00Z"}""").ShouldBe(60);

    [Fact]
    public void A_visitors_id_may_be_aliased_as_well_and_still_joins_nobody_else_in_any_order_of_calls_and_leads()
    {
        string[] alias =
        [
            """{"type":"page","anonymousId":"a","userId":"web-7","timestamp":"2026-06-02T10:00:00Z"}""",
            """{"type":"alias","previousId":"a","userId":"web-7","timestamp":"2026-06-03T10:00:00Z"}""",
            """{"type":"page","anonymousId":"a","userId":"51","timestamp":"2026-06-01T10:00:00Z"}""",
            """{"type":"track","event":"Quote Requested","userId":"web-7","timestamp":"2026-06-04T10:00:00Z"}""",
        ];
        string[] shared =
        [
            """{"type":"alias","previousId":"v1","userId":"51","timestamp":"2026-06-01T10:00:00Z"}""",
            """{"type":"alias","previousId":"v2","userId":"52","timestamp":"2026-06-01T10:00:00Z"}""",
            """{"type":"page","anonymousId":"v1","userId":"u","timestamp":"2026-06-02T10:00:00Z"}""",
            """{"type":"page","anonymousId":"v2","userId":"u","timestamp":"2026-06-02T10:00:00Z"}""",
            """{"type":"track","event":"Quote Requested","userId":"u","timestamp":"2026-06-04T10:00:00Z"}""",
        ];

        string[] sameTime =
        [
            """{"type":"page","anonymousId":"v","userId":"51","timestamp":"2026-06-02T10:00:00Z"}""",
            """{"type":"page","anonymousId":"v","userId":"52","timestamp":"2026-06-02T10:00:00Z"}""",
            """{"type":"page","anonymousId":"v","properties":{"path":"/pricing"},"timestamp":"2026-06-02T10:00:00Z"}""",
        ];
        using (var files = Acme(sameTime))
        {
            files.WithLeads("id\n51\n52\n").TotalOf("51").ShouldBe(files.WithLeads("id\n52\n51\n").TotalOf("51"));
        }

        foreach (var calls in (string[][])[alias, shared])
        {
            foreach (var order in (string[][])[calls, [.. calls.Reverse()]])
            {
                using var files = Acme(order).WithLeads("id\n51\n52\n");
                (files.TotalOf("51"), files.TotalOf("52")).ShouldBe((0, 0));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Who_is_who_does_not_hang_on_the_order_of_the_calls(int seed)
    {
        var random = new Random(seed);
        for (var world = 0; world < 60; world++)
        {
            var calls = Enumerable.Range(0, random.Next(2, 25)).Select(_ => RandomCall(random)).ToArray();
            var leads = "id,email\n" + string.Concat(Enumerable.Range(0, 4).Select(i => $"u{i},u{i}@acme.example\n"));
            using var files = Acme(calls).WithLeads(leads);
            var expected = files.Scores();
            for (var again = 0; again < 3; again++)
            {
                random.Shuffle(calls);
                files.WithEvents(string.Join('\n', calls)).Scores().ShouldBe(expected, ignoreOrder: true, $"seed {seed}, world {world}");
            }
        }
    }

    /// <summary>Few ids, addresses and moments, so that calls chain and contradict each other.</summary>
    private static string RandomCall(Random random)
    {
        string User() => $"u{random.Next(7)}";
        string Visitor() => $"v{random.Next(4)}";
        var ids = random.Next(3) switch { 0 => $"\"userId\":\"{User()}\"", 1 => $"\"anonymousId\":\"{Visitor()}\"", _ => $"\"userId\":\"{User()}\",\"anonymousId\":\"{Visitor()}\"" };
        var call = random.Next(6) switch
        {
            0 => $"\"type\":\"identify\",\"traits\":{{\"email\":\"u{random.Next(7)}@acme.example\",\"employees\":{random.Next(2) * 200}}}",
            1 => $"\"type\":\"alias\",\"previousId\":\"{(random.Next(2) == 0 ? User() : Visitor())}\"",
            2 => "\"type\":\"track\",\"event\":\"Quote Requested\",\"messageId\":\"m" + random.Next(4) + "\"",
            3 => $"\"type\":\"group\",\"groupId\":\"g{random.Next(2)}\",\"traits\":{{\"employees\":{random.Next(2) * 200}}}",
            _ => $"\"type\":\"page\",\"properties\":{{\"path\":\"/pricing\",\"email\":\"u{random.Next(7)}@acme.example\"}}",
        };
        return $"{{{call},{ids},\"timestamp\":\"2026-06-0{random.Next(1, 4)}T10:00:00Z\"}}";
    }

    [Fact]
    public void What_stands_in_place_of_an_id_is_none()
    {
        TotalOf51(
            """{"type":"track","event":"Quote Requested","userId":"undefined","properties":{"email":"jo@acme.example"},"timestamp":"2026-06-01T10:00:00Z"}""",
            """{"type":"track","event":"Quote Requested","userId":" 51 ","timestamp":"2026-06-01T10:00:00Z"}""",
            """{"type":"group","userId":"99","groupId":"null","traits":{"employees":350},"timestamp":"2026-06-02T10:00:00Z"}""",
            """{"type":"page","userId":"51","context":{"groupId":"null"},"timestamp":"2026-06-02T10:00:00Z"}""",
            """{"type":"identify","userId":"51","traits":{"employees":"N/A"},"timestamp":"2026-06-02T10:00:00Z"}""").ShouldBe(60);

        using var files = Acme("""{"type":"page","userId":"99","timestamp":"2026-06-01T10:00:00Z"}""").WithLeads("id,email,employees\n00000000-0000-0000-0000-000000000000,a@x.example,500\n00000000-0000-0000-0000-000000000000,b@x.example,5\n");
        files.Scores().Values.Select(score => score.Total).ShouldBe([10, 0]);
    }

    [Theory]
    [InlineData("trakc")]
    [InlineData("track")]
    [InlineData("group")]
    public void A_call_that_is_rejected_says_nothing_of_who_is_who(string type)
    {
        using var files = Acme(
            """{"type":"track","event":"Quote Requested","anonymousId":"cookie","timestamp":"2026-06-01T10:00:00Z"}""",
            $$"""{"type":"{{type}}","anonymousId":"cookie","userId":"51","timestamp":"2026-06-02T10:00:00Z"}""");

        files.TotalOf("51").ShouldBe(0);
        files.Score().Report.Events.Count.ShouldBe(1);
    }

    [Fact]
    public void A_visitor_who_says_who_it_is_after_the_moment_was_the_same_person_before()
    {
        using var files = Acme(
            """{"type":"track","event":"Quote Requested","anonymousId":"cookie","timestamp":"2026-06-01T10:00:00Z"}""",
            """{"type":"identify","anonymousId":"cookie","userId":"51","timestamp":"2026-06-20T10:00:00Z"}""");

        files.TotalOf("51", asOf: "2026-06-10").ShouldBe(30);
    }

    [Fact]
    public void The_newest_identify_says_what_a_lead_is_like() => TotalOf51(
        """{"type":"identify","userId":"51","traits":{"employees":350},"timestamp":"2026-06-02T10:00:00Z"}""",
        """{"type":"identify","userId":"51","traits":{"employees":5},"timestamp":"2026-06-01T10:00:00Z"}""").ShouldBe(10);

    [Fact]
    public void A_group_call_says_what_the_account_is_like() => TotalOf51(
        """{"type":"group","userId":"51","groupId":"acme","traits":{"numberOfEmployees":"1,200"},"timestamp":"2026-06-02T10:00:00Z"}""").ShouldBe(10);

    [Fact]
    public void An_account_is_named_by_any_call_in_its_context() => TotalOf51(
        """{"type":"group","userId":"99","groupId":"acme","traits":{"employees":350},"timestamp":"2026-06-02T10:00:00Z"}""",
        """{"type":"track","event":"Quote Requested","userId":"51","context":{"groupId":"acme"},"timestamp":"2026-06-03T10:00:00Z"}""").ShouldBe(40);

    [Fact]
    public void What_the_lead_says_itself_goes_before_its_account() => TotalOf51(
        """{"type":"identify","userId":"51","traits":{"employees":5},"timestamp":"2026-06-01T10:00:00Z"}""",
        """{"type":"group","userId":"51","groupId":"acme","traits":{"employees":350},"timestamp":"2026-06-02T10:00:00Z"}""").ShouldBe(0);

    [Fact]
    public void An_account_joined_before_the_moment_is_the_leads_although_the_lead_names_it_again_after_it()
    {
        using var files = Acme(
            """{"type":"group","userId":"51","groupId":"acme","traits":{"employees":350},"timestamp":"2026-02-01T10:00:00Z"}""",
            """{"type":"page","userId":"51","context":{"groupId":"acme"},"timestamp":"2026-05-01T10:00:00Z"}""");

        files.TotalOf("51", asOf: "2026-01-31").ShouldBe(0);
        files.TotalOf("51", asOf: "2026-02-28").ShouldBe(10);
        files.TotalOf("51", asOf: "2026-05-31").ShouldBe(10);
    }

    [Fact]
    public void Machines_do_not_score()
    {
        using var files = Acme(
            """{"type":"track","event":"Quote Requested","userId":"51","context":{"userAgent":"BarracudaLinkProtect"},"timestamp":"2026-06-01T10:00:00Z"}""",
            """{"type":"track","event":"Quote Requested","userId":"51","context":{"userAgent":"Mozilla/5.0 (X11; Linux)"},"timestamp":"2026-06-01T10:00:00Z"}""");

        files.TotalOf("51").ShouldBe(30);
        files.Score().Report.EventTotals!.OfMachines.ShouldBe(1);
    }

    [Fact]
    public void An_event_of_the_future_counts_as_of_now() => TotalOf51(
        """{"type":"track","event":"Quote Requested","userId":"51","timestamp":"2031-01-01T00:00:00Z"}""",
        """{"type":"track","event":"Quote Requested","userId":"51","timestamp":"2031-01-01T00:00:00Z","receivedAt":"2026-06-01T10:00:00Z"}""").ShouldBe(60);

    [Fact]
    public void A_clock_that_is_a_year_fast_is_set_right_by_the_time_of_sending()
    {
        using var files = Acme(
            """
            {"type":"track","event":"Quote Requested","userId":"51","originalTimestamp":"2027-06-01T09:00:00Z","sentAt":"2027-06-01T10:00:00Z","receivedAt":"2026-06-01T10:00:00Z"}
            """);

        files.TotalOf("51", asOf: "2026-06-01T08:59Z").ShouldBe(0);
        files.TotalOf("51", asOf: "2026-06-01T09:00Z").ShouldBe(30);
    }

    [Fact]
    public void A_message_id_counts_once_and_a_call_without_one_is_an_event_of_its_own()
    {
        const string Call = """{"type":"track","event":"Quote Requested","userId":"51","timestamp":"2026-06-01T10:00:00Z"}""";
        var withId = Call.Replace("{", """{"messageId":"m1",""", StringComparison.Ordinal);

        TotalOf51(Call, Call).ShouldBe(60);
        TotalOf51(withId, withId).ShouldBe(30);
        TotalOf51(withId, withId, Call).ShouldBe(60);
    }

    private static int TotalOf51(params string[] calls)
    {
        using var files = Acme(calls);
        return files.TotalOf("51");
    }

    private static ScoredFiles Acme(params string[] calls) => ScoredFiles.WithUsualPlaybook()
        .WithLeads("id,email,employees\n51,jo@acme.example,\n")
        .WithEvents(string.Join('\n', calls));
}

using System.Text;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using Baton.Core.Scoring.Engine;
using NodaTime;

namespace Baton.Core.Tests.Scoring;

/// <summary>Laws of the score, over thousands of random playbooks and facts. A failure names the seed of its world.</summary>
public class ScorePropertyTests
{
    private const int Worlds = 3_000;

    [Fact]
    public void The_score_is_what_its_definition_says_as_of_any_moment() => ForEachWorld((world, seed) =>
    {
        var playbook = world.Playbook();
        var facts = world.Facts();
        var asOf = world.Moment();

        new Scorer(playbook).Score(facts, asOf).ShouldBe(ObviousScorer.Score(playbook, facts, asOf), $"seed {seed}");
    });

    [Fact]
    public void The_order_of_facts_does_not_matter_even_where_they_contradict_each_other() => ForEachWorld((world, seed) =>
    {
        var scorer = new Scorer(world.Playbook());
        var facts = world.Contradicted(world.Facts());
        var asOf = world.Moment();

        scorer.Score(world.Shuffled(facts), asOf).ShouldBe(scorer.Score(facts, asOf), $"seed {seed}");
    });

    [Fact]
    public void A_fact_that_is_sent_again_counts_once() => ForEachWorld((world, seed) =>
    {
        var scorer = new Scorer(world.Playbook());
        var facts = world.Facts();
        var asOf = world.Moment();

        scorer.Score(world.Shuffled(facts.MergedWith(facts)), asOf).ShouldBe(scorer.Score(facts, asOf), $"seed {seed}");
    });

    [Fact]
    public void Two_leads_that_are_merged_score_as_the_one_they_are() => ForEachWorld((world, seed) =>
    {
        var scorer = new Scorer(world.Playbook());
        var facts = world.Facts();
        var (one, other) = world.Split(facts);
        var asOf = world.Moment();

        scorer.Score(one.MergedWith(other), asOf).ShouldBe(scorer.Score(facts, asOf), $"seed {seed}");
    });

    [Fact]
    public void A_record_that_is_kept_up_event_by_event_gives_the_score_of_the_facts() => ForEachWorld((world, seed) =>
    {
        var scorer = new Scorer(world.Playbook());
        var (facts, asOf) = (world.Facts(), world.Moment());
        var (one, other) = world.Split(facts);
        var (first, second) = (scorer.RecordOf(one, asOf), scorer.RecordOf(other with { Events = [.. other.Events.Except(one.Events)] }, asOf));
        first.Tallies.Add(second.Tallies);
        var kept = new LeadRecord(
            NewestEdits.Of([.. first.Edits, .. second.Edits]), NewestEdits.Of([.. first.AccountEdits, .. second.AccountEdits]), Tallies.Read(first.Tallies.ToBytes()));

        Lines(scorer.Explain(kept, asOf)).ShouldBe(Lines(scorer.Explain(one.MergedWith(other), asOf)), $"seed {seed}");

        static IEnumerable<(string, decimal, int, int, Instant?)> Lines(Explanation of) => of.Lines.Select(l => (l.Text, l.Points, l.Seen, l.Counted, l.Last));
    });

    [Fact]
    public void A_score_stays_until_its_next_change() => ForEachWorld((world, seed) =>
    {
        var scorer = new Scorer(world.Playbook());
        var asOf = world.Moment();
        var record = scorer.RecordOf(world.Facts(), asOf);
        var (score, next) = scorer.ScoreAndNextChange(record, asOf);
        var later = asOf;
        for (var days = 0; days < 200; days++)
        {
            later += Duration.FromDays(1);
            if (scorer.Score(record, later).Engagement != score.Engagement)
            {
                next.ShouldBe(later.InUtc().Date, $"seed {seed}");
                return;
            }
        }

        (next is null || next > later.InUtc().Date).ShouldBeTrue($"seed {seed}");
    });

    [Fact]
    public void Facts_after_the_moment_do_not_exist() => ForEachWorld((world, seed) =>
    {
        var scorer = new Scorer(world.Playbook());
        var facts = world.Facts();
        var asOf = world.Moment();
        var known = facts with
        {
            Events = [.. facts.Events.Where(e => e.Occurred <= asOf)],
            Edits = [.. facts.Edits.Where(e => e.Occurred <= asOf)],
            AccountEdits = [.. facts.AccountEdits.Where(e => e.Occurred <= asOf)],
        };

        scorer.Score(facts, asOf).ShouldBe(scorer.Score(known, asOf), $"seed {seed}");
    });

    [Fact]
    public void The_lines_of_an_explanation_add_up_to_the_total_exactly() => ForEachWorld((world, seed) =>
    {
        var explanation = new Scorer(world.Playbook()).Explain(world.Facts(), world.Moment());

        explanation.Lines.Sum(line => line.Points).ShouldBe(explanation.Score.Total, $"seed {seed}");
        explanation.Lines.Where(l => l.Part == ScorePart.Fit).Sum(l => l.Points).ShouldBe(explanation.Score.Fit, $"seed {seed}");
        explanation.Lines.Where(l => l.Part == ScorePart.Engagement).Sum(l => l.Points).ShouldBe(explanation.Score.Engagement, $"seed {seed}");
    });

    [Fact]
    public void The_lines_as_people_read_them_add_up_too_with_few_decimals_and_no_zeros() => ForEachWorld((world, seed) =>
    {
        var explanation = new Scorer(world.Playbook()).Explain(world.Facts(), world.Moment());

        var shown = ShownLines.Of(explanation);

        shown.Where(l => l.Part == ScorePart.Fit).Sum(l => l.Points).ShouldBe(explanation.Score.Fit, $"seed {seed}");
        shown.Where(l => l.Part == ScorePart.Engagement).Sum(l => l.Points).ShouldBe(explanation.Score.Engagement, $"seed {seed}");
        shown.Sum(line => line.Points).ShouldBe(explanation.Score.Total, $"seed {seed}");
        shown.ShouldAllBe(line => line.Points != 0 && decimal.Round(line.Points, 4) == line.Points);
        foreach (var (line, exact) in shown.Where(l => l.Kind == LineKind.Rule).Join(explanation.Lines, l => l.Rule, l => l.Rule, (l, exact) => (l, exact)))
        {
            Math.Abs(line.Points - exact.Points).ShouldBeLessThanOrEqualTo(0.005m, $"seed {seed}");
        }
    });

    [Fact]
    public void A_rule_has_a_line_or_is_one_that_does_not_hold() => ForEachWorld((world, seed) =>
    {
        var playbook = world.Playbook();
        var facts = world.Facts();
        var asOf = world.Moment();

        var explanation = new Scorer(playbook).Explain(facts, asOf);

        explanation.Lines.Select(line => line.Rule).OfType<Rule>().Concat(explanation.NotHeld.Select(other => other.Rule))
            .ShouldBe([.. playbook.Fit.Rules, .. playbook.Engagement.Rules], ignoreOrder: true, $"seed {seed}");
        foreach (var (rule, values) in explanation.Lines.Select(l => (l.Rule, l.Values)).Concat(explanation.NotHeld.Select(l => ((Rule?)l.Rule, l.Values))))
        {
            if (rule is FitRule fit)
            {
                var known = values.ToDictionary(value => AttributeName.Of(value.Attribute), value => Value.Of(value.Text));
                ObviousScorer.Holds(fit.When, name => known[AttributeName.Of(name)]).ShouldBe(explanation.NotHeld.All(other => other.Rule != rule), $"seed {seed}");
            }
        }
    });

    [Fact]
    public void The_next_crossing_is_the_first_day_on_which_the_stage_is_lower()
    {
        const int Days = 120;
        var crossings = 0;
        ForEachWorld((world, seed) =>
        {
            var playbook = world.Playbook();
            var facts = world.Facts(most: 12);
            var asOf = world.Moment();

            var found = new Scorer(playbook).NextCrossing(facts, asOf);
            var expected = ObviousScorer.NextCrossing(playbook, facts, asOf, Days);

            (found <= (asOf + Duration.FromDays(Days)).InUtc().Date ? found : null).ShouldBe(expected, $"seed {seed}");
            crossings += expected is null ? 0 : 1;
        }, worlds: 1_000);
        crossings.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void A_table_of_many_leads_gives_each_the_score_that_it_has_alone() => ForEachWorld((world, seed) =>
    {
        var scorer = new Scorer(world.Playbook());
        var asOf = world.Moment();
        Facts[] leads = [world.Facts(), world.Contradicted(world.Facts()), world.Facts(most: 80)];

        var table = TableOf(scorer, leads.Select(world.Shuffled), asOf);
        var bulk = new BulkScorer(scorer.Plan, table);
        var scores = bulk.ScoreAll(progress: null, CancellationToken.None);
        var reader = bulk.NewReader();

        for (var lead = 0; lead < leads.Length; lead++)
        {
            scores[lead].ShouldBe(scorer.Score(leads[lead], asOf), $"seed {seed}");
            ShouldBeSame(reader.Explain(lead), scorer.Explain(leads[lead], asOf), $"seed {seed}");
            reader.NextCrossing(lead).ShouldBe(scorer.NextCrossing(leads[lead], asOf), $"seed {seed}");
            reader.Standing(lead).Needs.ShouldBe(scorer.Standing(leads[lead], asOf).Needs, $"seed {seed}");
        }
    });

    private static void ShouldBeSame(Explanation one, Explanation other, string seed)
    {
        one.Lines.Select(line => line with { Values = [] }).ShouldBe(other.Lines.Select(line => line with { Values = [] }), seed);
        one.Lines.SelectMany(line => line.Values).ShouldBe(other.Lines.SelectMany(line => line.Values), seed);
        one.NotHeld.Select(rule => rule.Rule).ShouldBe(other.NotHeld.Select(rule => rule.Rule), seed);
        one.NotHeld.SelectMany(rule => rule.Values).ShouldBe(other.NotHeld.SelectMany(rule => rule.Values), seed);
    }

    private static FactTable TableOf(Scorer scorer, IEnumerable<Facts> leads, Instant asOf)
    {
        var builder = new FactTableBuilder(scorer.Plan, asOf.ToUnixTimeMilliseconds());
        var draft = builder.NewDraft();
        foreach (var facts in leads)
        {
            var lead = builder.AddLead(hash: 0);
            var batch = new EventBatch(0);
            foreach (var e in facts.Events)
            {
                draft.Begin();
                draft.SetName(Encoding.UTF8.GetBytes(e.Name));
                foreach (var (name, value) in e.Properties)
                {
                    if (builder.FindEventProperty(name) is >= 0 and var property)
                    {
                        draft.Set(property, Encoding.UTF8.GetBytes(value.Text));
                    }
                }

                batch.Add(lead, builder.Kinds.Of(draft), e.Occurred.ToUnixTimeMilliseconds(), Hash64.Of(Encoding.UTF8.GetBytes(e.Id)));
            }

            builder.Add(batch);
            var account = $"account {lead}";
            builder.Join(lead, account, 0, "join"u8);
            foreach (var edit in facts.Edits)
            {
                ForEachAttribute(builder, edit, prefix: "", (a, symbol) => builder.Edit(lead, a, symbol, edit.Occurred.ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(edit.Id)));
            }

            foreach (var edit in facts.AccountEdits)
            {
                foreach (var prefix in (string[])["", AttributeName.AccountPrefix])
                {
                    ForEachAttribute(builder, edit, prefix, (a, symbol) => builder.EditAccount(account, a, symbol, edit.Occurred.ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(edit.Id)));
                }
            }
        }

        return builder.Build(CancellationToken.None);
    }

    private static void ForEachAttribute(FactTableBuilder builder, Edit edit, string prefix, Action<int, int> set)
    {
        foreach (var (name, value) in edit.Attributes)
        {
            if (builder.FindAttribute(prefix + name) is >= 0 and var attribute)
            {
                set(attribute, builder.SymbolOf(attribute, value.Text));
            }
        }
    }

    private static void ForEachWorld(Action<RandomWorld, int> check, int worlds = Worlds)
    {
        for (var seed = 1; seed <= worlds; seed++)
        {
            check(new RandomWorld(seed), seed);
        }
    }
}

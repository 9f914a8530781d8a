using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Tests.Lifecycle;

/// <summary>One lead that was taken for two.</summary>
public class WorkMergeTests
{
    [Fact]
    public void Two_hand_offs_become_one_and_the_other_one_is_told_to_be_over()
    {
        var (one, other) = (Qualified(), Qualified());
        var promised = other.Do(new Command.AddTask("Bo", LifecycleWorld.Bo, null, "Send the brochure", other.Now + Duration.FromHours(5), null)).OfType<Happening.TaskAdded>().Single().Task;

        var (work, happenings) = Work.Merge(one.Work, one.Stage, other.Work, other.Stage);

        work.Handoff.ShouldBe(one.Handoff);
        work.Tasks.ShouldBe([.. one.Work.Tasks, promised], ignoreOrder: true);
        var closed = happenings.OfType<Happening.HandoffClosed>().Single();
        (closed.Handoff.Id, closed.Handoff.Steps.Length, closed.End).ShouldBe((other.Handoff.Id, 0, HandoffEnd.Overtaken));
        happenings.OfType<Happening.TaskEnded>().Single().Task.IsAttempt.ShouldBeTrue();
    }

    [Fact]
    public void Somebody_who_took_either_on_has_taken_it_on()
    {
        var (one, other) = (Qualified(), Qualified());
        other.Accept();
        var (work, happenings) = Work.Merge(one.Work, Stage.Mql, other.Work, Stage.Mql);

        work.Accepted.ShouldBe(other.Work.Accepted);
        happenings.OfType<Happening.HandoffClosed>().Single().End.ShouldBe(HandoffEnd.Accepted);
    }

    [Fact]
    public void Where_nothing_is_being_done_the_others_work_goes_on_whatever_was_done_before()
    {
        var other = Qualified();
        var idle = Work.None with { Ids = 3 };

        var (work, happenings) = Work.Merge(idle, Stage.Mql, other.Work, Stage.Mql);

        work.ShouldBe(other.Work with { Ids = Math.Max(3, other.Work.Ids) });
        happenings.ShouldBeEmpty();
        Work.Merge(other.Work, Stage.Mql, idle, Stage.Lead).Work.ShouldBe(other.Work);
    }

    [Fact]
    public void What_was_found_out_by_giving_it_back_stays_with_a_lead_that_left_the_path()
    {
        var world = Qualified();
        world.Do(new Command.Reject("Ann", LifecycleWorld.Ann, new Rejection("no_budget", null, null, null, null)));

        Work.Merge(world.Work, world.Stage, Work.None, Stage.Lead).Work.Exit.ShouldBe(world.Work.Exit);
    }

    private static LifecycleWorld Qualified()
    {
        var world = new LifecycleWorld().Did("Quote Requested");
        world.Do();
        return world;
    }
}

using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

public class DecayTests
{
    public static TheoryData<Decay> All => [
        new Decay.None(), new Decay.Linear(25, 30), new Decay.Linear(30, 10), new Decay.Linear(100, 42), new Decay.Linear(0.001m, 3_650),
        new Decay.HalfLife(1), new Decay.HalfLife(14), new Decay.HalfLife(3_650),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void What_has_settled_stays_and_what_has_not_still_fades(Decay decay)
    {
        var settled = decay.SettlesAfter;

        decay.Left(settled + 1).ShouldBe(decay.Left(settled));
        decay.Left(1_000_000_000).ShouldBe(decay.Left(settled));
        (settled == 0 || decay.Left(settled - 1) > decay.Left(settled)).ShouldBeTrue();
    }
}

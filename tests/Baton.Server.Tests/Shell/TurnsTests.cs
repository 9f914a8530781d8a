using Baton.Server.Shell;

namespace Baton.Server.Tests.Shell;

public class TurnsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_has_one_turn_at_a_time_and_who_leaves_waits_no_longer()
    {
        var turns = new Turns();
        var (ann, bob) = (new Guid("01234567-89ab-7def-8123-000000000001"), new Guid("01234567-89ab-7def-8123-000000000002"));
        var first = await turns.EnterAsync(ann, Cancel);
        (await turns.EnterAsync(bob, Cancel)).Dispose();
        using var gone = new CancellationTokenSource();
        var second = turns.EnterAsync(ann, gone.Token);
        var third = turns.EnterAsync(ann, Cancel);

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
        third.IsCompleted.ShouldBeFalse();
        first.Dispose();

        (await third.WaitAsync(TimeSpan.FromSeconds(10), Cancel)).Dispose();
    }
}

using Baton.Server.Imports;
using Spectre.Console;

namespace Baton.Server.Scoring;

/// <summary>Shows how far long work is, on a terminal; elsewhere it only does the work.</summary>
/// <param name="console">The terminal to draw on; null draws nothing.</param>
internal sealed class ProgressDisplay(IAnsiConsole? console)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads a file while showing how much of it is read.</summary>
    public void Run(string title, InputFile file, Action work) =>
        Run(title, file.Length is > 0 and var length ? () => (double)file.BytesRead / length : null, work);

    /// <summary>Does work on a known number of things; the work reports how many more are done.</summary>
    public void Run(string title, int things, Action<Action<int>> work)
    {
        long done = 0;
        Run(title, () => (double)Interlocked.Read(ref done) / Math.Max(things, 1), () => work(more => Interlocked.Add(ref done, more)));
    }

    /// <summary>Does work of which nobody knows how long it takes.</summary>
    public void Run(string title, Action work) => Run(title, share: null, work);

    private void Run(string title, Func<double>? share, Action work)
    {
        if (console is null)
        {
            work();
            return;
        }

        console.Progress().AutoClear(true).HideCompleted(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var task = context.AddTask(title);
            task.IsIndeterminate = true;
            var working = Task.Run(work);
            while (!((IAsyncResult)working).AsyncWaitHandle.WaitOne(Pace))
            {
                // A bar that stands at 0% looks stuck: until the first step is done it moves.
                task.Value = 100 * (share?.Invoke() ?? 0);
                task.IsIndeterminate = task.Value == 0;
            }

            working.GetAwaiter().GetResult();
        });
    }
}

namespace Baton.Server.Storage;

/// <summary>A thread that only writes: ADO.NET for SQLite blocks, and a pool's thread should not.</summary>
internal static class WriterThread
{
    /// <returns>Ends with the thread.</returns>
    public static Task Start(string name, Action run)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            run();
            ended.SetResult();
        })
        {
            Name = name,
            IsBackground = true,
        };
        thread.Start();
        return ended.Task;
    }
}

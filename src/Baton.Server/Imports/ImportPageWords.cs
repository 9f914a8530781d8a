using Baton.Server.Shell;

namespace Baton.Server.Imports;

/// <summary>Imports in the words of their pages.</summary>
internal static class ImportPageWords
{
    public static string Of(ImportKind kind) => kind switch
    {
        ImportKind.Leads => Words.Of("Leads"),
        ImportKind.Events => Words.Of("Events"),
        ImportKind.Deals => Words.Of("Deals"),
    };

    public static string Of(ImportState state) => state switch
    {
        ImportState.Uploading => Words.Of("comes in"),
        ImportState.Waiting => Words.Of("waits for you"),
        ImportState.Running => Words.Of("is being imported"),
        ImportState.Done => Words.Of("imported"),
        ImportState.Failed => Words.Of("failed"),
        ImportState.Stopped => Words.Of("stopped"),
    };

    /// <summary>Such as <c>1.4 MB</c>.</summary>
    public static string OfBytes(long bytes) => bytes switch
    {
        < 1_000 => $"{NumberWords.Of(bytes)} B",
        < 1_000_000 => $"{NumberWords.Of(Math.Round(bytes / 1e3m, 1))} KB",
        < 1_000_000_000 => $"{NumberWords.Of(Math.Round(bytes / 1e6m, 1))} MB",
        _ => $"{NumberWords.Of(Math.Round(bytes / 1e9m, 1))} GB",
    };
}

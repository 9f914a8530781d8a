namespace Baton.Server.Imports;

/// <summary>What the rows of an imported file are. The numbers are kept in the database.</summary>
public enum ImportKind : short
{
    /// <summary>People.</summary>
    Leads = 0,

    /// <summary>What they did.</summary>
    Events = 1,

    /// <summary>What came of them.</summary>
    Deals = 2,
}

/// <summary>How far an import is. The numbers are kept in the database.</summary>
public enum ImportState : short
{
    /// <summary>The file comes in.</summary>
    Uploading = 0,

    /// <summary>Rows are imported, or wait for it.</summary>
    Running = 1,

    /// <summary>Every row was imported or rejected.</summary>
    Done = 2,

    /// <summary>The file could not be read to its end.</summary>
    Failed = 3,

    /// <summary>The file is there, and somebody looks at how it would be read.</summary>
    Waiting = 4,

    /// <summary>Somebody has stopped it. What was imported until then is kept.</summary>
    Stopped = 5,
}

/// <summary>Kinds and states as the command line and the API have them.</summary>
internal static class ImportWords
{
    public static string Name(this ImportKind kind) => kind switch
    {
        ImportKind.Leads => "leads",
        ImportKind.Events => "events",
        ImportKind.Deals => "deals",
    };

    public static string Name(this ImportState state) => state switch
    {
        ImportState.Uploading => "uploading",
        ImportState.Running => "running",
        ImportState.Done => "done",
        ImportState.Failed => "failed",
        ImportState.Waiting => "waiting",
        ImportState.Stopped => "stopped",
    };

    /// <summary>The kind of that name; null where there is none.</summary>
    public static ImportKind? KindOf(string? name) => name switch
    {
        "leads" => ImportKind.Leads,
        "events" => ImportKind.Events,
        "deals" => ImportKind.Deals,
        _ => null,
    };
}

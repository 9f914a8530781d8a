namespace Baton.Server.Intake;

/// <summary>Whether an event is a machine's, and who says so. The numbers are kept in the database.</summary>
internal enum EventMark : short
{
    /// <summary>Nothing speaks for a machine.</summary>
    None = 0,

    /// <summary>The user agent names a machine.</summary>
    UserAgent = 1,

    /// <summary>Too many links were followed within seconds, as mail scanners do.</summary>
    Burst = 2,

    /// <summary>A person says that it was a person.</summary>
    SaidHuman = 3,

    /// <summary>A person says that it was a machine.</summary>
    SaidMachine = 4,
}

/// <summary>What marks mean.</summary>
internal static class EventMarks
{
    /// <summary>True where the event is kept and does not score.</summary>
    public static bool IsMachine(this EventMark mark) => mark is EventMark.UserAgent or EventMark.Burst or EventMark.SaidMachine;

    /// <summary>The mark as the API has it; null where there is none.</summary>
    public static string? Name(this EventMark mark) => mark switch
    {
        EventMark.None => null,
        EventMark.UserAgent => "user agent",
        EventMark.Burst => "burst",
        EventMark.SaidHuman => "said to be a person",
        EventMark.SaidMachine => "said to be a machine",
    };
}

namespace Baton.Server.Delivery;

/// <summary>How the messages of a target fare.</summary>
/// <param name="Waiting">How many wait, up to a thousand.</param>
/// <param name="Dead">How many were given up, up to a thousand.</param>
/// <param name="Last">What came of the newest that was tried.</param>
internal readonly record struct MessageCount(int Waiting, int Dead, LastTry Last);

/// <summary>What came of the newest message that was tried.</summary>
public enum LastTry
{
    /// <summary>None was tried yet.</summary>
    None = 0,

    /// <summary>It was taken.</summary>
    Worked = 1,

    /// <summary>It was not taken.</summary>
    Failed = 2,
}

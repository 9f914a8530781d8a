namespace Baton.Server.Intake;

/// <summary>The kinds of facts that come in. The numbers are kept in the database.</summary>
internal enum EventKind : short
{
    /// <summary>Somebody did something that has a name.</summary>
    Track = 0,

    /// <summary>Somebody looked at a page of a website.</summary>
    Page = 1,

    /// <summary>Somebody looked at a screen of an app.</summary>
    Screen = 2,

    /// <summary>Who somebody is.</summary>
    Identify = 3,

    /// <summary>Which account somebody belongs to, and what is known of the account.</summary>
    Group = 4,

    /// <summary>Two ids are one person's.</summary>
    Alias = 5,

    /// <summary>A row of a file that was imported.</summary>
    Import = 6,

    /// <summary>What a person or a program changed by hand.</summary>
    Edit = 7,
}

/// <summary>The kinds as Segment and the API call them.</summary>
internal static class EventKindNames
{
    /// <summary>The kind in one word, in lower case.</summary>
    public static string Name(this EventKind kind) => kind switch
    {
        EventKind.Track => "track",
        EventKind.Page => "page",
        EventKind.Screen => "screen",
        EventKind.Identify => "identify",
        EventKind.Group => "group",
        EventKind.Alias => "alias",
        EventKind.Import => "import",
        EventKind.Edit => "edit",
    };

    /// <summary>The kind of Segment's <c>type</c>, in UTF-8; null where Segment has none of that name.</summary>
    public static EventKind? Of(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("track"u8) ? EventKind.Track
        : type.SequenceEqual("page"u8) ? EventKind.Page
        : type.SequenceEqual("screen"u8) ? EventKind.Screen
        : type.SequenceEqual("identify"u8) ? EventKind.Identify
        : type.SequenceEqual("group"u8) ? EventKind.Group
        : type.SequenceEqual("alias"u8) ? EventKind.Alias
        : null;

    /// <summary>True for what somebody did, which scores; false for what is known of somebody.</summary>
    public static bool IsBehaviour(this EventKind kind) => kind is EventKind.Track or EventKind.Page or EventKind.Screen;
}

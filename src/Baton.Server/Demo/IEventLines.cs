namespace Baton.Server.Demo;

/// <summary>A format of events, one a line.</summary>
internal interface IEventLines
{
    /// <summary>What was written and not yet flushed.</summary>
    Utf8Text Text { get; }

    /// <summary>Writes what stands once above all events.</summary>
    void Header();

    void Write(in Message message);
}

namespace Baton.Server.Delivery;

/// <summary>What has become of a message. The numbers are kept, and statements have them written out, so that indexes of the pending and the dead are used.</summary>
internal enum MessageState : short
{
    /// <summary>It is to be sent, or sent again.</summary>
    Pending = 0,

    /// <summary>Its target has taken it.</summary>
    Sent = 1,

    /// <summary>It is not sent any more, unless somebody asks for it.</summary>
    Dead = 2,
}

namespace Baton.Server.Delivery;

/// <summary>What kinds and states are called in the API, on the command line and in measures.</summary>
internal static class DeliveryWords
{
    public static string Name(this TargetKind kind) => kind switch
    {
        TargetKind.Email => "email",
        TargetKind.Slack => "slack",
        TargetKind.Webhook => "webhook",
    };

    public static string Name(this MessageState state) => state switch
    {
        MessageState.Pending => "pending",
        MessageState.Sent => "sent",
        MessageState.Dead => "dead",
    };

    /// <summary>The state of a name; null where there is none.</summary>
    public static MessageState? StateOf(string name) => Enum.GetValues<MessageState>().Cast<MessageState?>().FirstOrDefault(state => state!.Value.Name() == name);
}

namespace Baton.Server.Demo;

/// <summary>A flat table; the traits of identify and group calls have no columns in it.</summary>
internal sealed class CsvEvents : IEventLines
{
    private readonly CsvLines _csv = new();

    public Utf8Text Text => _csv.Text;

    public void Header() => _csv.Header(
        "message_id", "user_id", "anonymous_id", "type", "event", "timestamp", "received_at", "user_agent", "path", "funnel_stage", "kind",
        "minutes", "budget", "horizon_months", "payback_months", "asset", "product", "campaign");

    public void Write(in Message message)
    {
        _csv.Cell(message.Id);
        _csv.Cell(message.UserId);
        _csv.Cell(message.AnonymousId);
        _csv.Cell(message.Type);
        _csv.Cell(message.Event);
        _csv.InstantCell(message.Timestamp);
        _csv.InstantCell(message.Received);
        _csv.Cell(message.UserAgent);
        _csv.Cell(message.Page?.Path);
        _csv.Cell(message.FunnelStage);
        _csv.Cell(message.Kind);
        _csv.Cell(message.Minutes);
        _csv.Cell(message.Budget);
        _csv.Cell(message.HorizonMonths);
        _csv.Cell(message.PaybackMonths);
        _csv.Cell(message.Asset);
        _csv.Cell(message.Product);
        _csv.Cell(message.Campaign ?? message.Origin?.Name);
        _csv.EndRow();
    }
}

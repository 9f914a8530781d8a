namespace Baton.Server.Demo;

/// <summary>Calls of Segment's tracking API.</summary>
internal sealed class NdjsonEvents : IEventLines
{
    private readonly JsonLines _json = new();

    public Utf8Text Text => _json.Text;

    public void Header()
    {
    }

    public void Write(in Message message)
    {
        _json.Open();
        _json.Field("type"u8, message.Type);
        _json.Field("messageId"u8, message.Id);
        _json.InstantField("timestamp"u8, message.Timestamp);
        _json.InstantField("receivedAt"u8, message.Received);
        if (message.UserId is { } userId)
        {
            _json.Field("userId"u8, userId, ""u8);
        }

        _json.Field("anonymousId"u8, message.AnonymousId);
        _json.Field("event"u8, message.Event);
        if (message.Type == "identify")
        {
            WritePersonTraits(message);
        }
        else if (message.Type == "group")
        {
            WriteCompanyTraits(message);
        }
        else
        {
            WriteProperties(message);
        }

        WriteContext(message);
        _json.Close();
        _json.EndLine();
    }

    private void WritePersonTraits(in Message message)
    {
        _json.Open("traits"u8);
        _json.Field("email"u8, message.Person?.Email);
        _json.Field("firstName"u8, message.Person?.First);
        _json.Field("lastName"u8, message.Person?.Last);
        _json.Open("company"u8);
        _json.Field("name"u8, message.Company?.Name);
        _json.Close();
        _json.Close();
    }

    private void WriteCompanyTraits(in Message message)
    {
        _json.Field("groupId"u8, message.Company?.Domain);
        _json.Open("traits"u8);
        _json.Field("name"u8, message.Company?.Name);
        _json.Field("industry"u8, message.Company?.Industry.Name);
        _json.Field("employees"u8, message.Company?.Employees);
        _json.Close();
    }

    private void WriteProperties(in Message message)
    {
        _json.Field("name"u8, message.Page?.Title);
        _json.Open("properties"u8);
        _json.Field("path"u8, message.Page?.Path);
        _json.Field("title"u8, message.Page?.Title);
        _json.Field("product"u8, message.Product);
        _json.Field("asset"u8, message.Asset);
        _json.Field("funnel_stage"u8, message.FunnelStage);
        _json.Field("kind"u8, message.Kind);
        _json.Field("campaign"u8, message.Campaign);
        _json.Field("minutes"u8, message.Minutes);
        WriteBudget(message);
        _json.Field("horizon_months"u8, message.HorizonMonths);
        _json.Field("payback_months"u8, message.PaybackMonths);
        _json.Close();
    }

    /// <summary>The form writes the currency into the budget; the partners' portal, a third of them, gives it a field.</summary>
    private void WriteBudget(in Message message)
    {
        if (message.Budget is not { } budget)
        {
            return;
        }

        if (message.Timestamp % 3 != 0)
        {
            _json.Field("budget"u8, budget, " EUR"u8);
            return;
        }

        _json.Field("budget"u8, budget);
        _json.Field("currency"u8, "EUR");
    }

    private void WriteContext(in Message message)
    {
        if (message.UserAgent is null)
        {
            return;
        }

        _json.Open("context"u8);
        _json.Field("userAgent"u8, message.UserAgent);
        if (message.Origin is { } origin)
        {
            _json.Open("campaign"u8);
            _json.Field("name"u8, origin.Name);
            _json.Field("source"u8, origin.Source);
            _json.Field("medium"u8, origin.Medium);
            _json.Close();
        }

        _json.Close();
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Delivery;

/// <summary>What sends messages.</summary>
internal static class DeliverySetup
{
    public static void AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<AllowedAddresses>();
        services.AddSingleton<HttpPost>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<SlackSender>();
        services.AddSingleton<MailServer>();
        services.AddSingleton<DueMessages>();
        services.AddSingleton<MessageTable>();
        services.AddSingleton<TargetStore>();
        services.AddSingleton<TargetTrial>();
        services.AddSingleton<TargetDesk>();
        services.AddSingleton<Courier>();
        services.AddHostedService<DeliveryLoop>();
    }
}

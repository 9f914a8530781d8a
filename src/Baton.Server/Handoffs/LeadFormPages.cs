using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Handoffs;

/// <summary>Everything that people do about a lead in pages.</summary>
internal static class LeadFormPages
{
    public static void MapLeadForms(this IEndpointRouteBuilder routes)
    {
        routes.MapDecisionPages();
        routes.MapContactPages();
        routes.MapSnoozePages();
        routes.MapAnswerPages();
        routes.MapTaskPages();
        routes.MapMovePages();
    }
}

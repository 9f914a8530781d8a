using Baton.Server.Api;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Accounts;

/// <summary>The companies that leads work for, and each on a page of its own.</summary>
internal static class AccountPages
{
    private const int AtOnce = 50;

    public static void MapAccountPages(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/accounts").May(Right.Look);
        accounts.MapGet("", ListAsync);
        accounts.MapGet("/{id:guid}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, AccountList accounts, string? q, string? sort, string? after, CancellationToken cancel)
    {
        var workspace = http.Viewer().Workspace;
        var words = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        var order = OrderOf(sort);
        if (words is not null)
        {
            return Pages.Show<AccountsPage>(new { Accounts = await accounts.FindAsync(workspace, words, cancel), Words = words, Order = order });
        }

        var list = $"accounts page\n{order}";
        _ = Place.TryRead(after, list, out var place, out _);
        var (found, next) = await accounts.ReadAsync(workspace, order, AtOnce, place, cancel);
        return Pages.Show<AccountsPage>(new { Accounts = found, Order = order, Next = next?.ToCursor(list), IsFurther = place is not null });
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Guid id, AccountSheets sheets, string? people, string? before, CancellationToken cancel) =>
        await sheets.ReadAsync(http.Viewer().Workspace, id, people, before, cancel) is { } sheet
            ? Pages.Show<AccountPage>(new { Sheet = sheet, IsFurther = people is not null, IsOlder = before is not null })
            : Notices.Missing(http);

    /// <summary>The name of an order in addresses.</summary>
    public static string NameOf(AccountOrder order) => order switch
    {
        AccountOrder.BestLead => "best",
        AccountOrder.Newest => "newest",
    };

    private static AccountOrder OrderOf(string? name) => Enum.GetValues<AccountOrder>().FirstOrDefault(order => NameOf(order) == name);
}

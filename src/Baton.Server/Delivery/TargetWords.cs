using Baton.Server.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Delivery;

/// <summary>What callers say of a webhook or a channel, checked.</summary>
internal static class TargetWords
{
    public const int LongestName = 100;

    private const int MostTypes = 50;

    /// <summary>What is wrong with what a caller says; what is null is not said. Null for nothing.</summary>
    public static ProblemHttpResult? Problem(AllowedAddresses allowed, string? name, string? url, IReadOnlyList<string>? types)
    {
        if (name is not null && Names.Clean(name, LongestName) is null)
        {
            return Problems.Wrong($"`name` is {Names.Words(LongestName)}.");
        }

        if (url is not null && allowed.Problem(url) is { } problem)
        {
            return Problems.Wrong(problem);
        }

        if (types is null)
        {
            return null;
        }

        if (types.Count is 0 or > MostTypes || types.Any(type => type is null))
        {
            return Problems.Wrong($"`types` is a list of 1 to {MostTypes} types of events such as `lead.sql`, of beginnings such as `lead.*`, or `*` for all.");
        }

        return types.Select(EventTypes.Mistake).OfType<string>().ToList() is { Count: > 0 } mistakes
            ? Problems.Wrong($"`types`: {string.Join(' ', mistakes)} The types are {string.Join(", ", EventTypes.All.Select(one => $"`{one.Type}`"))}; `lead.*` stands for all that begin like that, `*` for every one.")
            : null;
    }

    public static ProblemHttpResult TooMany() => Problems.Conflict($"There are {TargetStore.Most} webhooks and channels already. Delete one that is not needed.");
}

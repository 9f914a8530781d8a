using Baton.Core.Conditions;

namespace Baton.Core.Handoffs;

/// <summary>One of a playbook's ordered rules about who is handed a lead; the first that matches decides.</summary>
/// <param name="Name">What it is called in explanations.</param>
/// <param name="When">What holds of the leads that it is for; null for all.</param>
/// <param name="OwnerOfAccount">
/// True where it gives a lead to whoever owns its account. It matches only where the account has an owner who is in a team and not away. How many
/// hand-offs owners have does not matter: they know the account.
/// </param>
/// <param name="Team">
/// The name of the team that it gives leads to; null where it has none. A route with <paramref name="OwnerOfAccount"/> and a team gives the team what
/// it cannot give to an owner.
/// </param>
/// <param name="Pick">How the team shares them.</param>
public sealed record Route(string Name, Condition? When, bool OwnerOfAccount, string? Team, Assignment Pick);

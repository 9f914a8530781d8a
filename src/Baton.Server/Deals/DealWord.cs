using System.Collections.Immutable;
using Baton.Server.Accounts;
using Baton.Server.Intake;
using Baton.Server.Leads;

namespace Baton.Server.Deals;

/// <summary>What somebody says of a deal, and whose it is.</summary>
/// <param name="Line">Where it is said.</param>
/// <param name="Deal">The deal, as yet without lead and account.</param>
/// <param name="People">Whose it is, the surest first; the first who is known has it.</param>
/// <param name="Introduction">A call that makes a lead of the person where nobody is known; null where there is no address to do so by.</param>
/// <param name="Company">By what the account is known, the surest first.</param>
/// <param name="PersonAsWritten">How the file calls the person, for messages.</param>
/// <param name="Text">The row as it stands in the file.</param>
internal sealed record DealWord(long Line, Deal Deal, ImmutableArray<IdentityKey> People, Call? Introduction, ImmutableArray<AccountKey> Company, string PersonAsWritten, string Text);

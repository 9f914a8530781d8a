using System.Text.Json.Serialization;

namespace Baton.Server.Deals;

/// <summary>A deal to open.</summary>
/// <param name="Name">What people call it, in 1 to 200 characters.</param>
/// <param name="Amount">What it is worth, in units of the currency, with two decimal places at the most.</param>
/// <param name="Currency">Three letters of ISO 4217; needed with an amount.</param>
/// <param name="Stage">How far it has come, in your own words, in 1 to 200 characters.</param>
/// <param name="Owner">The id or the e-mail address of who works on it; whoever took the lead on, else `as`, where nothing is said; `nobody` for nobody yet.</param>
/// <param name="As">The id or the e-mail address of the person who opens it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DealRequest(string? Name, decimal? Amount, string? Currency, string? Stage, string? Owner, string? As);

/// <summary>What to change of a deal; what is left out stays.</summary>
/// <param name="Name">What people call it; empty for nothing.</param>
/// <param name="Amount">What it is worth, in units of the currency, with two decimal places at the most.</param>
/// <param name="Currency">Three letters of ISO 4217.</param>
/// <param name="Stage">How far it has come, in your own words; empty for nothing.</param>
/// <param name="Owner">The id or the e-mail address of who works on it; `nobody` for nobody.</param>
/// <param name="As">The id or the e-mail address of the person who changes it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DealPatch(string? Name, decimal? Amount, string? Currency, string? Stage, string? Owner, string? As);

/// <summary>Why a deal is lost.</summary>
/// <param name="Reason">In 1 to 1,000 characters.</param>
/// <param name="Competitor">Who won it instead, in 1 to 200 characters, where somebody did.</param>
/// <param name="As">The id or the e-mail address of the person who says so.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DealLossRequest([property: JsonRequired] string Reason, string? Competitor, string? As);

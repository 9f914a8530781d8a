using NodaTime;

namespace Baton.Server.Demo;

/// <summary>A country leads come from.</summary>
/// <param name="Weight">Leads per thousand, roughly.</param>
/// <param name="Serviced">Whether our service technicians go there.</param>
/// <param name="Postal">The pattern of a postal code: <c>#</c> is a digit, <c>@</c> a letter.</param>
internal sealed record Country(
    string Name, int Weight, bool Serviced, Language Language, string Zone, string Dial, string Postal, params string[] LegalForms)
{
    public static readonly Country[] All =
    [
        new("Germany", 240, true, Language.German, "Europe/Berlin", "+49", "#####", "GmbH", "AG", "GmbH & Co. KG"),
        new("Austria", 45, true, Language.German, "Europe/Vienna", "+43", "####", "GmbH", "AG"),
        new("Switzerland", 50, true, Language.German, "Europe/Zurich", "+41", "####", "AG", "GmbH"),
        new("France", 85, true, Language.French, "Europe/Paris", "+33", "#####", "SAS", "SARL", "SA"),
        new("Italy", 85, true, Language.Italian, "Europe/Rome", "+39", "#####", "S.p.A.", "S.r.l."),
        new("Netherlands", 40, true, Language.Dutch, "Europe/Amsterdam", "+31", "#### @@", "B.V.", "N.V."),
        new("Belgium", 25, true, Language.French, "Europe/Brussels", "+32", "####", "SA", "NV"),
        new("Poland", 45, true, Language.Slavic, "Europe/Warsaw", "+48", "##-###", "Sp. z o.o.", "S.A."),
        new("Czechia", 25, true, Language.Slavic, "Europe/Prague", "+420", "### ##", "s.r.o.", "a.s."),
        new("Spain", 50, true, Language.Spanish, "Europe/Madrid", "+34", "#####", "S.L.", "S.A."),
        new("Denmark", 20, true, Language.Nordic, "Europe/Copenhagen", "+45", "####", "A/S", "ApS"),
        new("Sweden", 20, true, Language.Nordic, "Europe/Stockholm", "+46", "### ##", "AB"),
        new("Norway", 12, false, Language.Nordic, "Europe/Oslo", "+47", "####", "AS"),
        new("Finland", 12, false, Language.Nordic, "Europe/Helsinki", "+358", "#####", "Oy"),
        new("United Kingdom", 55, false, Language.English, "Europe/London", "+44", "@@# #@@", "Ltd", "plc"),
        new("Ireland", 15, false, Language.English, "Europe/Dublin", "+353", "@## @###", "Ltd"),
        new("Portugal", 15, false, Language.Spanish, "Europe/Lisbon", "+351", "####-###", "Lda", "S.A."),
        new("Romania", 15, false, Language.Slavic, "Europe/Bucharest", "+40", "######", "S.R.L."),
        new("Turkey", 25, false, Language.English, "Europe/Istanbul", "+90", "#####", "A.S."),
        new("United States", 60, false, Language.English, "America/New_York", "+1", "#####", "Inc.", "LLC"),
        new("Mexico", 15, false, Language.Spanish, "America/Mexico_City", "+52", "#####", "S.A. de C.V."),
        new("Brazil", 18, false, Language.Spanish, "America/Sao_Paulo", "+55", "#####-###", "Ltda."),
        new("India", 28, false, Language.English, "Asia/Kolkata", "+91", "######", "Pvt. Ltd."),
    ];

    private static readonly Odds s_odds = new(All.Select(country => country.Weight));

    public static byte Draw(ref Dice dice) => (byte)s_odds.Pick(ref dice);

    public DateTimeZone TimeZone { get; } = DateTimeZoneProviders.Tzdb[Zone];
}

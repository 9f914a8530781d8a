namespace Baton.Server.Demo;

/// <summary>Who a lead is.</summary>
internal sealed record Person(string First, string Last, string Email, string Phone, string PostalCode)
{
    /// <summary>Draws the person behind a lead: the same one for every row and event of it.</summary>
    public static Person Of(Market market, in Lead lead)
    {
        ref readonly var company = ref market.CompanyOf(lead);
        var dice = Dice.For(market.Seed, Purpose.Person, lead.PersonNumber);
        var (first, last) = NameOf(company, lead.Slot);
        var address = $"{Names.Address(first)}.{Names.Address(last)}";
        var email = lead.Mail switch
        {
            Mail.Company => $"{address}@{company.Domain}",
            Mail.Gmail => FormattableString.Invariant($"{address}{lead.PersonNumber}@gmail.com"),
            Mail.Gmx => FormattableString.Invariant($"{address}{lead.PersonNumber}@gmx.de"),
            Mail.Outlook => FormattableString.Invariant($"{address}{lead.PersonNumber}@outlook.com"),
        };
        var phone = Fill($"{company.Country.Dial} ### 555####", ref dice);
        return new Person(first, last, email, phone, Fill(company.Country.Postal, ref dice));
    }

    /// <summary>Colleagues never share a full name, so addresses at a company are one person's each.</summary>
    private static (string First, string Last) NameOf(Company company, int slot)
    {
        var names = Names.In(company.Country.Language);
        var (last, first) = Math.DivRem((company.Number % 4999 * 83 + slot * 131) % (names.First.Length * names.Last.Length), names.First.Length);
        return (names.First[first], names.Last[last]);
    }

    private static string Fill(string pattern, ref Dice dice)
    {
        Span<char> text = stackalloc char[pattern.Length];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = pattern[i] switch
            {
                '#' => (char)('0' + dice.Below(10)),
                '@' => (char)('A' + dice.Below(26)),
                var other => other,
            };
        }

        return text.ToString();
    }
}

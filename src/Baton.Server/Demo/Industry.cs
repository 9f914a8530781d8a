namespace Baton.Server.Demo;

/// <summary>A line of business.</summary>
/// <param name="Weight">Companies per thousand, roughly.</param>
/// <param name="Fit">How well our machines suit it, from −1 to 1.</param>
/// <param name="Trades">Words for the names of its companies; no two industries share one.</param>
internal sealed record Industry(string Name, int Weight, double Fit, params string[] Trades)
{
    public static readonly Industry[] All =
    [
        new("Pharmaceuticals", 44, 1.0, "Pharma", "Therapeutics", "Remedies", "Medicines", "Generics", "Sterile", "Dosage", "Apothecary"),
        new("Biotechnology", 22, 0.8, "Biotech", "Biologics", "Genomics", "Cells", "Enzymes", "Vaccines", "Peptides", "Biosciences"),
        new("Medical Devices", 28, 0.8, "Medical", "Devices", "Implants", "Surgical", "Diagnostics", "Orthopaedics", "Care", "Dental"),
        new("Food & Beverage", 95, 0.5, "Foods", "Beverages", "Dairy", "Bakery", "Snacks", "Confectionery", "Coffee", "Fruit"),
        new("Cosmetics", 38, 0.5, "Cosmetics", "Beauty", "Skincare", "Fragrances", "Soaps", "Haircare", "Aromas", "Naturals"),
        new("Nutraceuticals", 24, 0.5, "Nutrition", "Vitamins", "Supplements", "Wellness", "Botanicals", "Proteins", "Minerals", "Vital"),
        new("Chemicals", 48, 0.4, "Chemicals", "Coatings", "Adhesives", "Polymers", "Solvents", "Pigments", "Specialities", "Resins"),
        new("Machinery", 95, -0.9, "Machines", "Engineering", "Automation", "Robotics", "Drives", "Tooling", "Maschinenbau", "Conveyors"),
        new("Consulting", 80, -1.0, "Consulting", "Advisors", "Partners", "Strategy", "Associates", "Experts", "Insight", "Management"),
        new("Education", 55, -1.0, "University", "College", "Institute", "Academy", "Campus", "Polytechnic", "School", "Research"),
        new("Automotive", 65, -0.3, "Automotive", "Mobility", "Axles", "Brakes", "Motors", "Seating", "Mirrors", "Gears"),
        new("Electronics", 60, -0.2, "Electronics", "Sensors", "Circuits", "Semiconductors", "Optics", "Displays", "Batteries", "Cables"),
        new("Logistics", 75, -0.2, "Logistics", "Freight", "Fulfilment", "Warehousing", "Transport", "Forwarding", "Shipping", "Cargo"),
        new("Retail", 80, -0.4, "Retail", "Stores", "Markets", "Trading", "Outlets", "Commerce", "Goods", "Wholesale"),
        new("Plastics", 55, -0.1, "Plastics", "Films", "Moulding", "Containers", "Closures", "Foils", "Granulates", "Extrusion"),
        new("Metal Fabrication", 55, -0.3, "Metals", "Steel", "Castings", "Forge", "Sheetmetal", "Welding", "Alloys", "Wire"),
        new("Information Technology", 60, -0.6, "Software", "Systems", "Digital", "Cloud", "Data", "Networks", "Analytics", "Labs"),
    ];

    /// <summary>The index of Education, where most people are students.</summary>
    public const int Education = 9;

    private static readonly Odds s_odds = new(All.Select(industry => industry.Weight));

    public static byte Draw(ref Dice dice) => (byte)s_odds.Pick(ref dice);
}

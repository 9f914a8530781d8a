namespace Baton.Server.Demo;

/// <summary>What our web site and campaigns offer: an item of a <see cref="Moment"/> is an index into one of these tables.</summary>
internal static class Site
{
    public static readonly string[] Machines =
        ["Blister Line 300", "Cartoner C120", "Bottle Filler F60", "Tube Filler T20", "Case Packer P40", "Labeller L10", "Sachet Line S8", "Palletiser R5"];

    public static readonly Page[] Pages =
    [
        new("/", "Packaging machines", Section.Home),
        .. Machines.Select(machine => new Page("/machines/" + machine.ToLowerInvariant().Replace(' ', '-'), machine, Section.Machines)),
        new("/pricing", "Prices", Section.Pricing),
        new("/pricing/leasing", "Leasing", Section.Pricing),
        new("/service/spare-parts", "Spare parts", Section.Service),
        new("/service/maintenance", "Maintenance", Section.Service),
        new("/service/retrofit", "Retrofit", Section.Service),
        new("/blog/ten-minute-changeover", "Changeover in ten minutes", Section.Blog),
        new("/blog/serialisation-checklist", "A checklist for serialisation", Section.Blog),
        new("/blog/oee-explained", "OEE explained", Section.Blog),
        new("/blog/paper-blisters", "Can blisters be paper?", Section.Blog),
        new("/case-studies", "Case studies", Section.Blog),
        new("/about", "About us", Section.About),
        new("/contact", "Contact", Section.About),
        new("/careers", "Careers", Section.Careers),
        new("/careers/service-technician", "Service technician", Section.Careers),
        new("/careers/internships", "Internships", Section.Careers),
    ];

    /// <summary>Case studies with the stage of the funnel each is for; the first three are for the bottom.</summary>
    public static readonly (string Title, string FunnelStage)[] CaseStudies =
    [
        ("Payback in 19 months at a generics maker", "bottom"),
        ("From tender to first batch in 30 weeks", "bottom"),
        ("Three blister lines replaced by one", "bottom"),
        ("Dairy doubles its changeovers", "middle"),
        ("Validation without surprises", "middle"),
        ("Why cosmetics go paper", "top"),
    ];

    public const int BottomCaseStudies = 3;

    public static readonly string[] Webinars =
        ["Serialisation webinar", "Ten minute changeover webinar", "Sustainable packaging webinar", "Line planning webinar"];

    public static readonly string[] Newsletters =
        ["Packaging news spring", "Packaging news summer", "Packaging news autumn", "Packaging news winter", "Service letter", "Fair invitation"];

    public static readonly string[] SalesMails = ["First contact", "Follow-up", "Offer reminder", "Visit proposal"];

    public static readonly string[] Fairs = ["", "Spring packaging fair", "Autumn pharma fair"];

    private static readonly byte[][] s_pagesBySection = [.. Enum.GetValues<Section>().Select(
        section => Enumerable.Range(0, Pages.Length).Where(page => Pages[page].Section == section).Select(page => (byte)page).ToArray())];

    public static byte DrawPage(Section section, ref Dice dice) => dice.Pick(s_pagesBySection[(int)section]);

    public static byte PageOfMachine(int machine) => s_pagesBySection[(int)Section.Machines][machine];
}

/// <summary>A page of the site.</summary>
internal sealed record Page(string Path, string Title, Section Section);

/// <summary>A part of the site.</summary>
internal enum Section
{
    Home,
    Machines,
    Pricing,
    Service,
    Blog,
    About,
    Careers,
}

namespace Baton.Server.Demo;

/// <summary>
/// How much a lead's behaviour says about buying. Webinars, newsletters and service pages say nothing by themselves, on
/// purpose: who learns from the data should find that out.
/// </summary>
internal struct Intent
{
    private int _quotes;
    private int _demos;
    private int _configurations;
    private int _returns;
    private int _caseStudies;
    private int _prices;
    private int _fairs;

    /// <summary>About 0 for most, 3 for a quote alone, and up to 12.</summary>
    public readonly double Warmth =>
        3.0 * Math.Min(_quotes, 1) + 2.4 * Math.Min(_demos, 1) + 1.1 * Math.Min(_configurations, 2) + 1.2 * Math.Min(_returns, 1)
        + 0.9 * Math.Min(_caseStudies, 2) + 0.6 * Math.Min(_prices, 3) + 0.9 * Math.Min(_fairs, 1);

    public void Add(Deed deed, byte item)
    {
        switch (deed)
        {
            case Deed.QuoteRequested: _quotes++; break;
            case Deed.DemoRequested: _demos++; break;
            case Deed.ConfiguratorUsed: _configurations++; break;
            case Deed.RoiCalculated: _returns++; break;
            case Deed.TradeFairVisited: _fairs++; break;
            case Deed.CaseStudyDownloaded when item < Site.BottomCaseStudies: _caseStudies++; break;
            case Deed.Page when Site.Pages[item].Section == Section.Pricing: _prices++; break;
        }
    }
}

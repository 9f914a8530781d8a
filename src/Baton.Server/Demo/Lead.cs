namespace Baton.Server.Demo;

/// <summary>A row of the lead file, with what nobody sees: how interested and how fitting the person is.</summary>
/// <param name="Created">Unix milliseconds.</param>
/// <param name="PersonNumber">Rows of the same person share it.</param>
/// <param name="RecordNumber">Rows of the same record share it.</param>
/// <param name="Slot">The person's number within the company, from 0.</param>
/// <param name="Interest">From 0 to 1, inclusive.</param>
/// <param name="Fit">About 0 on average, with a standard deviation of about 1.</param>
internal readonly record struct Lead(
    long Created, int PersonNumber, int RecordNumber, int CompanyNumber, ushort Slot, byte TitleIndex, byte CampaignIndex,
    float Interest, float Fit, Mail Mail, Repeat Repeat)
{
    public JobTitle Title => JobTitle.All[TitleIndex];

    public Campaign Campaign => Campaign.All[CampaignIndex];

    public long RecordId => 51_000_000_001 + RecordNumber * 7L;
}

/// <summary>Where a lead's mailbox is.</summary>
internal enum Mail : byte
{
    Company,
    Gmail,
    Gmx,
    Outlook,
}

/// <summary>In which way a row repeats an earlier one.</summary>
internal enum Repeat : byte
{
    None,

    /// <summary>The same record again, exported twice.</summary>
    Record,

    /// <summary>The same person again, as another record with the same address.</summary>
    Person,
}

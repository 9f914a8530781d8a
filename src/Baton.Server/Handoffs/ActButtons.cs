using System.Collections.Immutable;
using Baton.Core.Handoffs;
using Baton.Server.Delivery;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Handoffs;

/// <summary>What the assignee of a hand-off can do about it from within a message.</summary>
/// <param name="Links">The acts, the first the most likely one.</param>
/// <param name="Reasons">The playbook's reasons for giving a lead back.</param>
internal sealed record ActButtons(IReadOnlyList<ActLink> Links, ImmutableArray<RejectionReason> Reasons)
{
    private static readonly IStringLocalizer<Words> T = MailWords.Words;

    /// <summary>Nothing can be done from there.</summary>
    public static ActButtons None { get; } = new([], []);

    /// <summary>As buttons of an e-mail, in its language, which are links to pages that ask first.</summary>
    public MailPage AddTo(MailPage page) => Links.Aggregate(page, (all, link) => all.Button(Words(link.Act), link.Url));

    /// <summary>As buttons of Slack.</summary>
    /// <param name="blocks">The message.</param>
    /// <param name="arePressedThere">True where Slack tells Baton what is pressed; else they are links, as in an e-mail.</param>
    public SlackBlocks AddTo(SlackBlocks blocks, bool arePressedThere) => arePressedThere
        ? blocks.Controls(Links.Select(link => new SlackControl(link.Words, link.Token, ChoicesOf(link.Act), link.Act == Act.Reject ? "The lead goes back to marketing." : null)))
        : blocks.Buttons(Links.Select(link => (link.Words, link.Url)));

    private static string Words(Act act) => act switch
    {
        Act.Accept => T["Accept"],
        Act.Reject => T["Reject"],
        Act.LogCall => T["Log a call"],
    };

    private IEnumerable<(string Value, string Words)> ChoicesOf(Act act) => act switch
    {
        Act.Accept => [],
        Act.Reject => Reasons.Select(reason => (reason.Name, reason.Title)),
        Act.LogCall => WorkWords.OutcomesOfCalls(T),
    };
}

/// <summary>One of them.</summary>
/// <param name="Act">What it does.</param>
/// <param name="Words">What it says.</param>
/// <param name="Url">The page that asks whether to do it.</param>
internal sealed record ActLink(Act Act, string Words, string Url)
{
    /// <summary>What the link has of its own.</summary>
    public string Token => Url[(Url.LastIndexOf('/') + 1)..];
}

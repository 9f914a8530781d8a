using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Baton.Server.Shell;

/// <summary>The words of e-mails: those of the pages, for what is written where nobody looks at one. <see cref="Languages.In"/> says in which language.</summary>
internal static class MailWords
{
    private static readonly ResourceManagerStringLocalizerFactory Factory = new(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance);

    public static IStringLocalizer<Words> Words { get; } = new StringLocalizer<Words>(Factory);

    public static Sentences Sentences { get; } = new(new StringLocalizer<Sentences>(Factory));
}

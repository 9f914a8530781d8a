using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Shell;

/// <summary>Sets up what all pages have in common.</summary>
internal static class ShellSetup
{
    public static void AddShell(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddLocalization();
        services.AddSingleton<Sentences>();
        services.AddSingleton<Turns>();

        // Pages have no secret that a stranger could guess by the length of what is compressed: the tokens of forms look different every time.
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/html"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseCookiePolicy();
        app.UseMiddleware<PageGate>();
    }
}

using Baton.Server.Shell;

namespace Baton.Server.Keys;

/// <summary>A piece of code that sends events, to be copied as it stands.</summary>
/// <param name="Name">Tells it from the others on its page.</param>
/// <param name="Title">What it is for.</param>
/// <param name="Hint">What one has to know.</param>
/// <param name="Code">With the server's address and the key in it.</param>
public sealed record Snippet(string Name, string Title, string Hint, string Code);

/// <summary>The pieces of code with which sites and programs send. Tests run them.</summary>
internal static class Snippets
{
    /// <summary>Stands for a key that is shown no more.</summary>
    public const string UnknownKey = "YOUR_KEY";

    /// <param name="url">Under which address Baton is reached, without a slash at its end.</param>
    /// <param name="key">The key; null where it is shown no more.</param>
    public static IReadOnlyList<Snippet> Of(string url, string? key) =>
    [
        new("site", Words.Of("Any website"), Words.Of("Paste it before the end of the page's head. It says which pages are looked at; the last lines say who somebody is and what they did."), Fill(Site, url, key)),
        new("sdk", Words.Of("A website with a build, by Segment's SDK"), Words.Of("Install it with: npm install @segment/analytics-next"), Fill(Sdk, url, key)),
        new("curl", Words.Of("A server, or a first try"), Words.Of("Run it in a terminal: the lead is there a moment later."), Fill(Curl, url, key)),
        new("node", Words.Of("A server with Node"), Words.Of("Install it with: npm install @segment/analytics-node"), Fill(Node, url, key)),
    ];

    private static string Fill(string code, string url, string? key) => code.Replace("{url}", url, StringComparison.Ordinal).Replace("{key}", key ?? UnknownKey, StringComparison.Ordinal);

    // The type of the body is text, which browsers send to other sites without asking them first.
    private const string Site = """
        <script>
        (() => {
          const id = () => Date.now().toString(36) + Math.random().toString(36).slice(2);
          let visitor = localStorage.getItem('baton-visitor');
          if (!visitor) localStorage.setItem('baton-visitor', visitor = id());
          window.baton = (call, says = {}) => fetch('{url}/v1/' + call, {
            method: 'POST', keepalive: true,
            body: JSON.stringify({
              writeKey: '{key}', messageId: id(), anonymousId: visitor, sentAt: new Date(), timestamp: new Date(), ...says,
              context: { userAgent: navigator.userAgent, page: { url: location.href, path: location.pathname, title: document.title, referrer: document.referrer } }
            })
          }).catch(() => {});
          baton('page', { properties: { path: location.pathname, url: location.href, title: document.title, referrer: document.referrer } });
        })();
        // Where somebody says who they are, and where they do something that counts:
        // baton('identify', { userId: '4711', traits: { email: 'jo@acme.example', title: 'Plant Manager' } });
        // baton('track', { event: 'Quote Requested', properties: { product: 'Case packer' } });
        </script>
        """;

    private const string Sdk = """
        import { AnalyticsBrowser } from '@segment/analytics-next'

        const analytics = AnalyticsBrowser.load({ writeKey: '{key}', cdnURL: '{url}' })
        analytics.page()
        analytics.identify('4711', { email: 'jo@acme.example', title: 'Plant Manager' })
        analytics.track('Quote Requested', { product: 'Case packer' })
        """;

    private const string Curl = """
        curl --fail-with-body -s -u '{key}:' '{url}/v1/batch' -d '{"batch": [
          {"type": "identify", "userId": "4711", "traits": {"email": "jo@acme.example", "name": "Jo Miller", "title": "Plant Manager", "company": "Acme"}},
          {"type": "track", "userId": "4711", "event": "Quote Requested", "properties": {"product": "Case packer"}}]}'
        """;

    private const string Node = """
        import { Analytics } from '@segment/analytics-node'

        const analytics = new Analytics({ writeKey: '{key}', host: '{url}' })
        analytics.identify({ userId: '4711', traits: { email: 'jo@acme.example', title: 'Plant Manager' } })
        analytics.track({ userId: '4711', event: 'Quote Requested', properties: { product: 'Case packer' } })
        await analytics.closeAndFlush()
        """;
}

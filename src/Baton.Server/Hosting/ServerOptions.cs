using Microsoft.AspNetCore.Http;

namespace Baton.Server.Hosting;

/// <summary>
/// How a server is set up: from <c>baton.json</c>, from environment variables that begin with <c>BATON_</c>, and from the command line, each going
/// before those before it. docs/operating.md lists the names.
/// </summary>
internal sealed record ServerOptions
{
    /// <summary>The SQLite file, or the connection string of a PostgreSQL database.</summary>
    [Setting("The SQLite file, or the connection string of a PostgreSQL database.")]
    public string Data { get; init; } = "baton.db";

    /// <summary>The addresses to listen at, separated by semicolons.</summary>
    [Setting("The addresses to listen at, separated by semicolons.")]
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Under which address people reach Baton, for links in messages; empty is the first of <see cref="Urls"/>.</summary>
    [Setting("The address under which people reach Baton, such as https://baton.example.com, for links in messages. The first of Urls where nothing is said.")]
    public string PublicUrl { get; init; } = "";

    /// <summary>How long requests that have begun may take when the server is stopped, in seconds.</summary>
    [Setting("How many seconds requests that have begun, and all that is to be written, may take once the server is asked to stop.", Least = 1, Most = 3_600)]
    public int SecondsToDrain { get; init; } = 20;

    /// <summary>How many threads write to PostgreSQL.</summary>
    [Setting("How many threads write to PostgreSQL.", Least = 1, Most = 64)]
    public int PostgresWriters { get; init; } = 4;

    /// <summary>For how long a server that is asked to stop goes on telling load balancers so, in seconds.</summary>
    [Setting("For how many seconds at least a server that is asked to stop goes on saying that it is not ready, so that load balancers notice.", Most = 300)]
    public int SecondsOfNotice { get; init; }

    /// <summary>How many days of behaviour are kept as events; 0 is all.</summary>
    [Setting("For how many days what leads did is kept event by event; scores keep what older days came to. 0 keeps all.", Least = 30, Most = 36_500, ZeroIsOff = true)]
    public int DaysToKeepEvents { get; init; }

    /// <summary>How log lines are written: auto, json or text.</summary>
    [Setting("How log lines are written: auto is text on a terminal and json elsewhere.", OneOf = ["auto", "json", "text"])]
    public string Logs { get; init; } = "auto";

    /// <summary>The least important lines that are logged.</summary>
    [Setting("The least important lines that are logged; info has a line for every request.", OneOf = ["debug", "info", "warning", "error"])]
    public string LogLevel { get; init; } = "info";

    /// <summary>The OpenTelemetry collector; empty is none.</summary>
    [Setting("The OpenTelemetry collector that metrics and traces go to, by OTLP over HTTP. OTEL_EXPORTER_OTLP_ENDPOINT where nothing is said.")]
    public string Telemetry { get; init; } = "";

    /// <summary>The proxies that are believed; empty is none.</summary>
    [Setting("The addresses or networks, separated by semicolons, of proxies that are believed when they say for whom they ask (X-Forwarded-For, -Proto, -Host).")]
    public string Proxies { get; init; } = "";

    /// <summary>How many calls to the API a key may make in a second, on average; 0 is as many as it likes.</summary>
    [Setting("How many calls to the API a key may make in a second, on average; 0 is as many as it likes.", Most = 1_000_000)]
    public int ApiPerSecond { get; init; } = 50;

    /// <summary>How many calls a key may make at once, before it has to wait for <see cref="ApiPerSecond"/>.</summary>
    [Setting("How many calls to the API a key may make at once, before it has to wait.", Least = 1, Most = 1_000_000)]
    public int ApiBurst { get; init; } = 200;

    /// <summary>How many requests with events a key may send in a second; 0 is as many as it likes.</summary>
    [Setting("How many requests with events a key may send in a second; 0 is as many as it likes.", Most = 1_000_000)]
    public int IntakePerSecond { get; init; }

    /// <summary>How many requests without a key that works an address may make in a second; twenty times as many at once.</summary>
    [Setting("How many requests without a key that works an address may make in a second; twenty times as many at once.", Least = 1, Most = 1_000_000)]
    public int FailuresPerSecond { get; init; } = 5;

    /// <summary>Where webhooks and Slack's may lead besides the public internet; empty is nowhere.</summary>
    [Setting("The networks, addresses and names of hosts, separated by semicolons, that webhooks may lead to though they are not of the public internet.")]
    public string DeliverTo { get; init; } = "";

    /// <summary>The mail server; empty is none.</summary>
    [Setting("The name or address of the mail server that e-mails are handed to. Where there is none, they wait.")]
    public string SmtpHost { get; init; } = "";

    /// <summary>The port of the mail server.</summary>
    [Setting("The port of the mail server.", Least = 1, Most = 65_535)]
    public int SmtpPort { get; init; } = 587;

    /// <summary>How the connection to the mail server is encrypted.</summary>
    [Setting("How the connection to the mail server is encrypted; none is for a server on the same machine or network.", OneOf = ["starttls", "none"])]
    public string SmtpTls { get; init; } = "starttls";

    /// <summary>The user at the mail server; empty is none.</summary>
    [Setting("The user at the mail server, where it asks for one.")]
    public string SmtpUser { get; init; } = "";

    /// <summary>The password of that user.</summary>
    [Setting("The password of that user. Give it in the environment or the file, where other users of the machine do not read it.")]
    public string SmtpPassword { get; init; } = "";

    /// <summary>Whom e-mails are from.</summary>
    [Setting("Whom e-mails are from, such as Baton <baton@acme.example>. Needed with a mail server.")]
    public string MailFrom { get; init; } = "";

    /// <summary>How many days messages that were sent or given up are kept; 0 is all.</summary>
    [Setting("For how many days messages that were sent or given up are kept; 0 keeps all.", Least = 1, Most = 36_500, ZeroIsOff = true)]
    public int DaysToKeepMessages { get; init; } = 90;

    /// <summary>Under which address people reach this server, so far as it knows, without a slash at its end.</summary>
    public string Address() => (PublicUrl.Length > 0 ? PublicUrl : Split(Urls).FirstOrDefault("http://127.0.0.1:8080")).TrimEnd('/');

    /// <summary>The same for somebody who reaches it: as they do, where nobody has said how all do.</summary>
    public string AddressFor(HttpRequest request) => PublicUrl.Length > 0 ? Address() : $"{request.Scheme}://{request.Host}";

    /// <summary>The parts of a list.</summary>
    public static string[] Split(string list) => list.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

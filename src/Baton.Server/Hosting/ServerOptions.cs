namespace Baton.Server.Hosting;

/// <summary>
/// How a server is set up: from <c>baton.json</c>, from environment variables that begin with <c>BATON_</c>, and from the command line, each going
/// before those before it. docs/operating.md lists the names.
/// </summary>
internal sealed record ServerOptions
{
    /// <summary>The SQLite file, or the connection string of a PostgreSQL database.</summary>
    public string Data { get; init; } = "baton.db";

    /// <summary>The addresses to listen at, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary>How long requests that have begun may take when the server is stopped, in seconds.</summary>
    public int SecondsToDrain { get; init; } = 20;

    /// <summary>How many threads write to PostgreSQL.</summary>
    public int PostgresWriters { get; init; } = 4;

    /// <summary>How many calls to the API a key may make in a second, on average; 0 is as many as it likes.</summary>
    public int ApiPerSecond { get; init; } = 50;

    /// <summary>How many calls a key may make at once, before it has to wait for <see cref="ApiPerSecond"/>.</summary>
    public int ApiBurst { get; init; } = 200;

    /// <summary>How many requests with events a key may send in a second; 0 is as many as it likes.</summary>
    public int IntakePerSecond { get; init; }

    /// <summary>How many calls without a key that works an address may make in a second; twenty times as many at once.</summary>
    public int FailuresPerSecond { get; init; } = 5;
}

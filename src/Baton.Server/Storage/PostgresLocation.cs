using Npgsql;

namespace Baton.Server.Storage;

/// <summary>How a PostgreSQL database is named: as a URI or as <c>Host=…;Database=…</c>.</summary>
internal static class PostgresLocation
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Whether this is meant to be PostgreSQL, be it well formed or not.</summary>
    public static bool IsPostgres(string location) => IsUri(location) || location.Split(';').Any(part => part.TrimStart().StartsWith("Host=", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads it, and sets what Baton needs where it does not say otherwise.</summary>
    /// <exception cref="DatabaseRefusedException">It is not well formed. The message does not repeat it, for it may have a password.</exception>
    public static NpgsqlConnectionStringBuilder Read(string location)
    {
        try
        {
            var builder = IsUri(location) ? FromUri(location) : new NpgsqlConnectionStringBuilder(location);
            SetUnlessSaid(builder, "Application Name", "Baton");
            SetUnlessSaid(builder, "Timeout", 5);             // seconds to connect
            SetUnlessSaid(builder, "Max Auto Prepare", 200);  // statements, each prepared the second time it is run
            SetUnlessSaid(builder, "Auto Prepare Min Usages", 2);
            return builder;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new DatabaseRefusedException(
                "The address of PostgreSQL cannot be read. Write it as postgres://user:password@host:5432/name or as Host=…;Database=…;Username=…;Password=…", e);
        }
    }

    private static bool IsUri(string location) => Schemes.Any(scheme => location.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static NpgsqlConnectionStringBuilder FromUri(string location)
    {
        var uri = new Uri(location);
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } name)
        {
            builder.Database = Uri.UnescapeDataString(name);
        }

        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        // sslmode=require, host=/var/run/postgresql, application_name=…
        foreach (var setting in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
        {
            builder[Uri.UnescapeDataString(setting[0]).Replace('_', ' ')] = Uri.UnescapeDataString(setting.ElementAtOrDefault(1) ?? "");
        }

        return builder;
    }

    private static void SetUnlessSaid(NpgsqlConnectionStringBuilder builder, string key, object value)
    {
        if (!builder.ContainsKey(key))
        {
            builder[key] = value;
        }
    }
}

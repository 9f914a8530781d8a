using Baton.Core.Documents;
using NodaTime;
using NodaTime.TimeZones;

namespace Baton.Core.Handoffs;

/// <summary>Reads the names of time zones.</summary>
public static class TimeZoneNames
{
    private const int MostMeant = 3;

    /// <summary>Reads a name of the IANA's database, without regard to case.</summary>
    /// <returns>The zone and no mistake; or none, and a sentence that says what to write.</returns>
    public static (DateTimeZone? Zone, string? Mistake) Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var written = name.Trim();
        var source = TzdbDateTimeZoneSource.Default;
        var id = source.GetIds().FirstOrDefault(known => known.Equals(written, StringComparison.OrdinalIgnoreCase));
        if (id is not null)
        {
            return (DateTimeZoneProviders.Tzdb[id], null);
        }

        var meant = Meant(written, source).Take(MostMeant).Select(known => $"`{known}`").ToList();
        return (null, $"`{written.Shortened()}` is no time zone; " + (meant.Count == 0 ? "write its name in the IANA's database, such as `Europe/Berlin`." : $"did you mean {string.Join(" or ", meant)}?"));
    }

    /// <summary>What Windows calls so, places of that name, and names with a slip or two.</summary>
    private static IEnumerable<string> Meant(string written, TzdbDateTimeZoneSource source)
    {
        if (source.WindowsMapping.PrimaryMapping.TryGetValue(written, out var windows))
        {
            return [windows];
        }

        var place = written[(written.LastIndexOf('/') + 1)..].Replace(' ', '_');
        var known = source.CanonicalIdMap.Keys.Order(StringComparer.Ordinal).ToList();
        var exact = known.Where(id => Place(id).Equals(place, StringComparison.OrdinalIgnoreCase)).ToList();
        return exact.Count > 0 ? exact
            : NearestWord.To(written, known) is { } slip ? [slip]
            : NearestWord.To(place, known.Select(Place)) is { } near ? known.Where(id => Place(id) == near)
            : [];
    }

    private static string Place(string id) => id[(id.LastIndexOf('/') + 1)..];
}

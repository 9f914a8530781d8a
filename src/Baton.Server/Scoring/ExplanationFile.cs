using System.Globalization;
using System.Text.Json;
using Baton.Core.Documents;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Scoring;

/// <summary>One lead's explanation for programs: a JSON object with exact points.</summary>
internal static class ExplanationFile
{
    public static void Write(Stream stream, ScoreRun run, int lead, Instant asOf)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            var reader = run.Leads.NewReader();
            var explanation = reader.Explain(lead);
            json.WriteStartObject();
            json.WriteString("asOf", InstantPattern.ExtendedIso.Format(asOf));
            ScoreFile.WriteScore(json, run.Leads, lead, explanation.Score);
            WriteAll(json, "lines", explanation.Lines, WriteLine);
            WriteAll(json, "notHeld", explanation.NotHeld, WriteNotHeld);
            var standing = reader.Standing(lead);
            json.WriteString("next", standing.Next?.Title());
            WriteAll(json, "needs", standing.Needs, static (json, need) => json.WriteStringValue(need));
            json.WriteString("belowStageOn", reader.NextCrossing(lead)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        stream.Write("\n"u8);
    }

    private static void WriteAll<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteLine(Utf8JsonWriter json, ExplanationLine line)
    {
        json.WriteStartObject();
        json.WriteString("part", Name(line.Part));
        json.WriteString("kind", line.Kind.ToString().ToLowerInvariant());
        json.WriteString("text", line.Text);
        json.WriteNumber("points", line.Points);
        if (line.Rule is FitRule)
        {
            WriteValues(json, line.Values);
        }

        if (line.Rule is EngagementRule rule)
        {
            json.WriteNumber("seen", line.Seen);
            json.WriteNumber("counted", line.Counted);
            json.WriteString("counts", RuleWords.Caps(rule, Wording.English));
            json.WriteNumber("unfaded", line.Unfaded!.Value);
        }

        if (line.Last is { } last)
        {
            json.WriteString("last", InstantPattern.ExtendedIso.Format(last));
        }

        json.WriteEndObject();
    }

    private static void WriteNotHeld(Utf8JsonWriter json, RuleNotHeld notHeld)
    {
        json.WriteStartObject();
        json.WriteString("part", Name(notHeld.Part));
        json.WriteString("rule", notHeld.Rule.Name);
        json.WriteNumber("points", notHeld.Rule.Points);
        json.WriteString("asks", notHeld.Rule.Asks());
        if (notHeld.Rule is FitRule)
        {
            WriteValues(json, notHeld.Values);
        }

        json.WriteEndObject();
    }

    /// <summary>By the attributes' names as the rule writes them; null where nothing is known.</summary>
    private static void WriteValues(Utf8JsonWriter json, IEnumerable<AskedValue> values)
    {
        json.WriteStartObject("values");
        foreach (var (attribute, text) in values)
        {
            json.WriteString(attribute, text);
        }

        json.WriteEndObject();
    }

    private static string Name(ScorePart part) => part.ToString().ToLowerInvariant();
}

using Baton.Server.Imports;

namespace Baton.Server.Scoring;

/// <summary>The rows that were skipped, as a CSV file to mend and read again.</summary>
internal static class RejectedFile
{
    /// <returns>Why the file could not be written, or null.</returns>
    public static FileProblem? Write(string path, ScoreReport report, Stream standardOutput)
    {
        if (!OutputFile.TryCreate(path, standardOutput, out var file, out var problem))
        {
            return problem;
        }

        using (file)
        {
            var writer = new CsvWriter();
            foreach (var name in (string[])["file", "line", "reason", "text"])
            {
                writer.Field(name);
            }

            writer.EndRecord();
            foreach (var (name, rows) in new[] { ("leads", report.Leads), ("events", report.Events) })
            {
                foreach (var row in rows.Rows)
                {
                    writer.Field(name);
                    writer.Field(row.Line);
                    writer.Field(row.Reason);
                    writer.Field(row.Text);
                    writer.EndRecord();
                    writer.DrainTo(file.Stream);
                }
            }

            writer.DrainTo(file.Stream);
            file.Commit();
            return null;
        }
    }
}

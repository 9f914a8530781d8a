namespace Baton.Server.Imports;

/// <summary>What a text file holds, as its first characters say.</summary>
public enum FileShape
{
    /// <summary>Rows of fields under a header; also whatever is not JSON.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    Ndjson,

    /// <summary>One JSON array; see <see cref="FileProblem.OfShape"/> for what to tell the user.</summary>
    JsonArray,

    /// <summary>JSON objects written over several lines each; see <see cref="FileProblem.OfShape"/>.</summary>
    JsonOverLines,
}

namespace Baton.Core.Documents;

/// <summary>Something a user wrote that Baton cannot accept: where it is, what is wrong and what to do.</summary>
/// <param name="Line">The line in the text, from 1.</param>
/// <param name="Column">The column in the line, from 1.</param>
/// <param name="Message">What is wrong and what to do, as one sentence without the position.</param>
public sealed record Mistake(int Line, int Column, string Message)
{
    /// <summary>The mistake in the form that editors and terminals make clickable: <c>line 3, column 7: …</c>.</summary>
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}

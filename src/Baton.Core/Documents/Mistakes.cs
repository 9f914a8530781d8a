namespace Baton.Core.Documents;

/// <summary>Collects every mistake of one document, so that its author sees all of them at once.</summary>
internal sealed class Mistakes
{
    private readonly List<Mistake> _found = [];

    public void Add(Node where, string message) => _found.Add(new Mistake(where.Line, where.Column, message));

    public void Add(int line, int column, string message) => _found.Add(new Mistake(line, column, message));

    public bool None => _found.Count == 0;

    /// <summary>The mistakes in the order of the text.</summary>
    public IReadOnlyList<Mistake> InOrder() => [.. _found.OrderBy(m => m.Line).ThenBy(m => m.Column)];
}

namespace Baton.Core.Documents;

/// <summary>Collects every mistake of one document, so that its author sees all of them at once.</summary>
internal sealed class Mistakes
{
    private readonly List<Mistake> _found = [];
    private readonly HashSet<Node> _unreadable = new(ReferenceEqualityComparer.Instance);

    public void Add(Node where, string message)
    {
        if (!_unreadable.Contains(where))
        {
            _found.Add(new Mistake(where.Line, where.Column, message));
        }
    }

    /// <summary>Adds a mistake about what cannot be read at all; what later readers miss there only follows from it and is not added.</summary>
    public void AddUnreadable(Node where, string message)
    {
        Add(where, message);
        _unreadable.Add(where);
    }

    public void Add(int line, int column, string message) => _found.Add(new Mistake(line, column, message));

    public bool None => _found.Count == 0;

    /// <summary>The mistakes in the order of the text.</summary>
    public IReadOnlyList<Mistake> InOrder() => [.. _found.OrderBy(m => m.Line).ThenBy(m => m.Column)];
}

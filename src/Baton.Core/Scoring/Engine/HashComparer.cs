namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Spreads <see cref="Hash64"/>es over a dictionary by a secret of this process: ids come from browsers, and whoever chose them so that all fell
/// into one place would make reading them take the square of the time.
/// </summary>
internal sealed class HashComparer : IEqualityComparer<long>
{
    public static readonly HashComparer Instance = new();

    public bool Equals(long x, long y) => x == y;

    public int GetHashCode(long obj) => HashCode.Combine((int)obj, (int)(obj >> 32));
}

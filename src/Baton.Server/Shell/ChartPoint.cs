using NodaTime;

namespace Baton.Server.Shell;

/// <summary>A point of a line through time.</summary>
/// <param name="Day">When.</param>
/// <param name="Value">How high it is.</param>
/// <param name="Words">What it says.</param>
public sealed record ChartPoint(LocalDate Day, decimal Value, string Words);

/// <summary>Something that happened on the way.</summary>
/// <param name="Day">When.</param>
/// <param name="Words">What, in a word or two.</param>
public sealed record ChartMark(LocalDate Day, string Words);

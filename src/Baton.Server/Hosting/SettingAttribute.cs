namespace Baton.Server.Hosting;

/// <summary>What a setting is for and what it takes, for <c>--help</c>, for the documentation, and for whoever mistypes it.</summary>
/// <param name="says">In one sentence, what it sets.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(string says) : Attribute
{
    /// <summary>In one sentence, what it sets.</summary>
    public string Says => says;

    /// <summary>Of a number, the least that is allowed.</summary>
    public int Least { get; init; }

    /// <summary>Of a number, the most that is allowed.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>True where 0, too, is allowed, whatever <see cref="Least"/> says, and switches the matter off.</summary>
    public bool ZeroIsOff { get; init; }

    /// <summary>Of a text, the words that are allowed; every text where there are none.</summary>
    public string[] OneOf { get; init; } = [];
}

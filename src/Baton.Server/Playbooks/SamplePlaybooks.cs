using System.Reflection;
using Baton.Server.Shell;

namespace Baton.Server.Playbooks;

/// <summary>The playbooks that come with Baton, to begin with: those of the folder <c>samples/playbooks</c>.</summary>
internal static class SamplePlaybooks
{
    /// <summary>Every sample, the shortest first.</summary>
    public static IReadOnlyList<SamplePlaybook> All { get; } =
    [
        new("metal-fabrication", Words.Of("Short: who they are, what they do, and one number from which on a lead is for sales. The sample files are made for it."), TextOf("metal-fabrication")),
        new("packaging-machines", Words.Of("Long: inside sales phones every MQL and asks about budget and time before regional managers get it, with deadlines for both."), TextOf("packaging-machines")),
    ];

    private static string TextOf(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"samples.{name}.yaml")!);
        return reader.ReadToEnd();
    }
}

/// <summary>A playbook that comes with Baton.</summary>
/// <param name="Name">Its file's.</param>
/// <param name="Summary">Whom it fits, in a sentence or two.</param>
/// <param name="Yaml">Its text.</param>
public sealed record SamplePlaybook(string Name, string Summary, string Yaml);

using Baton.Server.Shell;

namespace Baton.Server.Playbooks;

/// <summary>The playbooks to start from: those of <c>samples/playbooks</c>, within the program.</summary>
internal static class SamplePlaybooks
{
    public static IReadOnlyList<SamplePlaybook> All { get; } =
    [
        Read("metal-fabrication", Words.Of("Metal fabrication"), Words.Of("The shortest that works: who they are, what they do, and one number that makes a lead ready for sales. Good to begin with.")),
        Read("packaging-machines", Words.Of("Packaging machines"), Words.Of("A maker of machines: points that fade, questions about budget and timing that people confirm, routes to teams, deadlines, and reasons to say no.")),
    ];

    public static SamplePlaybook? Find(string? name) => All.FirstOrDefault(sample => sample.Name == name);

    private static SamplePlaybook Read(string name, string title, string summary)
    {
        using var reader = new StreamReader(typeof(SamplePlaybooks).Assembly.GetManifestResourceStream($"samples.{name}.yaml")!);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");

        // The first two lines lead editors to the language's schema beside the sample, which is not beside a draft.
        return new SamplePlaybook(name, title, summary, text.StartsWith("# yaml-language-server", StringComparison.Ordinal) ? text.Split('\n', 3)[2] : text);
    }
}

/// <summary>A playbook to start from.</summary>
/// <param name="Name">In addresses.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">What it is good for, in English; pages translate it.</param>
/// <param name="Yaml">Its text.</param>
public sealed record SamplePlaybook(string Name, string Title, string Summary, string Yaml);

namespace Baton.Server.Playbooks.Previews;

/// <summary>What can be said of a text while somebody types it.</summary>
public abstract record PreviewAnswer
{
    private PreviewAnswer()
    {
    }

    /// <summary>The text is no playbook.</summary>
    public sealed record Mistaken : PreviewAnswer;

    /// <summary>Leads are still being scored by the playbook that holds.</summary>
    public sealed record Rescoring : PreviewAnswer;

    /// <summary>What it is told by is still being read: ask again in a second.</summary>
    /// <param name="Progress">How far it is, from 0 to 1.</param>
    public sealed record Reading(double Progress) : PreviewAnswer;

    /// <summary>What publishing it would change.</summary>
    /// <param name="Preview">That.</param>
    public sealed record Told(Preview Preview) : PreviewAnswer;
}

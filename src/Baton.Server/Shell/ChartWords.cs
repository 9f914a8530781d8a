using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Baton.Server.Shell;

/// <summary>Words in a drawing: SVG's element <c>text</c>, which markup takes for something of its own.</summary>
public sealed class ChartWords : ComponentBase
{
    /// <summary>How far to the right.</summary>
    [Parameter, EditorRequired] public string X { get; set; } = "";

    /// <summary>How far down.</summary>
    [Parameter, EditorRequired] public double Y { get; set; }

    /// <summary>How much further to the right.</summary>
    [Parameter] public int Dx { get; set; }

    /// <summary>True where they end there and do not begin.</summary>
    [Parameter] public bool IsEnd { get; set; }

    [Parameter] public string Class { get; set; } = "chart-words";

    [Parameter, EditorRequired] public string Words { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture));
        builder.AddAttribute(3, "dx", Dx == 0 ? null : Dx.ToString(System.Globalization.CultureInfo.InvariantCulture));
        builder.AddAttribute(4, "text-anchor", IsEnd ? "end" : null);
        builder.AddAttribute(5, "class", Class);
        builder.AddContent(6, Words);
        builder.CloseElement();
    }
}

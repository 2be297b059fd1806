using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>Shown in a circuit in place of a gated component that a router did not ask the gate for.</summary>
/// <param name="page">The gated component.</param>
internal sealed class ClosedPage(Type page) : IComponent
{
    private const string OnlyAttributes = "Of this page only its attributes are read, and no site with circuits can be trimmed.";

    private RenderHandle _handle;

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    /// <summary>The parameters are those of the gated component.</summary>
    // The compiler sees a parameter, the linker the field behind it.
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = OnlyAttributes)]
    [UnconditionalSuppressMessage("Trimming", "IL2077", Justification = OnlyAttributes)]
    public Task SetParametersAsync(ParameterView parameters)
    {
        _handle.Render(builder =>
        {
            builder.OpenComponent<OtpVerifyFirst>(0);
            builder.AddComponentParameter(1, nameof(OtpVerifyFirst.RouteData), new RouteData(page, new Dictionary<string, object?>()));
            builder.CloseComponent();
            builder.OpenComponent<DeveloperNote>(2);
            builder.AddComponentParameter(3, nameof(DeveloperNote.Key), "developer.router");
            builder.CloseComponent();
        });
        return Task.CompletedTask;
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Components;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What the page of <c>MapOffer18OtpPage</c> contains, in whatever layout.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class OtpPageContent : ComponentBase
{
    /// <summary>The campaign; empty is the default one.</summary>
    [Parameter]
    public string Campaign { get; set; } = "";

    /// <exception cref="InteractiveLayoutException">The layout is interactive, so its router would replace this page.</exception>
    protected override void OnInitialized()
    {
        if (AssignedRenderMode is not null)
        {
            throw new InteractiveLayoutException();
        }
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// The page of <c>MapOffer18OtpPage</c> in a site without a layout. It does not work in another page.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class OtpPage : ComponentBase
{
    /// <summary>The campaign; empty is the default one.</summary>
    [Parameter]
    public string Campaign { get; set; } = "";

    /// <summary>See <see cref="OtpPageOptions.StyleSheets"/>.</summary>
    [Parameter]
    public IList<string> StyleSheets { get; set; } = [];

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private string PathBase => HttpContext.Request.PathBase.ToUriComponent();

    private string? Nonce => Settings.Get(Campaign).Nonce?.Invoke(HttpContext);
}

namespace Offer18.Otp.AspNetCore;

/// <summary>What the page of <c>MapOffer18OtpPage</c> looks like.</summary>
public sealed class OtpPageOptions
{
    /// <summary>
    /// Whether the page is shown in the site's layout, if there is one: the root component of <c>MapRazorComponents</c>, or
    /// <c>_Layout</c> of Razor Pages and MVC. Default true. A site without a layout gets a page that stands by itself.
    /// </summary>
    public bool UseLayout { get; set; } = true;

    /// <summary>
    /// Style sheets for a page that stands by itself, for example with the component's CSS custom properties. An address that begins with
    /// <c>~/</c> is below the path base. Default: none.
    /// </summary>
    public IList<string> StyleSheets { get; } = [];
}

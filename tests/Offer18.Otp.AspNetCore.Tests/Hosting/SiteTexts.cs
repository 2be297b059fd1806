namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>Texts of a site's own: its resources stand beside it.</summary>
public sealed class SiteTexts
{
    private SiteTexts()
    {
    }
}

using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Offer18.Otp.AspNetCore.Gate;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gate to Razor Pages by convention.</summary>
public static class OtpPageConventionCollectionExtensions
{
    /// <summary>Puts the gate before all pages of a folder, as if each had <c>[RequireOtpVerified]</c>.</summary>
    /// <param name="conventions">The conventions of <c>RazorPagesOptions</c>.</param>
    /// <param name="folderPath">The folder, such as <c>/Members</c>.</param>
    /// <param name="campaign">The campaign that the number must have been verified for; empty is the default campaign.</param>
    /// <param name="maxAge">How old the verification may be, in minutes; 0 accepts any valid one.</param>
    public static PageConventionCollection RequireOtpVerifiedFolder(
        this PageConventionCollection conventions, string folderPath, string campaign = "", int maxAge = 0) =>
        conventions.AuthorizeFolder(folderPath, OtpPolicy.Name(campaign, maxAge));

    /// <summary>Puts the gate before a page, as if it had <c>[RequireOtpVerified]</c>.</summary>
    /// <param name="conventions">The conventions of <c>RazorPagesOptions</c>.</param>
    /// <param name="pageName">The page, such as <c>/Members/Index</c>.</param>
    /// <param name="campaign">The campaign that the number must have been verified for; empty is the default campaign.</param>
    /// <param name="maxAge">How old the verification may be, in minutes; 0 accepts any valid one.</param>
    public static PageConventionCollection RequireOtpVerifiedPage(
        this PageConventionCollection conventions, string pageName, string campaign = "", int maxAge = 0) =>
        conventions.AuthorizePage(pageName, OtpPolicy.Name(campaign, maxAge));
}

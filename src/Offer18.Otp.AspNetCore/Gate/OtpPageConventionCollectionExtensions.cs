using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Offer18.Otp.AspNetCore.Gate;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The gate on Razor Pages by convention.</summary>
public static class OtpPageConventionCollectionExtensions
{
    /// <summary>Puts the gate before all pages of a folder, as <c>[RequireOtpVerified]</c> on each of them would.</summary>
    /// <param name="conventions">The conventions of <c>RazorPagesOptions</c>.</param>
    /// <param name="folderPath">The folder, <c>/Members</c> for instance.</param>
    /// <param name="campaign">The campaign that the number must have been verified for; empty is the default campaign.</param>
    /// <param name="maxAge">How long ago the verification may have been made, in minutes; 0 takes any that is valid.</param>
    public static PageConventionCollection RequireOtpVerifiedFolder(
        this PageConventionCollection conventions, string folderPath, string campaign = "", int maxAge = 0) =>
        conventions.AuthorizeFolder(folderPath, OtpPolicy.Name(campaign, maxAge));

    /// <summary>Puts the gate before a page, as <c>[RequireOtpVerified]</c> on it would.</summary>
    /// <param name="conventions">The conventions of <c>RazorPagesOptions</c>.</param>
    /// <param name="pageName">The page, <c>/Members/Index</c> for instance.</param>
    /// <param name="campaign">The campaign that the number must have been verified for; empty is the default campaign.</param>
    /// <param name="maxAge">How long ago the verification may have been made, in minutes; 0 takes any that is valid.</param>
    public static PageConventionCollection RequireOtpVerifiedPage(
        this PageConventionCollection conventions, string pageName, string campaign = "", int maxAge = 0) =>
        conventions.AuthorizePage(pageName, OtpPolicy.Name(campaign, maxAge));
}

using Offer18.Otp.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The gate on minimal APIs and groups.</summary>
public static class RequireOtpVerifiedExtensions
{
    /// <summary>Opens for visitors who have verified a mobile number; see <see cref="RequireOtpVerifiedAttribute"/>.</summary>
    /// <param name="builder">An endpoint or a group.</param>
    /// <param name="campaign">The campaign that the number must have been verified for; empty is the default campaign.</param>
    /// <param name="maxAge">How long ago the verification may have been made, in minutes; 0 takes any that is valid.</param>
    public static TBuilder RequireOtpVerified<TBuilder>(this TBuilder builder, string campaign = "", int maxAge = 0)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequireOtpVerifiedAttribute { Campaign = campaign, MaxAge = maxAge });
}

using Offer18.Otp.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the gate to minimal APIs and groups.</summary>
public static class RequireOtpVerifiedExtensions
{
    /// <summary>Lets in only visitors who have verified a mobile number; see <see cref="RequireOtpVerifiedAttribute"/>.</summary>
    /// <param name="builder">An endpoint or a group.</param>
    /// <param name="campaign">The campaign that the number must have been verified for; empty is the default campaign.</param>
    /// <param name="maxAge">How old the verification may be, in minutes; 0 accepts any valid one.</param>
    public static TBuilder RequireOtpVerified<TBuilder>(this TBuilder builder, string campaign = "", int maxAge = 0)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequireOtpVerifiedAttribute { Campaign = campaign, MaxAge = maxAge });
}

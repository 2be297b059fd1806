using Offer18.Otp.AspNetCore.Gate;

namespace Microsoft.AspNetCore.Authorization;

/// <summary>Adds the gate to a site's own policy, such as a fallback policy.</summary>
public static class OtpAuthorizationPolicyBuilderExtensions
{
    /// <summary>Requires a verified number, as <c>[RequireOtpVerified]</c> does.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="campaign">The campaign that the number must have been verified for; empty is the default campaign.</param>
    /// <param name="maxAge">How old the verification may be, in minutes; 0 accepts any valid one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is negative.</exception>
    public static AuthorizationPolicyBuilder RequireOtpVerified(this AuthorizationPolicyBuilder builder, string campaign = "", int maxAge = 0)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(campaign);
        ArgumentOutOfRangeException.ThrowIfNegative(maxAge);
        return builder.AddRequirements(new OtpVerifiedRequirement(campaign, maxAge));
    }
}

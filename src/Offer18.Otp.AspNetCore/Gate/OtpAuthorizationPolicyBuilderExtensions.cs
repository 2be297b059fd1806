using Offer18.Otp.AspNetCore.Gate;

namespace Microsoft.AspNetCore.Authorization;

/// <summary>The gate as part of a site's own policy, of a fallback policy for instance.</summary>
public static class OtpAuthorizationPolicyBuilderExtensions
{
    /// <summary>Asks for a verified number, as <c>[RequireOtpVerified]</c> does.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="campaign">The campaign that the number must have been verified for; empty is the default campaign.</param>
    /// <param name="maxAge">How long ago the verification may have been made, in minutes; 0 takes any that is valid.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is negative.</exception>
    public static AuthorizationPolicyBuilder RequireOtpVerified(this AuthorizationPolicyBuilder builder, string campaign = "", int maxAge = 0)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(campaign);
        ArgumentOutOfRangeException.ThrowIfNegative(maxAge);
        return builder.AddRequirements(new OtpVerifiedRequirement(campaign, maxAge));
    }
}

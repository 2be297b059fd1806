using Microsoft.AspNetCore.Authorization;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Requires that a number was verified for the campaign, in this browser and by this user, at most <c>MaxAge</c> ago.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="MaxAge">In minutes; 0 accepts a valid verification of any age.</param>
internal sealed record OtpVerifiedRequirement(string Campaign, int MaxAge) : IAuthorizationRequirement
{
    /// <summary>Whether a valid proof of the campaign is recent enough.</summary>
    public bool IsMetBy(VerifiedMsisdn proof, DateTimeOffset now) => MaxAge == 0 || proof.VerifiedAt + TimeSpan.FromMinutes(MaxAge) > now;
}

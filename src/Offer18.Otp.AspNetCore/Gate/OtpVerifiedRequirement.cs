using Microsoft.AspNetCore.Authorization;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>A number was verified for the campaign, in this browser and by this user, and not longer ago than this.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="MaxAge">In minutes; 0 asks for a valid verification of any age.</param>
internal sealed record OtpVerifiedRequirement(string Campaign, int MaxAge) : IAuthorizationRequirement
{
    /// <summary>Whether a valid proof of the campaign is young enough.</summary>
    public bool IsMetBy(VerifiedMsisdn proof, DateTimeOffset now) => MaxAge == 0 || proof.VerifiedAt + TimeSpan.FromMinutes(MaxAge) > now;
}

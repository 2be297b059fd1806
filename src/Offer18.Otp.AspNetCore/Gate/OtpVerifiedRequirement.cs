using Microsoft.AspNetCore.Authorization;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>A number was verified for the campaign, in this browser and by this user.</summary>
internal sealed record OtpVerifiedRequirement(string Campaign) : IAuthorizationRequirement;

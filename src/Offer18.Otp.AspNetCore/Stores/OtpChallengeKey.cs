namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Finds a challenge: a pending verification of one browser.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="MsisdnDigest">
/// The number's keyed digest, the same for all challenges of the number. An operation touches a challenge and its number. A store can
/// compute both names from the digest before it reads anything. So it can keep both in one place.
/// </param>
/// <param name="Id">A digest of what the browser holds (256 bits, base64url). Somebody who reads the store cannot use it.</param>
public sealed record OtpChallengeKey(string Campaign, MsisdnDigest MsisdnDigest, string Id);

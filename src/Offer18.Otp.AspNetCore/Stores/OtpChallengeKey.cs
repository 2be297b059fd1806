namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Finds a challenge: one browser's verification of one number.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="MsisdnDigest">
/// The number's keyed digest, the same for all challenges of the number. An operation touches a challenge and the counts of its number.
/// The keys of both contain this digest, and a store knows it before it reads anything. So a store can keep both in one place.
/// </param>
/// <param name="Id">A digest of what the browser holds (256 bits, base64url). Somebody who reads the store cannot use it.</param>
public sealed record OtpChallengeKey(string Campaign, MsisdnDigest MsisdnDigest, string Id);

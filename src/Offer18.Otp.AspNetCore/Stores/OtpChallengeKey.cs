namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Finds a challenge: a pending verification of one browser.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="MsisdnDigest">
/// A keyed digest of the number (128 bits, base64url), the same for every challenge of it: what one operation touches, challenge
/// and number alike, shares it, so that a store can name both before it has read either, and keep them in one place.
/// </param>
/// <param name="Id">A digest of what the browser holds (256 bits, base64url): a dump of the store opens nothing.</param>
public readonly record struct OtpChallengeKey(string Campaign, string MsisdnDigest, string Id);

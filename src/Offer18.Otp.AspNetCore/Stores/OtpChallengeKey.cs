namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Finds a challenge: a pending verification of one browser.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="MsisdnDigest">
/// The number's keyed digest, the same for all challenges of the number. An operation touches a challenge and its number. By the digest a store
/// can name both before it has read either, and keep them in one place.
/// </param>
/// <param name="Id">A digest of what the browser holds (256 bits, base64url). Who reads the store can do nothing with it.</param>
public sealed record OtpChallengeKey(string Campaign, MsisdnDigest MsisdnDigest, string Id);

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Finds a challenge: a pending verification of one browser.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="Partition">
/// 0 to 65,535, drawn from the number: what one operation touches, challenge and number alike, shares it, so that a store
/// over several machines can keep it in one place.
/// </param>
/// <param name="Id">A digest of what the browser holds (256 bits, base64url): a dump of the store opens nothing.</param>
public readonly record struct OtpChallengeKey(string Campaign, int Partition, string Id);

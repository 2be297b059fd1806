namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>Names a counter.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="Id">
/// What is counted: letters, digits, dots, hyphens and underscores. It says neither number nor address: those are in it as keyed digests.
/// </param>
public sealed record OtpCounterKey(string Campaign, string Id);

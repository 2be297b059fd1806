namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>What a number is in a country.</summary>
/// <param name="Use">What it is for.</param>
/// <param name="Leading">How many of its leading digits the country's known ranges share.</param>
internal readonly record struct NumberVerdict(NumberUse Use, int Leading);

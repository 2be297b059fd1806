namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The hidden fields of each form.</summary>
/// <param name="TokenName">The name of the antiforgery token's field.</param>
/// <param name="Token">The antiforgery token.</param>
/// <param name="Page">The page that the answer leads back to.</param>
internal sealed record OtpFormFields(string TokenName, string? Token, string Page);

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>Which partner a call goes to. One can be out of order while the campaign's others work.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Operator">The operator whose numbers the call is about; null if the campaign's own settings are used.</param>
internal readonly record struct OtpRoute(string Campaign, string? Operator);

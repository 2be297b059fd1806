namespace Offer18.Otp.AspNetCore.Events;

/// <summary>Why a handler of the site has refused a step.</summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>.</param>
/// <param name="Text">The name of the site's own text; null for the code's.</param>
internal sealed record OtpEventRefusal(string Code, string? Text = null);

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// A number with a fixed code, for a reviewer of an operator or an app store. No message is sent to it, and Offer18 is not called.
/// </summary>
public sealed class OtpTestNumber
{
    /// <summary>The number, with <c>+</c> and the country code. Its country must be among <see cref="Offer18OtpOptions.AllowedCountries"/>.</summary>
    public string Msisdn { get; set; } = "";

    /// <summary>The code: digits, as many as <see cref="Offer18OtpOptions.CodeLength"/>, or that of the number's operator, allows.</summary>
    public string Code { get; set; } = "";

    /// <summary>
    /// From this time on the number is one like any other, and its proofs open nothing: <c>2026-12-31T23:59:59Z</c>. Required. If it is more
    /// than 90 days ahead, the log warns at start.
    /// </summary>
    public DateTimeOffset EndsAt { get; set; }

    /// <summary>Only the type's name: the number and its code would open what it tests.</summary>
    public override string ToString() => nameof(OtpTestNumber);
}

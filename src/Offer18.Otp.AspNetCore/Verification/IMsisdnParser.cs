namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Reads numbers as people write them.</summary>
public interface IMsisdnParser
{
    /// <summary>
    /// The number, or null when the text is not a possible mobile number of an allowed country. Never throws, whatever the text.
    /// </summary>
    /// <param name="text">What the visitor typed, of any length.</param>
    /// <param name="allowedCountries">ISO 3166-1 alpha-2 codes; <c>*</c> allows all.</param>
    /// <param name="defaultCountry">
    /// By whose rules a number without a country code is read: what the visitor chose, of any form, or the campaign's own. Null: the
    /// only allowed country, or none.
    /// </param>
    Msisdn? Parse(string? text, IEnumerable<string> allowedCountries, string? defaultCountry);
}

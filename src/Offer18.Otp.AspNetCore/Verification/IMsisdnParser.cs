namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Reads numbers in the forms that people write.</summary>
public interface IMsisdnParser
{
    /// <summary>The number, or null if the text is not a possible mobile number of an allowed country. No text makes it throw.</summary>
    /// <param name="text">What the visitor typed, of any length.</param>
    /// <param name="allowedCountries">
    /// ISO 3166-1 alpha-2 codes; <c>*</c> allows all. A code of no country, such as one of a satellite network, must be named with its plus:
    /// <c>+881</c>.
    /// </param>
    /// <param name="defaultCountry">
    /// The country of a number that is written without a country code: the visitor's choice, which can be any text, or the campaign's own.
    /// Null means the only allowed country, or no country if several are allowed.
    /// </param>
    Msisdn? Parse(string? text, IEnumerable<string> allowedCountries, string? defaultCountry);
}

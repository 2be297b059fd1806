using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A rule of a numbering plan that libphonenumber's metadata does not contain.</summary>
/// <param name="CallingCode">The country code.</param>
/// <param name="Mobile">Every mobile number matches it, without its country code. Numbers that match need not be mobile ones.</param>
/// <param name="Reason">The rule in words.</param>
/// <param name="Source">Who says so.</param>
internal sealed record NumberRule(int CallingCode, Regex Mobile, string Reason, string Source);

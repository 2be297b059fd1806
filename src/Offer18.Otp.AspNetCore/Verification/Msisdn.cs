namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A possible mobile number.</summary>
/// <param name="Digits">E.164 without <c>+</c>: the country code and the national number, ASCII digits.</param>
/// <param name="Country">ISO 3166-1 alpha-2. For a code that belongs to no country: the code with its plus, such as <c>+881</c>.</param>
public sealed record Msisdn(string Digits, string Country)
{
    /// <summary>The masked number, as <see cref="MsisdnMask"/> shows it.</summary>
    public override string ToString() => MsisdnMask.Apply(Digits);
}

using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Makes the digests that name numbers in the stores' keys.</summary>
internal sealed class MsisdnDigests(OtpDigests digests)
{
    private const int Length = 16;

    public MsisdnDigest Compute(string campaign, string digits) =>
        new(digests.Compute(campaign, "Offer18.Otp msisdn digest v1", digits, Length));
}

using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Makes the digests that name numbers in the stores' keys.</summary>
internal sealed class MsisdnDigests(OtpDigests digests)
{
    private const int Length = 16;

    /// <summary>A number's digests with each of the campaign's keys. The first is the one that writes.</summary>
    public IReadOnlyList<MsisdnDigest> Compute(string campaign, string digits)
    {
        var all = new MsisdnDigest[digests.GenerationsOf(campaign)];
        for (var generation = 0; generation < all.Length; generation++)
        {
            all[generation] = new(digests.Compute(campaign, "Offer18.Otp msisdn digest v1", digits, Length, generation));
        }

        return all;
    }
}

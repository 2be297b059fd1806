using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class OtpProofIdTests
{
    [Fact]
    public void A_proofs_id_begins_with_the_digest_of_its_number() =>
        Assert.Equal(new MsisdnDigest("digest-1"), new OtpProofId("digest-1.proof-1").MsisdnDigest);

    // A store may keep what was revoked of a campaign under the digest that is none.
    [Fact]
    public void What_names_no_number_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new MsisdnDigest(""));
        Assert.Throws<ArgumentException>(() => new OtpProofId(".proof-1"));
        Assert.Throws<ArgumentException>(() => new OtpProofId(""));
        Assert.Throws<ArgumentException>(() => new OtpLease(""));
    }
}

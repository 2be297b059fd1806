using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class OtpChallengeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(false, 1, 1, true)]
    [InlineData(true, 1, 1, false)]
    [InlineData(false, 0, 1, false)]
    [InlineData(false, 1, 0, false)]
    public void A_code_can_be_checked_until_one_was_right_none_is_left_or_it_expires(bool isVerified, int remaining, int seconds, bool isUsable)
    {
        var challenge = new OtpChallenge
        {
            Digits = "447700900123",
            ExpiresAt = Now.AddSeconds(seconds),
            ResendAt = Now,
            AttemptsRemaining = remaining,
            Verified = isVerified ? new() { Id = new("d.p"), Campaign = "", Msisdn = "+447700900123", VerifiedAt = Now, ValidUntil = Now.AddMinutes(1) } : null,
        };

        Assert.Equal(isUsable, challenge.IsUsable(Now));
    }
}

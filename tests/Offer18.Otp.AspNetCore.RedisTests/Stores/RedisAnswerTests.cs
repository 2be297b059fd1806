using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.Stores;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

public sealed class RedisAnswerTests
{
    [Fact]
    public void A_status_is_read_by_its_name() =>
        Assert.Equal(OtpSendStatus.TooSoon, Answer("status", "TooSoon").Status<OtpSendStatus>("status"));

    [Theory]
    [InlineData("Unheard")]
    [InlineData("2")]
    [InlineData("toosoon")]
    [InlineData("")]
    public void A_status_that_nobody_knows_is_an_error(string name) =>
        Assert.Throws<InvalidOperationException>(() => Answer("status", name).Status<OtpSendStatus>("status"));

    [Fact]
    public void A_field_that_the_script_has_left_out_is_null()
    {
        Assert.Null(Answer("status", "TooSoon").Duration("retry_after"));
        Assert.False(Answer("status", "TooSoon").Flag("is_repeat"));
    }

    private static RedisAnswer Answer(string name, string value) =>
        RedisAnswer.Read(RedisResult.Create([RedisResult.Create((RedisValue)name), RedisResult.Create((RedisValue)value)]))!;
}

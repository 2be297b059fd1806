using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

public sealed class OtpCodeTests
{
    [Theory]
    [InlineData("123456")]
    [InlineData(" 123 456 ")]
    [InlineData("123-456")]
    [InlineData("G-123456")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("۱۲۳۴۵۶")]
    [InlineData("１２３４５６")]
    [InlineData("\u200E123\u00A0456\u200F")]
    [InlineData("1 2 3 4 5 6")]
    [InlineData("123456\r\n")]
    public void A_code_is_read_however_it_is_pasted(string text) => Assert.Equal("123456", OtpCode.Parse(text, new()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("123456789")]
    [InlineData("12a456")]
    [InlineData("123456 or 654321")]
    [InlineData("+123456")]
    public void What_holds_no_code_of_that_length_is_none(string? text) => Assert.Null(OtpCode.Parse(text, new()));

    [Fact]
    public void The_length_can_be_fixed()
    {
        Assert.Equal("1234", OtpCode.Parse("1234", 4));
        Assert.Null(OtpCode.Parse("12345", 4));
        Assert.Null(OtpCode.Parse(new string('1', 100_000), 4));
    }
}

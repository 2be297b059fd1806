using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

public sealed class TypedNumberTests
{
    [Theory]
    [InlineData("0770 123 4567", "07701234567", false)]
    [InlineData("+964 770 123 4567", "9647701234567", true)]
    [InlineData("(++964)", "964", true)]
    [InlineData("964+", "964", true)]
    [InlineData("+00964", "00964", true)]
    [InlineData("00++964", "00964", true)]
    [InlineData("00964", "00964", false)]
    [InlineData("tel:0770", "0770", false)]
    [InlineData("7", "7", false)]
    public void A_text_is_digits_and_perhaps_a_plus(string text, string digits, bool hasPlus) =>
        Assert.Equal(new(digits, hasPlus), TypedNumber.Read(text));

    [Theory]
    [InlineData("964+770")]
    [InlineData("+964+770")]
    [InlineData("0+964770")]
    [InlineData("00964+770")]
    [InlineData("++")]
    [InlineData("tel:")]
    [InlineData("tel:tel:0770")]
    [InlineData("0770#")]
    [InlineData("*0770")]
    public void What_is_not_one_number_is_nothing(string text) => Assert.Null(TypedNumber.Read(text));
}

using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

public sealed class MsisdnParserTests
{
    private static readonly string[] All = ["*"];

    private readonly MsisdnParser _parser = new();

    [Theory]
    [InlineData("+447700900123")]
    [InlineData("447700900123")]
    [InlineData("00447700900123")]
    [InlineData("00 44 7700 900 123")]
    [InlineData("07700 900123")]
    [InlineData("7700900123")]
    [InlineData("(07700) 900-123")]
    [InlineData("+44 (0)7700 900123")]
    [InlineData("  07700.900.123  ")]
    [InlineData("07700/900123")]
    [InlineData("٠٧٧٠٠٩٠٠١٢٣")]
    [InlineData("۰۷۷۰۰۹۰۰۱۲۳")]
    [InlineData("０７７００９００１２３")]
    [InlineData("＋４４７７００９００１２３")]
    [InlineData("\u202A+44 7700 900123\u202C")]
    [InlineData("\u200E07700\u00A0900\u2009123\u200B")]
    [InlineData("07700–900—123")]
    [InlineData("\uFEFF07700900123\u00AD")]
    public void A_number_is_read_however_it_is_written(string text) =>
        Assert.Equal(new Msisdn("447700900123", "GB"), _parser.Parse(text, ["GB", "IQ"], "GB"));

    [Theory]
    [InlineData("GB", "447700900123", "GB")]
    [InlineData("IQ", "+964 770 123 4567", "IQ")]
    [InlineData("IQ", "0770 123 4567", "IQ")]
    [InlineData("IQ", "٠٧٧٠ ١٢٣ ٤٥٦٧", "IQ")]
    [InlineData("CN", "139 1234 5678", "CN")]
    [InlineData("KW", "5012 3456", "KW")]
    [InlineData("BR", "(11) 96123-4567", "BR")]
    public void A_number_is_of_the_country_that_it_is_read_by(string home, string text, string country) =>
        Assert.Equal(country, _parser.Parse(text, All, home)?.Country);

    [Fact]
    public void The_only_allowed_country_is_the_default_one() =>
        Assert.Equal("447700900123", _parser.Parse("07700 900123", ["GB"], null)?.Digits);

    [Fact]
    public void Without_a_default_country_a_number_needs_its_country_code()
    {
        Assert.Null(_parser.Parse("07700 900123", ["GB", "IQ"], null));
        Assert.Equal("447700900123", _parser.Parse("447700900123", ["GB", "IQ"], null)?.Digits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("+")]
    [InlineData("00")]
    [InlineData("12345")]
    [InlineData("+44 7700 9001234")]
    [InlineData("+44 7700 90012")]
    [InlineData("07700 900123 ext. 5")]
    [InlineData("07700 900123;ext=5")]
    [InlineData("07700900123x5")]
    [InlineData("1-800-FLOWERS")]
    [InlineData("+44+7700900123")]
    [InlineData("<script>07700900123</script>")]
    [InlineData("07700900123' OR 1=1")]
    [InlineData("+999 123456789")]
    [InlineData("+44 20 7946 0123")]
    [InlineData("+44 909 8790000")]
    [InlineData("+44 800 1111111")]
    [InlineData("+1 900 123 4567")]
    [InlineData("+1 976 123 4567")]
    [InlineData("+44 921 234 5678")]
    [InlineData("+44 297 946 0958")]
    [InlineData("+882 123 456 7890")]
    [InlineData("9999999999999999999999999")]
    public void What_is_no_possible_mobile_number_is_refused(string? text) => Assert.Null(_parser.Parse(text, All, "GB"));

    [Fact]
    public void A_number_of_a_country_that_is_not_allowed_is_refused()
    {
        Assert.Null(_parser.Parse("+447700900123", ["IQ"], null));
        Assert.NotNull(_parser.Parse("+447700900123", All, null));
    }

    [Fact]
    public void A_long_text_is_refused_at_once() => Assert.Null(_parser.Parse(new string('1', 1_000_000), All, "GB"));

    [Fact]
    public void A_number_never_prints_itself_in_full() =>
        Assert.Equal("44•••••0123", _parser.Parse("07700 900123", ["GB"], null)!.ToString());

    [Theory]
    [InlineData("9647701234567", "964•••••4567")]
    [InlineData("447700900123", "44•••••0123")]
    [InlineData("+447700900123", "44•••••0123")]
    [InlineData("12025550123", "1•••••0123")]
    [InlineData("29051234", "290•••••34")]
    [InlineData("", "•••••")]
    [InlineData("9", "•••••")]
    public void A_mask_shows_the_country_code_and_the_last_digits(string msisdn, string mask) => Assert.Equal(mask, MsisdnMask.Apply(msisdn));
}

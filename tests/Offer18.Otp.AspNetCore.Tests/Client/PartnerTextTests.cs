using System.Net;
using System.Text;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client;

public sealed class PartnerTextTests
{
    private static readonly Dictionary<string, string> None = [];

    [Theory]
    [InlineData("The pin is not valid.", OtpErrorCodes.InvalidOtp)]
    [InlineData("the_pin_is_not_valid", OtpErrorCodes.InvalidOtp)]
    [InlineData("  THE-PIN-IS-NOT-VALID  ", OtpErrorCodes.InvalidOtp)]
    [InlineData("InvalidPin", OtpErrorCodes.InvalidOtp)]
    [InlineData("Invalid OTP.", OtpErrorCodes.InvalidOtp)]
    [InlineData("alreadySubscribed", OtpErrorCodes.AlreadySubscribed)]
    [InlineData("Invalid.User.Credentials", OtpErrorCodes.UpstreamRejectedCredentials)]
    public void Spelling_makes_no_difference(string text, string code) => Assert.Equal(code, Find(text, None));

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("pin")]
    [InlineData("the pin is valid")]
    [InlineData("not already subscribed")]
    public void What_says_something_else_is_not_guessed_at(string text) => Assert.Null(Find(text, None));

    [Fact]
    public void A_campaign_s_own_map_is_stronger()
    {
        var own = new Dictionary<string, string>
        {
            ["invalid pin"] = OtpErrorCodes.OtpExpired,
            ["E# subscriber profile mismatch"] = OtpErrorCodes.NotEligible,
            ["E7732 subscriber profile mismatch"] = OtpErrorCodes.MsisdnBlocked,
            ["#"] = OtpErrorCodes.InvalidOtp,
        };

        Assert.Equal(OtpErrorCodes.OtpExpired, Find("INVALID_PIN", own));
        Assert.Equal(OtpErrorCodes.NotEligible, Find("E7731 subscriber profile mismatch", own));
        Assert.Equal(OtpErrorCodes.MsisdnBlocked, Find("E7732 subscriber profile mismatch", own));
        Assert.Equal(OtpErrorCodes.InvalidOtp, Find("1004", own));
        Assert.Equal(OtpErrorCodes.AlreadySubscribed, Find("already active", own));
    }

    [Theory]
    [InlineData("E7731 subscriber profile mismatch", "E# subscriber profile mismatch")]
    [InlineData("try again in 30 seconds", "try again in # seconds")]
    [InlineData("٩٦٤٧٧٠١٢٣٤٥ is barred", "# is barred")]
    [InlineData("half ½, two ², Ⅳ", "half #, two #, #")]
    [InlineData("one\r\nforged: line\u2028two\u0085\u202Ethree\0", "one??forged: line?two??three?")]
    [InlineData("request 6a1b2c00f3fa55 unknown", "request # unknown")]
    [InlineData("no k3y+Sec/ret for you", "no # for you")]
    [InlineData("no k3y%2BSec%2Fret for you", "no # for you")]
    [InlineData("\"quoted\" {Braces} متصل 已订阅", "\"quoted\" {Braces} متصل 已订阅")]
    public void What_may_not_be_in_a_log_is_masked(string text, string masked) =>
        Assert.Equal(masked, PartnerText.Mask(text, ["k3y+Sec/ret", "1", ""]));

    [Theory]
    [InlineData("E1850", "E1850")]
    [InlineData("1507", "1507")]
    [InlineData("POL1009: odd", "POL1009: odd")]
    [InlineData("24 - odd", "24 - odd")]
    [InlineData("E7731 subscriber profile mismatch", "E7731 subscriber profile mismatch")]
    [InlineData("odd (E1850)", "odd (E1850)")]
    [InlineData("try again in 30 seconds", "try again in # seconds")]
    [InlineData("48151", "#")]
    [InlineData("E4815 odd", "E# odd")]
    [InlineData("PIN4816 odd", "PIN# odd")]
    [InlineData("123456", "#")]
    [InlineData("code 7739", "code #")]
    [InlineData("9647701234567: odd", "#: odd")]
    [InlineData("4567", "#")]
    [InlineData("ERR_1004", "ERR_1004")]
    [InlineData("Error 1507", "Error 1507")]
    [InlineData("error code: 1507", "error code: 1507")]
    [InlineData("Status: 1507", "Status: 1507")]
    [InlineData("SVC-0002", "SVC-0002")]
    [InlineData("RC_01", "RC_01")]
    [InlineData("POLICY1009", "POLICY1009")]
    [InlineData("ErrorCode1004", "ErrorCode1004")]
    [InlineData("(1507)", "(1507)")]
    [InlineData("[1507] odd", "[1507] odd")]
    [InlineData("Error 4815", "Error #")]
    [InlineData("SVC-4567", "SVC-#")]
    [InlineData("OTP-1005", "OTP-#")]
    [InlineData("PINCODE1005", "#")]
    [InlineData("ABCDEF12345", "#")]
    [InlineData("code=1507", "code=#")]
    [InlineData("1234 is the pin", "# is the pin")]
    [InlineData("6a1b2c", "#a#b#c")]
    public void The_log_shows_a_short_code_and_masks_what_may_be_a_visitor_s(string text, string shown) =>
        Assert.Equal(shown, PartnerText.Show(text, ["48151623", "9647701234567"], mayTellCode: false));

    [Theory]
    [InlineData("4821: pin made but not sent", "#: pin made but not sent")]
    [InlineData("Error 4821: pin made but not sent", "Error #: pin made but not sent")]
    [InlineData("رمز (4821)", "رمز (#)")]
    [InlineData("error code 1507", "error code 1507")]
    [InlineData("4821: odd", "4821: odd")]
    [InlineData("ERR_1004: no pin made", "ERR_1004: no pin made")]
    public void Where_a_code_was_made_a_number_beside_the_word_for_it_is_masked(string text, string shown) =>
        Assert.Equal(shown, PartnerText.Show(text, [], mayTellCode: true));

    [Theory]
    [InlineData("Error #", false)]
    [InlineData("code=#", false)]
    [InlineData("E #", false)]
    [InlineData("OTP-#", false)]
    [InlineData("SVC-#", false)]
    [InlineData("#", false)]
    [InlineData("odd #", true)]
    [InlineData("E# odd", true)]
    [InlineData("# is barred", true)]
    [InlineData("E1850", true)]
    [InlineData("1507", true)]
    public void A_text_that_stands_for_many_codes_is_not_recommended(string shown, bool isReadable) =>
        Assert.Equal(isReadable, PartnerText.IsReadable(shown));

    [Fact]
    public void A_long_text_is_cut_and_no_character_in_half()
    {
        Assert.Equal(200, PartnerText.Mask(new string('x', 60_000), []).Length);
        Assert.Equal(199, PartnerText.Mask("x" + string.Concat(Enumerable.Repeat("\U0001F600", 200)), []).Length);
    }

    [Theory]
    [InlineData("E7731 subscriber profile mismatch")]
    [InlineData("no k3y+Sec/ret for user 9647701234567, code: 123456!")]
    [InlineData("a\tb\nc 10% d_e-f")]
    public void What_the_log_shows_can_be_put_into_ErrorCodes_as_it_is(string text)
    {
        string[] secrets = ["k3y+Sec/ret"];
        var body = Encoding.UTF8.GetBytes($$"""{"status":"400","error":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""");
        var unmapped = Parse(body, None, secrets).Unmapped!.Text;

        var mapped = Parse(body, new() { [unmapped] = OtpErrorCodes.NotEligible }, secrets);

        Assert.Equal(OtpErrorCodes.NotEligible, mapped.Result.ErrorCode);
        Assert.Null(mapped.Unmapped);
    }

    [Fact]
    public void A_secret_without_digits_is_masked_too()
    {
        var body = """{"status":"400","data":"IdOfLetters","error":"KeyOfLetters and IdOfLetters are odd"}"""u8.ToArray();

        Assert.Equal("# and # are odd", Parse(body, None, ["KeyOfLetters"]).Unmapped?.Text);
    }

    private static WireOutcome Parse(byte[] body, Dictionary<string, string> own, string[] secrets)
    {
        Offer18ClientOptions options = new();
        foreach (var (text, code) in own)
        {
            options.ErrorCodes[text] = code;
        }

        return AnswerParser.Parse(WireOperation.Verify, HttpStatusCode.OK, body, null, options, secrets);
    }

    private static string? Find(string text, Dictionary<string, string> own)
    {
        var result = Parse(Encoding.UTF8.GetBytes($$"""{"status":"400","error":{{System.Text.Json.JsonSerializer.Serialize(text)}}}"""), own, []).Result;
        return result.ErrorCode == OtpErrorCodes.UpstreamUnrecognised ? null : result.ErrorCode;
    }
}

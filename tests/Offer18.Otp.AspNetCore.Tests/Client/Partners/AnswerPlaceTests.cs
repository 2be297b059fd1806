using CsCheck;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client.Partners;

/// <summary>Where in an answer a partner's text is found, and that none of these places makes a success.</summary>
public sealed class AnswerPlaceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("""{"status":"400","error":"wrong pin"}""")]
    [InlineData("""{"status":"400","error":{"message":"wrong pin"}}""")]
    [InlineData("""{"status":"400","error":{"text":"wrong pin"}}""")]
    [InlineData("""{"status":"400","error":{"description":"wrong pin"}}""")]
    [InlineData("""{"status":"400","error":{"errorMessage":"wrong pin"}}""")]
    [InlineData("""{"status":"400","error":{"error":"wrong pin"}}""")]
    [InlineData("""{"status":"400","error":{"code":"WRONG_PIN"}}""")]
    [InlineData("""{"status":"400","error":{"error":{"message":"wrong pin"}}}""")]
    [InlineData("""{"status":"400","error":["wrong pin"]}""")]
    [InlineData("""{"status":"400","error":[{"code":17,"message":"wrong pin"}]}""")]
    [InlineData("""{"status":"400","error":true,"message":"wrong pin"}""")]
    [InlineData("""{"error":true,"error_message":"wrong pin"}""")]
    [InlineData("""{"status":"400","message":"wrong pin"}""")]
    [InlineData("""{"status":"400","errorMessage":"wrong pin"}""")]
    [InlineData("""{"status":"400","description":"wrong pin"}""")]
    [InlineData("""{"status":"400","reason":"wrong pin"}""")]
    [InlineData("""{"response":"Fail","errorMessage":"wrong pin"}""")]
    [InlineData("""{"response":"Fail","message":"wrong pin"}""")]
    [InlineData("""{"statusCode":"E1","statusDetail":"wrong pin"}""")]
    [InlineData("""{"status":"400","errors":["wrong pin"]}""")]
    [InlineData("""{"status":"400","errors":[{"code":"X","message":"wrong pin"}]}""")]
    [InlineData("""{"status":"400","errors":{"message":"wrong pin"}}""")]
    [InlineData("""{"status":"400","error":"{\"code\":3,\"message\":\"wrong pin\"}"}""")]
    [InlineData("""{"status":"400","error":"[{\"message\":\"wrong pin\"}]"}""")]
    [InlineData("""{"status":"400","data":"{\"error\":{\"message\":\"wrong pin\"}}"}""")]
    [InlineData("""{"status":"400","data":{"message":"wrong pin"}}""")]
    [InlineData("""{"status":"400","data":"wrong pin"}""")]
    [InlineData("""{"status":"400","response":"wrong pin"}""")]
    [InlineData("""{"status":"400","error":{"code":"WRONG_PIN","message":"Please try again"}}""")]
    [InlineData("""{"status":"400","error":"WRONG_PIN","message":"Something went wrong"}""")]
    [InlineData("""{"status":"400","error":{"code":"PIN_ERR","message":"Wrong pin"}}""")]
    [InlineData("{\"status\":\"400\", /* the partner's */ \"error\":\"wrong pin\" // passed on\n}")]
    [InlineData("""{"STATUS":"x","ERROR":{"MESSAGE":"wrong pin"}}""")]
    [InlineData("""{"status":"200","message":"wrong pin"}""")]
    [InlineData("""{"status":"200","errors":["wrong pin"]}""")]
    [InlineData("""{"status":"200","message":"OTP not verified"}""")]
    public void A_text_is_found_where_partners_put_it(string answer) =>
        Assert.Equal(OtpErrorCodes.InvalidOtp, PartnerTextRow.Read(WireOperation.Verify, answer));

    [Theory]
    [InlineData("""{"status":"400","error":{"code":"WRONG_PIN","message":"PIN expired"}}""")]
    [InlineData("""{"status":"400","error":"wrong pin","message":"user blacklisted"}""")]
    [InlineData("""{"status":"400","error":{"a":{"message":"wrong pin"}}}""")]
    [InlineData("""{"status":"400","error":{"error":{"error":{"error":{"message":"wrong pin"}}}}}""")]
    [InlineData("""{"status":"400","note":"wrong pin"}""")]
    [InlineData("""{"status":"200","errors":["odd"]}""")]
    public void Two_meanings_and_texts_elsewhere_stay_unrecognised(string answer) =>
        Assert.Equal(PartnerTextRow.None, PartnerTextRow.Read(WireOperation.Verify, answer));

    [Theory]
    [InlineData("""{"status":"200","response":"otp_verified" /* documented */}""")]
    [InlineData("""{"status":"200","message":"OTP verified successfully"}""")]
    [InlineData("""{"status":"200","message":"OTP has been verified"}""")]
    [InlineData("""{"status":"200","message":"PIN already verified"}""")]
    [InlineData("""{"status":"200","message":"odd"}""")]
    [InlineData("""{"status":"200","errors":[]}""")]
    [InlineData("""{"status":"200","data":"6a1b2c00f3fa55"}""")]
    [InlineData("""{"status":"200","response":"otp_verified","message":"wrong pin"}""")]
    public void A_success_stays_a_success(string answer) => Assert.Equal("success", PartnerTextRow.Read(WireOperation.Verify, answer));

    // The rule of before, written down once more: nothing that is read beside it may turn a refusal into a yes.
    [Fact]
    public void No_looser_reading_turns_a_refusal_into_a_success()
    {
        Gen<string> scalar = Pick(
            "null", "true", "false", "0", "1", "200", "400", "\"\"", "\" \"", "\"200\"", "\"400\"", "\"otp_sent\"", "\"otp_verified\"", "\"Fail\"",
            "\"wrong pin\"", "\"success\"", "\"OTP has been verified\"", "\"{\\\"status\\\":\\\"200\\\",\\\"response\\\":\\\"otp_verified\\\"}\"", "[]", "{}",
            "[\"wrong pin\"]", "{\"status\":\"200\",\"response\":\"otp_verified\"}", "{\"message\":\"otp_verified\"}", "\"6a1b2c\"");
        Gen<string> name = Pick("status", "response", "error", "Error", "errors", "message", "errorMessage", "data", "code", "description", "reason", "Status", "x");
        var successes = 0;
        Gen.Select(Gen.Select(name, scalar).Array[0, 5], Gen.Bool, Gen.Bool).Sample(
            (members, verify, comments) =>
            {
                var unique = members.DistinctBy(member => member.Item1).ToArray();
                var body = "{" + string.Join(comments ? "/* , */," : ",", unique.Select(member => $"\"{member.Item1}\":{member.Item2}")) + "}";
                var read = PartnerTextRow.Read(verify ? WireOperation.Verify : WireOperation.Generate, body);
                if (read == "success")
                {
                    Interlocked.Increment(ref successes);
                    Assert.True(WasSuccess(unique, verify), body);
                }
            },
            iter: 200_000,
            writeLine: output.WriteLine);

        output.WriteLine($"{successes:N0} successes");
        Assert.InRange(successes, 1000, 200_000);
    }

    private static bool WasSuccess((string Name, string Value)[] members, bool verify)
    {
        string? Of(string name) => members.Where(member => member.Name == name && member.Value is not ("null" or "\"\"" or "\" \"")).Select(member => member.Value).FirstOrDefault();
        var hasError = members.Any(member => member.Name is "error" or "Error" && member.Value is not ("null" or "false" or "0" or "\"\"" or "\" \"" or "[]" or "{}"));
        var word = verify ? "\"otp_verified\"" : "\"otp_sent\"";
        return !hasError && (Of("status"), Of("response")) switch
        {
            (null, { } response) => response == word,
            ("200" or "\"200\"", var response) => response is null || response == word,
            _ => false,
        };
    }

    private static Gen<string> Pick(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}

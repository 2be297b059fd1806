using CsCheck;
using Offer18.Otp.AspNetCore.Client.Words;
using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Tests.Client.Partners;

/// <summary>A partner's text can be anything, and an attacker may have written it.</summary>
public sealed class PartnerFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Known =
        [.. Lexicon.Languages.SelectMany(language => language.Words).SelectMany(row => row.Words.Split(", "))];

    private static readonly string[] Separators =
        [" ", " ", " ", "_", "-", ". ", ", ", ": ", " - ", "", "(", ")", "(s)", "\n", "'", "/", "\u202E", "\0", "\uD800", "\u0301", "\u0640", "الا", "ﷺ", "😀"];

    private static readonly Gen<string> Texts = Gen.Frequency(
        (6, Gen.Select(Pick(Known), Pick(Separators), (word, separator) => word + separator).Array[0, 60].Select(string.Concat)),
        (2, Gen.String[0, 600]),
        (1, Gen.Select(Pick([.. Known, .. Separators]), Gen.Int[1, 400], (part, count) => string.Concat(Enumerable.Repeat(part, count)))));

    [Fact]
    public void Any_text_is_read_without_an_exception_as_what_the_call_can_mean() => Gen.Select(Texts, Gen.Bool).Sample(
        (text, verify) =>
        {
            var call = verify ? OtpPartnerCalls.Verify : OtpPartnerCalls.Generate;
            var code = PartnerRules.Find([text], call);
            Assert.True(code is null || OtpErrorTable.CanPartnerMean(code, call), code);
        },
        iter: 20_000,
        writeLine: output.WriteLine);

    [Fact]
    public void A_text_that_is_too_long_to_be_an_error_is_not_read()
    {
        var filling = string.Concat(Enumerable.Repeat("the ", Tokenizer.MaxLength));

        Assert.Equal(OtpErrorCodes.InvalidOtp, PartnerRules.Find(["Invalid OTP " + filling[..(Tokenizer.MaxLength - 12)]], OtpPartnerCalls.Verify));
        Assert.Null(PartnerRules.Find(["Invalid OTP " + filling], OtpPartnerCalls.Verify));
        Assert.Empty(Tokenizer.Read(new string('a', 60_000)));
    }

    // What is allocated grows as the work does, and does not depend on the machine.
    [Theory]
    [InlineData("not ")]
    [InlineData("invalidpin")]
    [InlineData("xqzjkw ")]
    [InlineData("aB1")]
    [InlineData("no active otp request ")]
    [InlineData("بالالال ")]
    public void Twice_the_text_takes_at_most_little_more_than_twice_the_work(string part)
    {
        var whole = string.Concat(Enumerable.Repeat(part, Tokenizer.MaxLength / part.Length));
        var half = whole[..(whole.Length / 2)];
        PartnerRules.Find([whole], OtpPartnerCalls.Verify);

        Assert.InRange(Allocated(whole), 0, 2.5 * Allocated(half) + 10_000);

        static double Allocated(string text)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            PartnerRules.Find([text], OtpPartnerCalls.Verify);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static Gen<T> Pick<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}

using System.Text.RegularExpressions;
using CsCheck;
using Offer18.Otp.AspNetCore.Verification;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

public sealed class NumberPatternTests(ITestOutputHelper output)
{
    private const int Inputs = 20_000;

    private static readonly PhoneNumberDesc[] Types =
    [
        .. from country in PhoneNumberUtil.GetInstance().GetSupportedRegions().Order(StringComparer.Ordinal)
           let metadata = PhoneNumberUtil.GetInstance().GetMetadataForRegion(country)
           from type in new[]
           {
               metadata.FixedLine, metadata.Mobile, metadata.TollFree, metadata.PremiumRate, metadata.SharedCost, metadata.PersonalNumber,
               metadata.Voip, metadata.Pager, metadata.Uan, metadata.Voicemail,
           }
           where type.ExampleNumber.Length > 0
           select type,
    ];

    [Theory]
    [InlineData(@"7[3-9]\d{2}", "7312", true, 4, false)]
    [InlineData(@"7[3-9]\d{2}", "7212", false, 1, false)]
    [InlineData(@"7[3-9]\d{2}", "8312", false, 0, false)]
    [InlineData(@"7[3-9]\d{2}", "731", false, 3, true)]
    [InlineData(@"7[3-9]\d{2}", "73123", false, 4, true)]
    [InlineData(@"(?:12|134)\d?", "1345", true, 4, false)]
    [InlineData(@"(?:12|134)\d?", "12", true, 2, false)]
    [InlineData(@"(?:12|134)\d?", "135", false, 2, false)]
    [InlineData(@"1(?:2[0-24]){1,3}|19", "1222024", true, 7, false)]
    [InlineData(@"1(?:2[0-24]){1,3}|19", "19", true, 2, false)]
    [InlineData(@"1(?:2[0-24]){1,3}|19", "12223", false, 4, true)]
    [InlineData("", "12", false, 0, false)]
    public void A_pattern_says_how_far_digits_follow_it(string pattern, string digits, bool matches, int leading, bool isCut)
    {
        var fit = new NumberPattern(pattern, [digits.Length]).Fit(digits);

        Assert.Equal((matches, leading, isCut), (fit.Matches, fit.Leading, fit.IsCut));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void A_pattern_of_other_lengths_claims_one_digit(int length, int claim) =>
        Assert.Equal(claim, new NumberPattern("12", [length]).Fit("13"[..1] + "2").Claim);

    // The library's own patterns, on numbers that are near to them.
    [Fact]
    public void A_pattern_matches_what_the_regular_expression_matches()
    {
        var matched = 0;
        Gen.Select(Gen.Int[0, Types.Length - 1].Select(index => Types[index]), Gen.Select(Gen.Int[0, 20], Gen.Char['0', '9']).Array[0, 3]).Sample(
            (type, changes) =>
            {
                var digits = type.ExampleNumber.ToCharArray();
                foreach (var (at, digit) in changes)
                {
                    digits[at % digits.Length] = digit;
                }

                var matches = Regex.IsMatch(new(digits), $"^(?:{type.NationalNumberPattern})$");
                Interlocked.Add(ref matched, matches ? 1 : 0);
                Assert.Equal(matches, new NumberPattern(type.NationalNumberPattern, []).Fit(new(digits)).Matches);
            },
            iter: Inputs,
            print: input => $"{input.Item1.NationalNumberPattern} {input.Item1.ExampleNumber} {string.Join(' ', input.Item2)}",
            writeLine: output.WriteLine);

        Assert.InRange(matched, Inputs / 10, Inputs - Inputs / 10);
    }
}

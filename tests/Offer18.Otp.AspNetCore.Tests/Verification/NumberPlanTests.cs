using CsCheck;
using Offer18.Otp.AspNetCore.Verification;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

public sealed class NumberPlanTests(ITestOutputHelper output)
{
    private const int Inputs = 20_000;

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();
    private static readonly MsisdnParser Parser = new();

    public static TheoryData<string> Countries => [.. Numbers.GetSupportedRegions().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Countries))]
    public void The_library_s_examples_pass_if_they_are_mobile_numbers(string country)
    {
        foreach (var type in Enum.GetValues<PhoneNumberType>().Where(type => type is not (PhoneNumberType.UNKNOWN or PhoneNumberType.FIXED_LINE_OR_MOBILE)))
        {
            if (Numbers.GetExampleNumberForType(country, type) is not { } example)
            {
                continue;
            }

            var digits = Numbers.Format(example, PhoneNumberFormat.E164);
            var isMobile = Numbers.GetNumberType(example) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE;

            // In Argentina nobody can tell a landline from a mobile number that is written without 9 and 15.
            if (country == "AR" && type == PhoneNumberType.FIXED_LINE)
            {
                (digits, isMobile) = ("+549" + digits["+54".Length..], true);
            }

            var expected = isMobile ? new Msisdn(digits[1..], country) : null;
            Assert.Equal(expected, Parser.Parse(Numbers.Format(example, PhoneNumberFormat.E164), [country], null));
            Assert.Equal(expected, Parser.Parse(Numbers.Format(example, PhoneNumberFormat.INTERNATIONAL), [country], null));
            Assert.Equal(expected, Parser.Parse(Numbers.Format(example, PhoneNumberFormat.NATIONAL), [country], null));
        }
    }

    // In Argentina what the library calls a landline is read as a mobile number, and some of what it calls Israel's is Palestine's.
    [Fact]
    public void What_the_library_knows_is_judged_alike_unless_a_rule_says_otherwise()
    {
        var known = 0;
        var countries = Numbers.GetSupportedRegions().Where(country => country is not ("AR" or "IL")).Order(StringComparer.Ordinal).ToArray();
        Gen.Select(Gen.Int[0, countries.Length - 1].Select(index => countries[index]), Gen.Int[0, 100], Gen.Char['0', '9'].Array[14]).Sample(
            (country, which, digits) =>
            {
                var metadata = Numbers.GetMetadataForRegion(country);
                var lengths = metadata.GeneralDesc.PossibleLengthList;
                var national = new string(digits)[..Math.Min(lengths[which % lengths.Count], 12)];
                var number = $"+{metadata.CountryCode}{national}";
                var read = Numbers.Parse(number, null);
                if (Numbers.GetNationalSignificantNumber(read) == national && Numbers.GetNumberType(read) is var type and not PhoneNumberType.UNKNOWN)
                {
                    Interlocked.Increment(ref known);
                    Assert.Equal(
                        type is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE && NumberPlans.MayBeMobile(metadata.CountryCode, national),
                        Parser.Parse(number, ["*"], null) is not null);
                }
            },
            iter: Inputs,
            print: input => $"{input.Item1} {input.Item2} {new string(input.Item3)}",
            writeLine: output.WriteLine);

        Assert.InRange(known, Inputs / 20, Inputs);
    }

    // Known not to be mobile, and not only unknown: another reading of the digits must not be tried.
    [Theory]
    [InlineData("GB", "9012345678")]
    [InlineData("GB", "8001234567")]
    [InlineData("US", "8002345678")]
    public void A_service_number_is_known_to_be_another_kind(string country, string national) =>
        Assert.Equal(NumberUse.Other, NumberPlan.Of(country).Judge(national).Use);

    [Fact]
    public void Every_rule_has_a_reason_and_a_source() => Assert.All(NumberPlans.Rules, rule =>
    {
        Assert.NotEmpty(rule.Reason);
        Assert.NotEmpty(rule.Source);
    });

    [Theory]
    [InlineData("5491123456789", 549, "5491123456789")]
    [InlineData("5491123456789", 54, "541123456789")]
    [InlineData("447700900123", 54, "447700900123")]
    public void A_number_of_argentina_goes_out_as_the_campaign_says(string digits, int prefix, string sent) =>
        Assert.Equal(sent, NumberPlans.ForWire(digits, prefix));
}

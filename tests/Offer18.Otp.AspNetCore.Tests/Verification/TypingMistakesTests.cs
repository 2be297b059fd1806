using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Verification;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

/// <summary>What a visitor is told of a text that is no number or no code.</summary>
public sealed class TypingMistakesTests
{
    public static TheoryData<string> Countries => [.. PhoneNumberUtil.GetInstance().GetSupportedRegions().Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(null, "GB", nameof(OtpMistake.Empty))]
    [InlineData(" \u200f\u00a0", "GB", nameof(OtpMistake.Empty))]
    [InlineData("---", "GB", nameof(OtpMistake.Empty))]
    [InlineData("07700 90012x", "GB", nameof(OtpMistake.Letters))]
    [InlineData("٠٧٩٠ رقم", "IQ", nameof(OtpMistake.Letters))]
    [InlineData("0", "GB", nameof(OtpMistake.Short))]
    [InlineData("07700", "GB", nameof(OtpMistake.Short))]
    [InlineData("٠٧٩٠١٢٣", "IQ", nameof(OtpMistake.Short))]
    [InlineData("+44 7700 9", "IQ", nameof(OtpMistake.Short))]
    [InlineData("0044 7700 9", null, nameof(OtpMistake.Short))]
    [InlineData("+964 790 12", null, nameof(OtpMistake.Short))]
    [InlineData("12", null, nameof(OtpMistake.Short))]
    [InlineData("0790 123 4567", null, nameof(OtpMistake.Country))]
    [InlineData("07700 9001234", "GB", nameof(OtpMistake.Long))]
    [InlineData("٠٧٩٠١٢٣٤٥٦٧٨", "IQ", nameof(OtpMistake.Long))]
    [InlineData("+44 7700 9001234", null, nameof(OtpMistake.Long))]
    [InlineData("07700 900123 4567 890", "GB", nameof(OtpMistake.Long))]
    [InlineData("020 7946 0123", "GB", nameof(OtpMistake.None))]
    [InlineData("07700 900123 # 4", "GB", nameof(OtpMistake.None))]
    public void A_mistake_in_a_number_is_found(string? typed, string? home, string mistake) => Assert.Equal(mistake, TypingMistakes.InNumber(typed, home).ToString());

    [Theory]
    [InlineData(null, nameof(OtpMistake.Empty))]
    [InlineData("  ", nameof(OtpMistake.Empty))]
    [InlineData("– –", nameof(OtpMistake.Empty))]
    [InlineData("12a456", nameof(OtpMistake.Letters))]
    [InlineData("12345", nameof(OtpMistake.Short))]
    [InlineData("١٢٣", nameof(OtpMistake.Short))]
    [InlineData("1234567", nameof(OtpMistake.None))]
    public void A_mistake_in_a_code_is_found(string? typed, string mistake) => Assert.Equal(mistake, TypingMistakes.InCode(typed, new() { Min = 6, Max = 6 }).ToString());

    // A form's country is whatever a client writes there.
    [Fact]
    public void No_country_that_a_client_invents_throws()
    {
        var options = new Offer18OtpOptions { AllowedCountries = { "*" } };
        foreach (var country in (string[])["", " ", "XX", "zz", "gb", "GBR", "001", "+44", "+881", "+", "-1", "*", "\0", "\ud83d", "💥", new string('G', 10_000)])
        {
            foreach (var typed in (string?[])[null, "", "1", "+", "++", "00", "abc", "07700", "0790 123 4567", new string('9', 10_000), "\u0660", "+881 6"])
            {
                var mistake = TypingMistakes.InNumber(typed, country);
                Assert.True(Enum.IsDefined(mistake));
                // The flow has an example, or says nothing of the mistake.
                _ = NumberExample.Of(country, options, mistake);
            }
        }
    }

    // What the page says to type, it must take.
    [Theory]
    [MemberData(nameof(Countries))]
    public void The_example_of_a_country_is_a_number_that_is_taken(string country)
    {
        var options = new Offer18OtpOptions { AllowedCountries = { country, "GB" } };
        var parser = new MsisdnParser();

        // libphonenumber has none of Tristan da Cunha.
        Assert.Equal(country == "TA", NumberExample.Of(country, options, OtpMistake.Empty) is null);
        Assert.Equal(country == "TA", parser.Parse(NumberExample.Of(country, options, OtpMistake.Empty), options.AllowedCountries, country) is null);
        Assert.Equal(country == "TA", parser.Parse(NumberExample.Of(country, options, OtpMistake.Country), options.AllowedCountries, null) is null);
    }

    [Theory]
    [InlineData("GB,IQ", null, "IQ", "0791 234 5678")]
    [InlineData("GB,IQ", "IQ", null, "0791 234 5678")]
    [InlineData("GB,IQ", "IQ", "FR", "0791 234 5678")]
    [InlineData("IQ", null, null, "0791 234 5678")]
    [InlineData("GB,IQ", null, null, "+44 7400 123456")]
    [InlineData("*", null, null, "+44 7400 123456")]
    [InlineData("*", null, "IQ", "0791 234 5678")]
    [InlineData("+881", null, null, "+881 6 123 45678")]
    public void An_example_is_of_the_country_that_is_chosen_or_has_a_country_code(string allowed, string? own, string? chosen, string example)
    {
        var options = new Offer18OtpOptions { DefaultCountry = own };
        foreach (var country in allowed.Split(','))
        {
            options.AllowedCountries.Add(country);
        }

        Assert.Equal(example, NumberExample.Of(chosen, options, OtpMistake.Empty));
    }
}

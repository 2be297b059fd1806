using Offer18.Otp.AspNetCore.Campaigns;

namespace Offer18.Otp.AspNetCore.Tests.Campaigns;

/// <summary>Whose number it is, and how long that operator's codes are.</summary>
public sealed class OtpOperatorsTests
{
    [Theory]
    [InlineData("9647801234567", "IQ", "zain")]
    [InlineData("9647701234567", "IQ", "asiacell")]
    [InlineData("9647712345678", "IQ", "youth")]
    [InlineData("9647501234567", "IQ", "rest-of-iraq")]
    [InlineData("96550012345", "KW", "kuwait")]
    [InlineData("96555512345", "KW", "zain")]
    [InlineData("96550012345", null, null)]
    [InlineData("9647801234567", null, "zain")]
    [InlineData("9647801234567", "KW", "zain")]
    [InlineData("447700900123", "GB", null)]
    [InlineData("447700900123", "gb", null)]
    [InlineData("78", null, null)]
    [InlineData("964780123456789", null, "zain")]
    [InlineData("", null, null)]
    public void The_longest_prefix_decides_and_then_the_country(string digits, string? country, string? name) =>
        Assert.Equal(name, OtpOperators.Find(Settings(), digits, country)?.Name);

    [Fact]
    public void A_campaign_without_operators_finds_none() => Assert.Null(OtpOperators.Find(new(), "9647801234567", "IQ"));

    [Fact]
    public void Two_campaigns_do_not_share_what_was_found()
    {
        var other = Settings();
        other.Operators.RemoveAt(0);

        Assert.Equal("zain", OtpOperators.Find(Settings(), "9647801234567", "IQ")!.Name);
        Assert.Equal("rest-of-iraq", OtpOperators.Find(other, "9647801234567", "IQ")!.Name);
    }

    [Theory]
    [InlineData("asiacell", 4, 4)]
    [InlineData("ASIACELL", 4, 4)]
    [InlineData("zain", 5, 6)]
    [InlineData("gone", 5, 6)]
    [InlineData(null, 5, 6)]
    public void An_operator_without_a_length_of_its_own_has_the_campaign_s(string? name, int min, int max)
    {
        var length = OtpOperators.CodeLengthOf(Settings(), name);

        Assert.Equal((min, max), (length.Min, length.Max));
    }

    [Fact]
    public void While_nobody_knows_the_operator_a_code_may_have_any_of_the_lengths()
    {
        var (any, alone) = (OtpOperators.CodeLengthOfAny(Settings()), OtpOperators.CodeLengthOfAny(new() { CodeLength = 6 }));

        Assert.Equal((4, 8, 6, 6), (any.Min, any.Max, alone.Min, alone.Max));
    }

    private static Offer18OtpOptions Settings() => new()
    {
        CodeLength = new() { Min = 5, Max = 6 },
        Operators =
        {
            new() { Name = "zain", Prefixes = { "+964 78", "964 79", "+965 555" } },
            new() { Name = "asiacell", Prefixes = { "+96477" }, CodeLength = 4 },
            new() { Name = "youth", Prefixes = { "+964 771", "+96477 2" }, CodeLength = new() { Min = 7, Max = 8 } },
            new() { Name = "kuwait", Countries = { "KW" } },
            new() { Name = "rest-of-iraq", Countries = { "IQ" } },
        },
    };
}

using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests;

/// <summary>A campaign's operators, as configuration gives them.</summary>
public sealed class OperatorOptionsTests
{
    private static readonly Dictionary<string, string?> Valid = new()
    {
        ["ApiKey"] = "s3cret-key",
        ["AffiliateId"] = "1001",
        ["AdvertiserId"] = "2002",
        ["AllowedCountries"] = "IQ, KW",
        ["Operators:0:Name"] = "zain",
        ["Operators:0:Prefixes"] = "+964 78, +964 79",
        ["Operators:0:Countries"] = "KW",
        ["Operators:1:Name"] = "asiacell",
        ["Operators:1:Prefixes:0"] = "96477",
    };

    /// <summary>One setting of the second operator that is wrong, and what is said.</summary>
    public static TheoryData<string, string, string> Impossible => new()
    {
        { "Name", "", "Operators:1:Name must be 1 to 64 letters (a-z, A-Z), digits, hyphens and underscores." },
        { "Name", "asia cell", "Operators:1:Name must be 1 to 64 letters (a-z, A-Z), digits, hyphens and underscores." },
        { "Name", new('a', 65), "Operators:1:Name must be 1 to 64 letters (a-z, A-Z), digits, hyphens and underscores." },
        { "Name", "ZAIN", "Operators:1:Name must not be that of an operator before it, not even in another case." },
        { "Prefixes:0", "", "Operators:1:Prefixes:0 must be 1 to 15 digits, from the country code on, which never begins with 0." },
        { "Prefixes:0", "+", "Operators:1:Prefixes:0 must be 1 to 15 digits, from the country code on, which never begins with 0." },
        { "Prefixes:0", "0096477", "Operators:1:Prefixes:0 must be 1 to 15 digits, from the country code on, which never begins with 0." },
        { "Prefixes:0", "964-77", "Operators:1:Prefixes:0 must be 1 to 15 digits, from the country code on, which never begins with 0." },
        { "Prefixes:0", "٩٦٤٧٧", "Operators:1:Prefixes:0 must be 1 to 15 digits, from the country code on, which never begins with 0." },
        { "Prefixes:0", "9647701234567890", "Operators:1:Prefixes:0 must be 1 to 15 digits, from the country code on, which never begins with 0." },
        { "Prefixes:0", "+96478", "Operators:1:Prefixes:0 must not be a prefix of an operator before it." },
        { "Prefixes", "+96477; 964 7 9", "Operators:1:Prefixes:1 must not be a prefix of an operator before it." },
        { "Countries", "iq", "Operators:1:Countries:0 is no ISO 3166-1 alpha-2 code in capitals." },
        { "Countries", "IQ KW", "Operators:1:Countries:1 must not be a country of an operator before it." },
        { "AdvertiserId", "0", "Operators:1:AdvertiserId must be 1 or more." },
        { "CodeLength", "9", "Operators:1:CodeLength must lie between 4 and 8 digits, Min not above Max." },
        { "CodeLength", "four", "Operators:1:CodeLength must lie between 4 and 8 digits, Min not above Max." },
        { "CodeLength:Min", "3", "Operators:1:CodeLength must lie between 4 and 8 digits, Min not above Max." },
        { "Timeout", "00:02:01", "Operators:1:Timeout must be more than 0 and at most 2 minutes." },
        { "Timeout", "00:00:00", "Operators:1:Timeout must be more than 0 and at most 2 minutes." },
        { "AdditionalParameters:mid", "1", "Operators:1:AdditionalParameters must not contain mid: the client sends it itself." },
        { "AdditionalParameters:Generate:type", "1", "Operators:1:AdditionalParameters:Generate must not contain type: the client sends it itself." },
        { "AdditionalParameters:Verify:OTP", "1", "Operators:1:AdditionalParameters:Verify must not contain OTP: the client sends it itself." },
        { "ErrorCodes:no pin", "s3cret", "Operators:1:ErrorCodes maps a text to something that is no error code." },
        { "Vocabularies", "bdapps, nowhere.json", "Operators:1:Vocabularies:1 names a file that cannot be read." },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void An_operator_s_impossible_value_is_named_by_its_place(string setting, string value, string message)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Bound(new(Valid) { [$"Operators:1:{setting}"] = value }));

        Assert.Equal($"Offer18Otp: {message}", exception.Message);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_binds_every_setting_of_an_operator()
    {
        var one = Bound(new(Valid)
        {
            ["OperatorsAreComplete"] = "true",
            ["Operators:1:Countries:0"] = "IQ",
            ["Operators:1:Partner"] = "p",
            ["Operators:1:UserId"] = "u",
            ["Operators:1:RequestType"] = "t",
            ["Operators:1:AdvertiserId"] = "3",
            ["Operators:1:AdditionalParameters:a"] = "1",
            ["Operators:1:AdditionalParameters:Generate:b"] = "2",
            ["Operators:1:AdditionalParameters:Verify:c"] = "3",
            ["Operators:1:CodeLength:Min"] = "5",
            ["Operators:1:CodeLength:Max"] = "6",
            ["Operators:1:ErrorCodes:WRONG"] = "invalid_otp",
            ["Operators:1:Vocabularies:0"] = "huawei",
            ["Operators:1:Timeout"] = "00:00:10",
        }).Operators[1];

        Assert.Equal(("asiacell", "p", "u", "t", 3), (one.Name, one.Partner, one.UserId, one.RequestType, one.AdvertiserId));
        Assert.Equal(["96477"], one.Prefixes);
        Assert.Equal(["IQ"], one.Countries);
        Assert.Equal(["huawei"], one.Vocabularies);
        Assert.Equal([KeyValuePair.Create("a", "1")], one.AdditionalParameters);
        Assert.Equal([KeyValuePair.Create("b", "2")], one.AdditionalParameters.Generate);
        Assert.Equal([KeyValuePair.Create("c", "3")], one.AdditionalParameters.Verify);
        Assert.Equal((5, 6), (one.CodeLength!.Min, one.CodeLength.Max));
        Assert.Equal("invalid_otp", one.ErrorCodes["WRONG"]);
        Assert.Equal(TimeSpan.FromSeconds(10), one.Timeout);
    }

    [Fact]
    public void What_is_not_set_of_an_operator_is_nothing_of_its_own()
    {
        var one = new OtpOperatorOptions();

        Assert.Equal(("", null, null, null, null), (one.Name, one.Partner, one.UserId, one.RequestType, one.AdvertiserId));
        Assert.Equal((null, null), (one.CodeLength, one.Timeout));
        Assert.Empty(one.AdditionalParameters);
        Assert.Empty(one.Prefixes.Concat(one.Countries).Concat(one.Vocabularies).Concat(one.ErrorCodes.Keys));
    }

    [Fact]
    public void An_environment_variable_can_give_each_operator_its_lists_as_one_text()
    {
        var operators = Bound(new(Valid) { ["Operators:0:CodeLength"] = "6", ["Operators:1:Vocabularies"] = "bdapps,camara" }).Operators;

        Assert.Equal(["+964 78", "+964 79"], operators[0].Prefixes);
        Assert.Equal(["KW"], operators[0].Countries);
        Assert.Equal((6, 6), (operators[0].CodeLength!.Min, operators[0].CodeLength!.Max));
        Assert.Equal(["96477"], operators[1].Prefixes);
        Assert.Null(operators[1].CodeLength);
        Assert.Equal(["bdapps", "camara"], operators[1].Vocabularies);
    }

    // Operators of the site's code stand before those of the configuration.
    [Fact]
    public void A_short_form_belongs_to_the_operator_of_its_own_section()
    {
        var services = new ServiceCollection();
        services.Configure<Offer18OtpOptions>(options => options.Operators.Add(new() { Name = "korek", Prefixes = { "96475" } }));
        var options = Bound(Valid, services);

        Assert.Equal(["96475", "+964 78, +964 79", "96477"], options.Operators.Select(one => string.Join(", ", one.Prefixes)));
    }

    [Fact]
    public void A_text_named_Generate_is_a_parameter_like_any_other()
    {
        var parameters = Bound(new(Valid) { ["AdditionalParameters:Generate"] = "1", ["AdditionalParameters:verify:x"] = "2" }).AdditionalParameters;

        Assert.Equal([KeyValuePair.Create("Generate", "1")], parameters);
        Assert.Empty(parameters.Generate);
        Assert.Equal([KeyValuePair.Create("x", "2")], parameters.Verify);
    }

    [Fact]
    public void The_same_prefix_twice_within_an_operator_is_no_mistake() =>
        Assert.Equal(2, Bound(new(Valid) { ["Operators:1:Prefixes:1"] = "+964 77" }).Operators[1].Prefixes.Count);

    [Fact]
    public void A_test_number_has_as_many_digits_as_its_operator_s_codes()
    {
        var settings = new Dictionary<string, string?>(Valid)
        {
            ["CodeLength"] = "6",
            ["Operators:1:CodeLength"] = "4",
            ["Limits:TestNumbers:0:Msisdn"] = "+964 770 123 4567",
            ["Limits:TestNumbers:0:Code"] = "1234",
            ["Limits:TestNumbers:0:EndsAt"] = "2026-12-31T23:59:59Z",
        };

        Assert.Single(Bound(settings).Limits.TestNumbers);
        settings["Limits:TestNumbers:0:Code"] = "123456";
        Assert.Equal("Offer18Otp: Limits:TestNumbers:0:Code must be digits, as many as CodeLength allows.", Assert.Throws<OptionsValidationException>(() => Bound(settings)).Message);
    }

    // A setting for calls that is added later must not be forgotten for operators.
    [Fact]
    public void What_an_operator_does_not_change_is_as_the_campaign_has_it()
    {
        var campaign = Bound(new(Valid)
        {
            ["BaseAddress"] = "http://127.0.0.1:5/",
            ["Partner"] = "p",
            ["UserId"] = "u",
            ["RequestType"] = "t",
            ["ParameterPlacement"] = "Form",
            ["Timeout"] = "00:00:10",
            ["AdditionalParameters:a"] = "1",
            ["ErrorCodes:WRONG"] = "invalid_otp",
            ["Vocabularies:0"] = "huawei",
            ["Operators:1:Partner"] = "",
        });
        var settings = campaign.For("asiacell");

        Assert.Equal("asiacell", settings.Operator);
        Assert.All(typeof(Offer18ClientOptions).GetProperties(), property =>
        {
            var value = property.GetValue(campaign);
            Assert.NotEqual(property.GetValue(new Offer18ClientOptions()), value);
            Assert.Equal(value, property.GetValue(settings));
        });
    }

    [Fact]
    public void An_operator_s_error_code_wins_however_its_text_is_written()
    {
        var campaign = Bound(new(Valid)
        {
            ["ErrorCodes:wrong pin"] = "invalid_otp", ["ErrorCodes:old pin"] = "otp_expired", ["Operators:1:ErrorCodes:WRONG_PIN"] = "otp_expired", ["Vocabularies"] = "huawei",
            ["Operators:1:Vocabularies"] = "bdapps",
        });

        Assert.Equal([("WRONG_PIN", "otp_expired"), ("old pin", "otp_expired")], campaign.For("asiacell").ErrorCodes.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(["bdapps"], campaign.For("asiacell").Vocabularies);
    }

    [Fact]
    public void The_settings_of_the_campaigns_page_start()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "campaigns.md"));
        var json = string.Join(',', Regex.Matches(page, "```json\n(.*?)```", RegexOptions.Singleline).Select(block => block.Groups[1].Value));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{{{json}}}"));
        var documented = new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable().Where(pair => pair.Value is not null);

        var options = Bound(Valid.Where(pair => !pair.Key.StartsWith("Operators", StringComparison.Ordinal)).Concat(documented).ToDictionary());

        Assert.Equal(["zain", "asiacell", "kuwait"], options.Operators.Select(one => one.Name));
        Assert.Equal(["+96478", "+96479"], options.Operators[0].Prefixes);
        Assert.Equal("daily", options.For("asiacell").AdditionalParameters.Generate["plan"]);
        Assert.Equal(("7", "none"), (options.For("asiacell").AdditionalParameters["productId"], options.AdditionalParameters.Verify["fraudCheckToken"]));
        Assert.True(options.ConfirmBeforeVerify);
        Assert.Equal(("source_id", "user_ip"), (options.LandingParameters["clickid"], options.VisitorParameters.Address));
    }

    private static Offer18OtpOptions Bound(Dictionary<string, string?> settings, ServiceCollection? services = null)
    {
        services ??= [];
        services.AddOffer18Otp(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<Offer18OtpOptions>>().Value;
    }
}

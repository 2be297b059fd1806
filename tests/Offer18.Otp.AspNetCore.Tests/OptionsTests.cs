using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests;

public sealed class OptionsTests
{
    private static readonly Dictionary<string, string?> Valid = new()
    {
        ["ApiKey"] = "s3cret-key",
        ["AffiliateId"] = "1001",
        ["AdvertiserId"] = "2002",
        ["AllowedCountries:0"] = "GB",
    };

    public static TheoryData<string, string, string> Impossible => new()
    {
        { "ApiKey", "", "Offer18Otp: ApiKey must be set." },
        { "ApiKey", " ", "Offer18Otp: ApiKey must be set." },
        { "AffiliateId", "0", "Offer18Otp: AffiliateId must be 1 or more." },
        { "AffiliateId", "-5", "Offer18Otp: AffiliateId must be 1 or more." },
        { "AdvertiserId", "-1", "Offer18Otp: AdvertiserId must be 1 or more." },
        { "BaseAddress", "", "Offer18Otp: BaseAddress must be an absolute HTTP address." },
        { "BaseAddress", "/api", "Offer18Otp: BaseAddress must be an absolute HTTP address." },
        { "BaseAddress", "ftp://127.0.0.1/", "Offer18Otp: BaseAddress must be an absolute HTTP address." },
        { "BaseAddress", "http://api.example/", "Offer18Otp: BaseAddress must be an HTTPS address unless its host is loopback: the key travels in the query string." },
        { "BaseAddress", "https://api.example/?key=1", "Offer18Otp: BaseAddress must have no query, fragment or user name." },
        { "AdditionalParameters:KEY", "x", "Offer18Otp: AdditionalParameters must not contain KEY: the client sends it itself." },
        { "AdditionalParameters:Generate:aid", "x", "Offer18Otp: AdditionalParameters:Generate must not contain aid: the client sends it itself." },
        { "AdditionalParameters:verify:otp", "x", "Offer18Otp: AdditionalParameters:Verify must not contain otp: the client sends it itself." },
        { "AllowedParameters:0", "otp", "Offer18Otp: AllowedParameters must not contain otp: the client sends it itself." },
        { "AllowedOrigins:0", "https://www.example.com/", "Offer18Otp: AllowedOrigins:0 must be a scheme and a host, and a port if it is not the scheme's own, such as https://www.example.com." },
        { "AllowedOrigins", "https://www.example.com, *", "Offer18Otp: AllowedOrigins:1 must be a scheme and a host, and a port if it is not the scheme's own, such as https://www.example.com." },
        { "AllowedOrigins:0", "ftp://www.example.com", "Offer18Otp: AllowedOrigins:0 must be a scheme and a host, and a port if it is not the scheme's own, such as https://www.example.com." },
        { "ParameterPlacement", "7", "Offer18Otp: ParameterPlacement must be Query or Form." },
        { "Timeout", "00:00:00", "Offer18Otp: Timeout must be more than 0 and at most 2 minutes." },
        { "Timeout", "00:02:01", "Offer18Otp: Timeout must be more than 0 and at most 2 minutes." },
        { "Vocabularies:0", "kaputt", "Offer18Otp: Vocabularies:0 is neither a path that ends in .json nor one of bdapps, camara, digitalvirgo, huawei, ideamart, infobip, timwe, twilio, veoo, vonage." },
        { "Vocabularies", "bdapps, nowhere.json", "Offer18Otp: Vocabularies:1 names a file that cannot be read." },
        { "ErrorCodes:kaputt", "broken", "Offer18Otp: ErrorCodes maps a text to something that is no error code." },
        { "ErrorCodes:kaputt", "forged_request", "Offer18Otp: ErrorCodes maps a text to forged_request. A partner's text cannot have this meaning: only the site itself answers with this code." },
        { "ErrorCodes:kaputt", "store_unavailable", "Offer18Otp: ErrorCodes maps a text to store_unavailable. A partner's text cannot have this meaning: only the site itself answers with this code." },
        { "ErrorCodes:kaputt", "otp_required", "Offer18Otp: ErrorCodes maps a text to otp_required. A partner's text cannot have this meaning: only the site itself answers with this code." },
        { "ErrorCodes:kaputt", "consent_required", "Offer18Otp: ErrorCodes maps a text to consent_required. A partner's text cannot have this meaning: only the site itself answers with this code." },
        { "AllowedCountries:0", "", "Offer18Otp: AllowedCountries:0 is no ISO 3166-1 alpha-2 code in capitals." },
        { "AllowedCountries:0", "gb", "Offer18Otp: AllowedCountries:0 is no ISO 3166-1 alpha-2 code in capitals." },
        { "AllowedCountries:0", "+44", "Offer18Otp: AllowedCountries:0 is not one of the codes that belong to no country: +800, +808, +870, +878, +881, +882, +883, +888, +979." },
        { "ArgentinaMobilePrefix", "9", "Offer18Otp: ArgentinaMobilePrefix must be 549 or 54." },
        { "CountryHeader", "CF IPCountry", "Offer18Otp: CountryHeader is no name of a header." },
        { "DefaultCountry", "XX", "Offer18Otp: DefaultCountry is no ISO 3166-1 alpha-2 code in capitals." },
        { "DefaultCountry", "IQ", "Offer18Otp: DefaultCountry is a country that AllowedCountries does not contain." },
        { "CodeLength:Min", "3", "Offer18Otp: CodeLength must lie between 4 and 8 digits, Min not above Max." },
        { "CodeLength", "9", "Offer18Otp: CodeLength must lie between 4 and 8 digits, Min not above Max." },
        { "CodeLifetime", "05:00:00", "Offer18Otp: CodeLifetime must be more than 0 and at most 10 minutes." },
        { "CodeLifetime", "00:00:00", "Offer18Otp: CodeLifetime must be more than 0 and at most 10 minutes." },
        { "MaxAttempts", "0", "Offer18Otp: MaxAttempts must be 1 to 10." },
        { "MaxAttempts", "11", "Offer18Otp: MaxAttempts must be 1 to 10." },
        { "ResendCooldown", "00:00:00", "Offer18Otp: ResendCooldown must be 1 second to 10 minutes." },
        { "MaxSendsPerMsisdn", "0", "Offer18Otp: MaxSendsPerMsisdn must be 1 to 100." },
        { "SendWindow", "00:00:01", "Offer18Otp: SendWindow must be 1 minute to 1 day." },
        { "Limits:Mode", "7", "Offer18Otp: Limits:Mode must be Off, Record or Enforce." },
        { "Limits:Mode", "Sometimes", "Offer18Otp: Limits:Mode must be Off, Record or Enforce." },
        { "Limits:Modes:Prefix", "7", "Offer18Otp: Limits:Modes:Prefix must be Off, Record or Enforce." },
        { "Limits:Modes:Prefix", "Sometimes", "Offer18Otp: Limits:Modes:Prefix must be Off, Record or Enforce." },
        { "Limits:Modes:Operator", "Off", "Offer18Otp: Limits:Modes must have no other names than Number, Browser, Address, Country, Prefix, Campaign." },
        { "Limits:Modes:7", "Off", "Offer18Otp: Limits:Modes must have no other names than Number, Browser, Address, Country, Prefix, Campaign." },
        { "Limits:MaxSendsPerBrowser", "0", "Offer18Otp: Limits:MaxSendsPerBrowser must be 1 to 1,000." },
        { "Limits:MaxSendsPerBrowser", "1001", "Offer18Otp: Limits:MaxSendsPerBrowser must be 1 to 1,000." },
        { "Limits:MaxSendsPerAddress", "0", "Offer18Otp: Limits:MaxSendsPerAddress must be 1 to 1,000,000." },
        { "Limits:MaxSendsPerAddress", "1000001", "Offer18Otp: Limits:MaxSendsPerAddress must be 1 to 1,000,000." },
        { "Limits:MaxSendsPerDay", "0", "Offer18Otp: Limits:MaxSendsPerDay must be 1 to 1,000." },
        { "Limits:MaxSendsPerDay", "1001", "Offer18Otp: Limits:MaxSendsPerDay must be 1 to 1,000." },
        { "Limits:MaxUnverifiedPerPrefix", "0", "Offer18Otp: Limits:MaxUnverifiedPerPrefix must be 1 to 1,000,000." },
        { "Limits:MaxUnverifiedPerPrefix", "1000001", "Offer18Otp: Limits:MaxUnverifiedPerPrefix must be 1 to 1,000,000." },
        { "Limits:MaxUnverifiedPerAddress", "0", "Offer18Otp: Limits:MaxUnverifiedPerAddress must be 1 to 1,000,000." },
        { "Limits:MaxUnverifiedPerAddress", "1000001", "Offer18Otp: Limits:MaxUnverifiedPerAddress must be 1 to 1,000,000." },
        { "Limits:MaxUnverifiedPerCountry", "9", "Offer18Otp: Limits:MaxUnverifiedPerCountry must be 10 to 10,000,000." },
        { "Limits:MaxUnverifiedPerCountry", "10000001", "Offer18Otp: Limits:MaxUnverifiedPerCountry must be 10 to 10,000,000." },
        { "Limits:MaxWrongCodesPerBrowser", "0", "Offer18Otp: Limits:MaxWrongCodesPerBrowser must be 1 to 1,000." },
        { "Limits:MaxWrongCodesPerBrowser", "1001", "Offer18Otp: Limits:MaxWrongCodesPerBrowser must be 1 to 1,000." },
        { "Limits:MaxWrongCodesPerAddress", "0", "Offer18Otp: Limits:MaxWrongCodesPerAddress must be 1 to 1,000,000." },
        { "Limits:MaxWrongCodesPerAddress", "1000001", "Offer18Otp: Limits:MaxWrongCodesPerAddress must be 1 to 1,000,000." },
        { "Limits:MaxSendsPerHour", "0", "Offer18Otp: Limits:MaxSendsPerHour must be 1 or more." },
        { "Limits:MaxWrongCodes", "0", "Offer18Otp: Limits:MaxWrongCodes must be 1 or more." },
        { "Limits:MaxEntries", "999", "Offer18Otp: Limits:MaxEntries must be 1,000 or more." },
        { "Limits:AlwaysAllow:0", "964770", "Offer18Otp: Limits:AlwaysAllow:0 must be a number or its beginning with + and the country code, a country (ISO 3166-1 alpha-2, in capitals), an address, or a network such as 203.0.113.0/24." },
        { "Limits:AlwaysAllow", "IQ, everybody", "Offer18Otp: Limits:AlwaysAllow:1 must be a number or its beginning with + and the country code, a country (ISO 3166-1 alpha-2, in capitals), an address, or a network such as 203.0.113.0/24." },
        { "Limits:NeverAllow:0", "", "Offer18Otp: Limits:NeverAllow:0 must be a number or its beginning with + and the country code, a country (ISO 3166-1 alpha-2, in capitals), an address, or a network such as 203.0.113.0/24." },
        { "Limits:NeverAllow", "+9647701234567; 203.0.113.7/33", "Offer18Otp: Limits:NeverAllow:1 must be a number or its beginning with + and the country code, a country (ISO 3166-1 alpha-2, in capitals), an address, or a network such as 203.0.113.0/24." },
        { "DigestKeys", "short", "Offer18Otp: DigestKeys:0 must have at least 16 characters." },
        { "DigestKeys:0", "short", "Offer18Otp: DigestKeys:0 must have at least 16 characters." },
        { "HideSubscriptionState", "maybe", "Offer18Otp: HideSubscriptionState must be true or false." },
        { "Limits:TestNumbers:0:Msisdn", "+44 7700 900123", "Offer18Otp: Limits:TestNumbers:0:Code must be digits, as many as CodeLength allows.; Offer18Otp: Limits:TestNumbers:0:EndsAt must be set." },
        { "Limits:TestNumbers:0:Msisdn", "07700 900123", "Offer18Otp: Limits:TestNumbers:0:Msisdn must be a possible mobile number of an allowed country, with + and the country code.; Offer18Otp: Limits:TestNumbers:0:Code must be digits, as many as CodeLength allows.; Offer18Otp: Limits:TestNumbers:0:EndsAt must be set." },
        { "Limits:TestNumbers:0:EndsAt", "soon", "Offer18Otp: Limits:TestNumbers:0:EndsAt must be a time such as 2026-12-31T23:59:59Z." },
        { "OperatorsAreComplete", "true", "Offer18Otp: OperatorsAreComplete must be false while Operators is empty: nobody could be verified." },
        { "Operators", "zain", "Offer18Otp: Operators must be a list of sections, each with a Name." },
        { "Operators:0", "zain", "Offer18Otp: Operators must be a list of sections, each with a Name." },
        { "Operators:0:Name", "zain", "Offer18Otp: Operators:0 must have Prefixes or Countries." },
        { "Operators:0:Countries", "IQ", "Offer18Otp: Operators:0:Name must be 1 to 64 letters (a-z, A-Z), digits, hyphens and underscores." },
        { "VerifiedLifetime", "-00:00:01", "Offer18Otp: VerifiedLifetime must be more than 0 and at most 30 days." },
        { "VerificationPath", "verify", "Offer18Otp: VerificationPath must be a local path that begins with a single slash, without query or fragment." },
        { "VerificationPath", "//evil.example", "Offer18Otp: VerificationPath must be a local path that begins with a single slash, without query or fragment." },
        { "VerificationPath", "/verify?x=1", "Offer18Otp: VerificationPath must be a local path that begins with a single slash, without query or fragment." },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task An_impossible_value_stops_the_host_at_start_with_a_message_that_names_the_setting(
        string setting, string value, string message)
    {
        await using var app = Build(new(Valid) { [setting] = value });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(message, exception.Message);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A setting of each type, what it says of a value of another type, and one value of many in a list.</summary>
    public static TheoryData<string, string> OfAnotherType => new()
    {
        { "AffiliateId", "AffiliateId must be a whole number." },
        { "AdvertiserId", "AdvertiserId must be a whole number." },
        { "MaxAttempts", "MaxAttempts must be a whole number." },
        { "CodeLength", "CodeLength must lie between 4 and 8 digits, Min not above Max." },
        { "CodeLength:Max", "CodeLength:Max must be a whole number." },
        { "Timeout", "Timeout must be a time such as 00:00:30." },
        { "VerifiedLifetime", "VerifiedLifetime must be a time such as 00:00:30." },
        { "RequireConsent", "RequireConsent must be true or false." },
        { "Paused", "Paused must be true or false." },
        { "BindProofAtSignIn", "BindProofAtSignIn must be true or false." },
        { "ParameterPlacement", "ParameterPlacement must be Query or Form." },
        { "BaseAddress", "BaseAddress must be an absolute HTTP address." },
        { "AllowedCountries:0", "AllowedCountries:0 is no ISO 3166-1 alpha-2 code in capitals." },
        { "AllowedOrigins:0", "AllowedOrigins:0 must be a scheme and a host, and a port if it is not the scheme's own, such as https://www.example.com." },
        { "DefaultCountry", "DefaultCountry is no ISO 3166-1 alpha-2 code in capitals." },
        { "Vocabularies:0", "Vocabularies:0 is neither a path that ends in .json nor one of" },
        { "VerificationPath", "VerificationPath must be a local path" },
        { "Limits:MaxSendsPerHour", "Limits:MaxSendsPerHour must be a whole number." },
        { "Limits:Mode", "Limits:Mode must be Off, Record or Enforce." },
        { "Limits:Modes:Prefix", "Limits:Modes:Prefix must be Off, Record or Enforce." },
        { "OperatorsAreComplete", "OperatorsAreComplete must be true or false." },
        { "Operators", "Operators must be a list of sections" },
        { "Operators:0", "Operators must be a list of sections" },
        { "Operators:0:AdvertiserId", "Operators:0:AdvertiserId must be a whole number." },
        { "Operators:0:Timeout", "Operators:0:Timeout must be a time such as 00:00:30." },
        { "Operators:0:CodeLength:Max", "Operators:0:CodeLength:Max must be a whole number." },
        { "Limits:Modes:s3cret", "Limits:Modes must have no other names than" },
        { "Limits:AlwaysAllow:0", "Limits:AlwaysAllow:0 must be a number or its beginning" },
        { "Limits:NeverAllow", "Limits:NeverAllow:0 must be a number or its beginning" },
        { "ErrorCodes:WRONG", "ErrorCodes maps a text to something that is no error code." },
        { "ErrorCodes:s3cret", "ErrorCodes maps a text to something that is no error code." },
    };

    [Theory]
    [MemberData(nameof(OfAnotherType))]
    public async Task A_key_in_the_wrong_setting_is_not_said_by_whatever_stops_the_host(string setting, string message)
    {
        // As a section of a configuration, and as the whole of one.
        foreach (var section in (string[])["", "Sites:Offer18Otp"])
        {
            var builder = EmptyBuilder();
            var settings = new Dictionary<string, string?>(Valid) { [setting] = "s3cret-key" };
            var configuration = Configuration(settings.ToDictionary(pair => section.Length == 0 ? pair.Key : $"{section}:{pair.Key}", pair => pair.Value));
            builder.Services.AddOffer18Otp(section.Length == 0 ? configuration : configuration.GetSection(section));
            await using var app = builder.Build();

            var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

            Assert.StartsWith("Offer18Otp: " + message, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_change_of_the_configuration_is_read_without_a_restart()
    {
        var configuration = Configuration(Valid);
        var services = new ServiceCollection();
        services.AddOffer18Otp(configuration);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>();
        Assert.False(options.CurrentValue.Paused);

        configuration["Paused"] = "true";
        configuration.Reload();

        Assert.True(options.CurrentValue.Paused);
    }

    [Fact]
    public async Task Without_any_configuration_the_message_names_all_that_is_missing()
    {
        await using var app = Build([]);

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            [
                "Offer18Otp: ApiKey must be set.",
                "Offer18Otp: AffiliateId must be 1 or more.",
                "Offer18Otp: AdvertiserId must be 1 or more.",
                "Offer18Otp: AllowedCountries must name the countries whose numbers are taken, or * for all.",
            ],
            exception.Failures);
    }

    [Fact]
    public async Task A_named_campaign_is_named_in_the_message()
    {
        var builder = EmptyBuilder();
        builder.Services.AddOffer18Otp("kuwait-games", Configuration(new(Valid) { ["MaxAttempts"] = "0" }));
        await using var app = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal("Offer18Otp (campaign \"kuwait-games\"): MaxAttempts must be 1 to 10.", exception.Message);
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = new Offer18OtpOptions();

        Assert.Equal(new Uri("https://api.offer18.com/"), options.BaseAddress);
        Assert.Equal(ParameterPlacement.Query, options.ParameterPlacement);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Timeout);
        Assert.Equal((4, 8), (options.CodeLength.Min, options.CodeLength.Max));
        Assert.Equal(TimeSpan.FromMinutes(10), options.CodeLifetime);
        Assert.Equal(5, options.MaxAttempts);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ResendCooldown);
        Assert.Equal(5, options.MaxSendsPerMsisdn);
        Assert.Equal(TimeSpan.FromMinutes(10), options.SendWindow);
        Assert.Equal(TimeSpan.FromMinutes(30), options.VerifiedLifetime);
        Assert.Equal("/verify", options.VerificationPath);
        Assert.False(options.RequireConsent);
        Assert.False(options.Paused);
        Assert.Null(options.DefaultCountry);
        Assert.Null(options.CountryHeader);
        Assert.Equal(549, options.ArgentinaMobilePrefix);
        Assert.Empty(options.AllowedCountries);
        Assert.Empty(options.AllowedParameters);
        Assert.Empty(options.AllowedOrigins);
        Assert.True(options.BindProofAtSignIn);
        Assert.Empty(options.AdditionalParameters);
        Assert.Empty(options.ErrorCodes);
        Assert.Empty(options.Vocabularies);
        Assert.Empty(options.Operators);
        Assert.False(options.OperatorsAreComplete);
    }

    [Fact]
    public void The_defaults_of_the_limits_are_those_of_the_documentation()
    {
        var limits = new Offer18OtpOptions().Limits;

        Assert.Equal(OtpLimitMode.Enforce, limits.Mode);
        Assert.Empty(limits.Modes);
        Assert.Equal((5, 200, null, 10), (limits.MaxSendsPerBrowser, limits.MaxSendsPerAddress, limits.MaxSendsPerHour, limits.MaxSendsPerDay));
        Assert.Equal((20, 100, 1_000), (limits.MaxUnverifiedPerPrefix, limits.MaxUnverifiedPerAddress, limits.MaxUnverifiedPerCountry));
        Assert.Equal((20, 15, 5_000), (limits.MaxWrongCodesPerBrowser, limits.MaxWrongCodesPerAddress, limits.MaxWrongCodes));
        Assert.Equal(1_000_000, limits.MaxEntries);
        Assert.Empty(limits.AlwaysAllow);
        Assert.Empty(limits.NeverAllow);
    }

    [Fact]
    public void A_section_binds_every_setting()
    {
        var options = Bound(new()
        {
            ["BaseAddress"] = "http://127.0.0.1:5/x",
            ["ApiKey"] = "k",
            ["AffiliateId"] = "1",
            ["AdvertiserId"] = "2",
            ["Partner"] = "p",
            ["UserId"] = "u",
            ["RequestType"] = "t",
            ["AdditionalParameters:source_id"] = "s",
            ["AdditionalParameters:Generate:source_id"] = "g",
            ["AdditionalParameters:Verify:source_id"] = "v",
            ["ParameterPlacement"] = "Form",
            ["Timeout"] = "00:00:10",
            ["DefaultCountry"] = "IQ",
            ["CountryHeader"] = "CF-IPCountry",
            ["AllowedCountries:0"] = "IQ",
            ["AllowedCountries:1"] = "KW",
            ["ArgentinaMobilePrefix"] = "54",
            ["CodeLength:Min"] = "5",
            ["CodeLength:Max"] = "6",
            ["CodeLifetime"] = "00:05:00",
            ["MaxAttempts"] = "3",
            ["ResendCooldown"] = "00:01:00",
            ["MaxSendsPerMsisdn"] = "4",
            ["SendWindow"] = "00:20:00",
            ["VerifiedLifetime"] = "01:00:00",
            ["VerificationPath"] = "/otp",
            ["ErrorCodes:WRONG"] = "invalid_otp",
            ["Vocabularies:0"] = "huawei",
            ["RequireConsent"] = "true",
            ["Paused"] = "true",
            ["AllowedParameters:0"] = "click_id",
            ["AllowedOrigins:0"] = "https://www.example.com",
            ["BindProofAtSignIn"] = "false",
            ["Limits:Mode"] = "Record",
            ["Limits:Modes:Prefix"] = "Off",
            ["Limits:MaxSendsPerBrowser"] = "1",
            ["Limits:MaxSendsPerAddress"] = "2",
            ["Limits:MaxSendsPerHour"] = "3",
            ["Limits:MaxSendsPerDay"] = "4",
            ["Limits:MaxUnverifiedPerPrefix"] = "5",
            ["Limits:MaxUnverifiedPerAddress"] = "6",
            ["Limits:MaxUnverifiedPerCountry"] = "70",
            ["Limits:MaxWrongCodesPerBrowser"] = "8",
            ["Limits:MaxWrongCodesPerAddress"] = "9",
            ["Limits:MaxWrongCodes"] = "10",
            ["Limits:MaxEntries"] = "1100",
            ["Limits:AlwaysAllow:0"] = "+964 770 123 4567",
            ["Limits:NeverAllow:0"] = "2001:db8::/32",
        });
        var limits = options.Limits;

        Assert.Equal(("k", 1, 2, "p", "u", "t"), (options.ApiKey, options.AffiliateId, options.AdvertiserId, options.Partner, options.UserId, options.RequestType));
        Assert.Equal([KeyValuePair.Create("source_id", "s")], options.AdditionalParameters);
        Assert.Equal(("g", "v"), (options.AdditionalParameters.Generate["source_id"], options.AdditionalParameters.Verify["source_id"]));
        Assert.Equal(ParameterPlacement.Form, options.ParameterPlacement);
        Assert.Equal(["IQ", "KW"], options.AllowedCountries);
        Assert.Equal(54, options.ArgentinaMobilePrefix);
        Assert.Equal("CF-IPCountry", options.CountryHeader);
        Assert.Equal((5, 6), (options.CodeLength.Min, options.CodeLength.Max));
        Assert.Equal("invalid_otp", options.ErrorCodes["WRONG"]);
        Assert.Equal(["huawei"], options.Vocabularies);
        Assert.Equal(["click_id"], options.AllowedParameters);
        Assert.Equal((3, 4, "/otp"), (options.MaxAttempts, options.MaxSendsPerMsisdn, options.VerificationPath));
        Assert.True(options.RequireConsent && options.Paused && !options.BindProofAtSignIn);
        Assert.Equal(["https://www.example.com"], options.AllowedOrigins);
        Assert.Equal((OtpLimitMode.Record, OtpLimitMode.Off), (limits.Mode, limits.Modes[OtpLimitKind.Prefix]));
        Assert.Equal((1, 2, 3, 4), (limits.MaxSendsPerBrowser, limits.MaxSendsPerAddress, limits.MaxSendsPerHour, limits.MaxSendsPerDay));
        Assert.Equal((5, 6, 70), (limits.MaxUnverifiedPerPrefix, limits.MaxUnverifiedPerAddress, limits.MaxUnverifiedPerCountry));
        Assert.Equal((8, 9, 10), (limits.MaxWrongCodesPerBrowser, limits.MaxWrongCodesPerAddress, limits.MaxWrongCodes));
        Assert.Equal(1_100, limits.MaxEntries);
        Assert.Equal(["+964 770 123 4567"], limits.AlwaysAllow);
        Assert.Equal(["2001:db8::/32"], limits.NeverAllow);
    }

    [Fact]
    public void An_environment_variable_can_give_a_list_or_the_code_length_as_one_text()
    {
        var options = Bound(new(Valid) { ["AllowedCountries"] = "IQ, KW", ["CodeLength"] = "6", ["Vocabularies"] = "bdapps,camara" });

        Assert.Equal(["IQ", "KW"], options.AllowedCountries);
        Assert.Equal((6, 6), (options.CodeLength.Min, options.CodeLength.Max));
        Assert.Equal(["bdapps", "camara"], options.Vocabularies);
    }

    [Theory]
    [InlineData("", "Offer18Otp: DigestKeys:1 must not be empty.")]
    [InlineData("a-key-of-this-year", "Offer18Otp: DigestKeys:1 must not be one of the keys before it.")]
    public void An_older_digest_key_must_be_one(string older, string message) => Assert.Equal(
        message,
        Assert.Throws<OptionsValidationException>(() => Bound(new(Valid) { ["DigestKeys:0"] = "a-key-of-this-year", ["DigestKeys:1"] = older })).Message);

    // A key may have commas.
    [Fact]
    public void A_digest_key_that_is_one_text_is_one_key()
    {
        Assert.Equal(["a key, of this year"], Bound(new(Valid) { ["DigestKeys"] = "a key, of this year" }).DigestKeys);
        Assert.Equal(["a-key-of-this-year", "old"], Bound(new(Valid) { ["DigestKeys:0"] = "a-key-of-this-year", ["DigestKeys:1"] = "old" }).DigestKeys);
    }

    [Fact]
    public void A_number_in_a_list_that_is_one_text_may_have_spaces()
    {
        var limits = Bound(new(Valid) { ["Limits:AlwaysAllow"] = "+964 770 123 4567, IQ", ["Limits:NeverAllow"] = "203.0.113.0/24;+44 7700" }).Limits;

        Assert.Equal(["+964 770 123 4567", "IQ"], limits.AlwaysAllow);
        Assert.Equal(["203.0.113.0/24", "+44 7700"], limits.NeverAllow);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("a\n")]
    [InlineData("الكويت")]
    public void A_campaign_name_that_cannot_be_part_of_a_cookie_is_refused(string campaign) =>
        Assert.Throws<ArgumentException>(nameof(campaign), () => new ServiceCollection().AddOffer18Otp(campaign, _ => { }));

    [Fact]
    public async Task The_client_alone_asks_for_its_own_settings_alone()
    {
        var builder = EmptyBuilder();
        builder.Services.AddOffer18OtpClient(client => client.ApiKey = "k");
        await using var app = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["AffiliateId must be 1 or more.", "AdvertiserId must be 1 or more."], exception.Failures);
    }

    [Fact]
    public async Task A_client_of_its_own_may_stand_beside_a_campaign()
    {
        var builder = EmptyBuilder();
        builder.Services.AddOffer18Otp(Configuration(Valid));
        builder.Services.AddOffer18OtpClient(client => { client.ApiKey = "k"; client.AffiliateId = 5; client.AdvertiserId = 6; }, "other");
        await using var app = builder.Build();

        var options = app.Services.GetRequiredService<IOptionsMonitor<Offer18ClientOptions>>();

        Assert.Equal((1001, 5), (options.Get("").AffiliateId, options.Get("other").AffiliateId));
        app.Services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static IConfigurationRoot Configuration(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static WebApplicationBuilder EmptyBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        return builder;
    }

    private static Offer18OtpOptions Bound(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddOffer18Otp(Configuration(settings));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<Offer18OtpOptions>>().Value;
    }

    private static WebApplication Build(Dictionary<string, string?> settings)
    {
        var builder = EmptyBuilder();
        builder.Services.AddOffer18Otp(Configuration(settings));
        return builder.Build();
    }
}

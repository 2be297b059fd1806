using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Events;

/// <summary>A postback that cannot work, or that would tell too much, stops the host at start.</summary>
public sealed class PostbackOptionsTests
{
    private const string Placeholders = "Postbacks:0:a placeholder must be one of event, event_id, campaign, operator, time, unix_time, code, msisdn_hash, or a name of LandingParameters.";

    private static readonly Dictionary<string, string?> Valid = new()
    {
        ["ApiKey"] = "key",
        ["AffiliateId"] = "1001",
        ["AdvertiserId"] = "2002",
        ["AllowedCountries"] = "GB",
        ["LandingParameters:clickid"] = "source_id",
        ["MsisdnHashSalt"] = "0123456789abcdef",
        ["Postbacks:0:Name"] = "tracker",
        ["Postbacks:0:Url"] = "https://tracker.example/p?click={clickid}&id={event_id}&h={msisdn_hash}",
    };

    [Fact]
    public void What_the_settings_say_is_what_is_reported()
    {
        var options = Bound(new()
        {
            ["Postbacks:0:Event"] = "Revoked", ["Postbacks:0:Method"] = "POST", ["Postbacks:0:Headers:X-Key"] = "of mine", ["Postbacks:0:Secret"] = "0123456789abcdef",
            ["Postbacks:1:Name"] = "second", ["Postbacks:1:Url"] = "http://127.0.0.1:5080/p", ["Postbacks:1:AllowPrivateAddresses"] = "true",
        });

        Assert.Equal(["tracker", "second"], options.Postbacks.Select(one => one.Name));
        Assert.Equal((OtpPostbackEvent.Revoked, "POST", "of mine", "0123456789abcdef"), (options.Postbacks[0].Event, options.Postbacks[0].Method, options.Postbacks[0].Headers["X-Key"], options.Postbacks[0].Secret));
        Assert.Equal((OtpPostbackEvent.Verified, "GET", true), (options.Postbacks[1].Event, options.Postbacks[1].Method, options.Postbacks[1].AllowPrivateAddresses));
    }

    [Fact]
    public void The_settings_of_the_events_page_start()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "events.md"));
        var json = page.Split("```json\n")[1].Split("```")[0];
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{{{json}}}"));
        var documented = new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable().Where(pair => pair.Value is not null).ToDictionary();

        var options = Bound(documented);

        Assert.Equal(["tracker", "crm"], options.Postbacks.Select(one => one.Name));
        Assert.Equal("Bearer of-mine", options.Postbacks[1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("Postbacks:0:Name", "my tracker", "Postbacks:0:Name must be 1 to 64 letters (a-z, A-Z), digits, hyphens and underscores.")]
    [InlineData("Postbacks:0:Url", "", "Postbacks:0:Url must be an absolute HTTPS address.")]
    [InlineData("Postbacks:0:Url", "ftp://tracker.example/", "Postbacks:0:Url must be an absolute HTTPS address.")]
    [InlineData("Postbacks:0:Url", "https://user:pass@tracker.example/", "Postbacks:0:Url must be an absolute HTTPS address.")]
    [InlineData("Postbacks:0:Url", "http://tracker.example/", "Postbacks:0:Url must begin with https:, unless it leads to this machine.")]
    [InlineData("Postbacks:0:Url", "https://{clickid}.example/", "Postbacks:0:Url must not have a placeholder in its host.")]
    [InlineData("Postbacks:0:Url", "https://tracker.example:{clickid}/", "Postbacks:0:Url must be an absolute HTTPS address.")]
    [InlineData("Postbacks:0:Url", "https://localhost/p", "Postbacks:0:Url leads to this machine, which needs AllowPrivateAddresses.")]
    [InlineData("Postbacks:0:Url", "https://tracker.example/{click_id}", Placeholders)]
    [InlineData("Postbacks:0:Headers:X-Click", "{msisdn}", Placeholders)]
    [InlineData("Postbacks:0:Headers:Not a name", "x", "Postbacks:0:Headers must be names of request headers with values without control characters.")]
    [InlineData("Postbacks:0:Headers:Content-Type", "x", "Postbacks:0:Headers must be names of request headers with values without control characters.")]
    [InlineData("Postbacks:0:Method", "DELETE", "Postbacks:0:Method must be GET, POST or PUT.")]
    [InlineData("Postbacks:0:Body", "{}", "Postbacks:0:Body needs the Method POST or PUT.")]
    [InlineData("Postbacks:0:ContentType", "json", "Postbacks:0:ContentType must be a type such as application/json, without parameters.")]
    [InlineData("Postbacks:0:Secret", "short", "Postbacks:0:Secret must have at least 16 characters.")]
    [InlineData("Postbacks:0:Event", "Sold", "Postbacks:0:Event must be Verified, Sent, Refused or Revoked.")]
    [InlineData("MsisdnHashSalt", "short", "MsisdnHashSalt must have at least 16 characters.")]
    [InlineData("MsisdnHashSalt", null, "Postbacks:0:{msisdn_hash} needs MsisdnHashSalt.")]
    [InlineData("Postbacks:1:Name", "Tracker", "Postbacks:1:Name must not be that of a postback before it, not even in another case.")]
    public void A_setting_that_cannot_be_is_named(string setting, string? value, string message)
    {
        var more = new Dictionary<string, string?> { ["Postbacks:1:Url"] = setting.StartsWith("Postbacks:1", StringComparison.Ordinal) ? "https://tracker.example/" : null, [setting] = value };

        var failure = Assert.Throws<OptionsValidationException>(() => Bound(more));

        Assert.Contains($"Offer18Otp: {message}", failure.Failures);
        Assert.DoesNotContain(failure.Failures, one => value is { Length: > 5 } && one.Contains(value, StringComparison.Ordinal));
    }

    private static Offer18OtpOptions Bound(Dictionary<string, string?> more)
    {
        var services = new ServiceCollection();
        var settings = Valid.Concat(more).GroupBy(pair => pair.Key).Select(same => same.Last()).Where(pair => pair.Value is not null);
        services.AddOffer18Otp(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<Offer18OtpOptions>>().Value;
    }
}

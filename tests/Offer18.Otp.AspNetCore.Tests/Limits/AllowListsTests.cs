using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

/// <summary>What a site's owner has said of a number, an address or a country.</summary>
public sealed class AllowListsTests
{
    [Theory]
    [InlineData("+964 770 123 4567", true)]
    [InlineData("+9647701234567", true)]
    [InlineData("+964770", true)]
    [InlineData("+964 771", false)]
    [InlineData("IQ", true)]
    [InlineData("KW", false)]
    [InlineData("203.0.113.7", true)]
    [InlineData("203.0.113.8", false)]
    [InlineData("203.0.113.0/24", true)]
    [InlineData("203.0.113.9/24", true)]
    [InlineData("203.0.112.0/24", false)]
    [InlineData("::ffff:203.0.113.7", true)]
    [InlineData("::ffff:203.0.113.0/120", true)]
    [InlineData("2001:db8::/32", false)]
    [InlineData("::/0", false)]
    [InlineData("0.0.0.0/0", true)]
    public void A_number_a_prefix_a_country_an_address_and_a_network_fit(string item, bool fits)
    {
        Assert.True(AllowLists.IsItem(item));
        Assert.Equal(fits ? AllowListed.Always : AllowListed.No, Look(Send("203.0.113.7"), always: [item]));
        Assert.Equal(fits ? AllowListed.Never : AllowListed.No, Look(Send("203.0.113.7"), never: [item]));
    }

    [Theory]
    [InlineData("203.0.113.0/24", "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8::/32", "2001:db8:1::7", true)]
    [InlineData("2001:db8:1::7", "2001:db8:1::7", true)]
    [InlineData("2001:db8:1::8", "2001:db8:1::7", false)]
    [InlineData("0.0.0.0/0", null, false)]
    public void An_address_is_the_same_however_it_is_written(string item, string? address, bool fits) =>
        Assert.Equal(fits ? AllowListed.Always : AllowListed.No, Look(Send(address), always: [item]));

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("+964x")]
    [InlineData("+96477012345678901")]
    [InlineData("964770")]
    [InlineData("iq")]
    [InlineData("203.0.113")]
    [InlineData("203.0.113.0/33")]
    [InlineData("example.com")]
    public void What_fits_nothing_is_no_item(string item)
    {
        Assert.False(AllowLists.IsItem(item));
        Assert.Equal(AllowListed.No, Look(Send("203.0.113.7"), never: [item]));
    }

    [Fact]
    public void Never_wins_over_always() => Assert.Equal(AllowListed.Never, Look(Send("203.0.113.7"), always: ["+9647701234567"], never: ["IQ"]));

    [Theory]
    [InlineData("+964 770 123 4567", OtpLimitKind.Number)]
    [InlineData("+964770", OtpLimitKind.Prefix)]
    [InlineData("IQ", OtpLimitKind.Country)]
    [InlineData("203.0.113.7", OtpLimitKind.Address)]
    public void The_owner_hears_what_the_list_has_refused(string item, OtpLimitKind kind) =>
        Assert.Equal(kind, Lists(never: ["+1", item]).RefusedBy(Send("203.0.113.7")));

    // A resend and a check bring no number along.
    [Fact]
    public async Task A_list_that_names_a_number_holds_for_resends_and_checks_too()
    {
        Offer18OtpOptions? options = null;
        await using var site = await OtpSite.StartAsync(options: otp => options = otp);
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        site.Services.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().CurrentValue.Limits.NeverAllow.Add("+44 7700");

        (await browser.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
        (await browser.VerifyAsync(site.Code)).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");

        Assert.Equal((1, 0), (site.Generated, site.Verified));
        options!.Limits.NeverAllow.Clear();
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task A_country_that_is_always_allowed_is_so_for_checks_too()
    {
        await using var site = await OtpSite.StartAsync(options: otp =>
        {
            otp.Limits.AlwaysAllow.Add("GB");
            otp.Limits.MaxWrongCodesPerBrowser = 1;
        });
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.WrongCode);

        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    private static OtpGuardedAction Send(string? address) =>
        new(OtpGuardedKind.Send, new OtpChallengeKey("", new MsisdnDigest(new string('A', 43)), new string('B', 43)))
        {
            Digits = "9647701234567",
            Country = "IQ",
            Address = address is null ? null : IPAddress.Parse(address),
        };

    private static AllowListed Look(OtpGuardedAction action, string[]? always = null, string[]? never = null) => Lists(always, never).Look(action);

    private static AllowLists Lists(string[]? always = null, string[]? never = null)
    {
        var services = new ServiceCollection();
        services.AddOptions<Offer18OtpOptions>().Configure(options =>
        {
            foreach (var item in always ?? [])
            {
                options.Limits.AlwaysAllow.Add(item);
            }

            foreach (var item in never ?? [])
            {
                options.Limits.NeverAllow.Add(item);
            }
        });
        return new AllowLists(services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>());
    }
}

using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class HandleTests
{
    [Fact]
    public async Task What_a_handle_proved_stays_with_it_and_the_next_challenge_has_its_own()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        var proved = browser.OtpCookie()!.Value;
        site.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
        var pending = browser.OtpCookie()!.Value;

        // An old cookie, in an open tab or a thief's hands, still has the proof but does not get the new challenge.
        browser.OtpCookie()!.Value = proved;
        Assert.Equal("verified", (await browser.StatusAsync()).State);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Equal(1, site.Verified);
        browser.OtpCookie()!.Value = pending;
        Assert.Equal("pending", (await browser.StatusAsync()).State);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Equal(2, site.Verified);
    }
}

using System.Net;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

public sealed class OwnCountsTests
{
    [Fact]
    public async Task A_browser_that_has_proved_the_number_is_not_kept_out_by_others()
    {
        await using var site = await OtpSite.StartAsync(options: otp => otp.VerifiedLifetime = TimeSpan.FromHours(1));
        using var owner = await site.NewVerifiedBrowserAsync();
        site.Clock.Advance(TimeSpan.FromHours(2));
        using var guesser = site.NewBrowser();
        await guesser.GenerateAsync(OtpSite.Number);
        for (var guess = 0; guess < 5; guess++)
        {
            await guesser.VerifyAsync(site.WrongCode);
        }

        (await guesser.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");
        var pending = await owner.GenerateAsync(OtpSite.Number);
        Assert.Equal(("pending", 5), (pending.State, pending.Number("attemptsRemaining")));
        Assert.Equal(5, (await owner.StatusAsync()).Number("attemptsRemaining"));
        Assert.Equal(4, (await owner.VerifyAsync(site.WrongCode)).Number("attemptsRemaining"));
        Assert.Equal("verified", (await owner.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task A_browser_that_has_proved_the_number_has_a_day_of_its_own()
    {
        await using var site = await OtpSite.StartAsync(options: otp => otp.Limits.MaxSendsPerDay = 2);
        using var owner = await site.NewVerifiedBrowserAsync();
        for (var n = 0; n < 2; n++)
        {
            site.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal("pending", (await owner.GenerateAsync(OtpSite.Number)).State);
            Assert.Equal("verified", (await owner.VerifyAsync(site.Code)).State);
        }

        site.Clock.Advance(TimeSpan.FromHours(1));
        (await owner.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
    }
}

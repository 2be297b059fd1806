using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Offer18.Otp.AspNetCore.Tests.Campaigns.ConfirmTests;

namespace Offer18.Otp.AspNetCore.Tests.Campaigns;

/// <summary>Who does not confirm is subscribed to nothing, and is told no more than is known.</summary>
public sealed class CancelTests
{
    [Fact]
    public async Task Who_cancels_has_subscribed_to_nothing_and_can_begin_again()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);

        await browser.SubmitAsync(confirm, "reset");
        var cancelled = await browser.GetPageAsync(PageUrl);
        Assert.Equal("Request cancelled. No subscription was started.", Words(cancelled, "[role=status]"));
        Assert.NotNull(cancelled.Page.QuerySelector("[name=msisdn]"));
        Assert.Null(cancelled.Page.QuerySelector("[name=back]"));
        Assert.Equal(("none", 0), ((await browser.StatusAsync()).State, site.Verified));

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await browser.SubmitAsync(await ToConfirmAsync(site, browser), "verify");
        Assert.Equal(("verified", 2, 1), ((await browser.StatusAsync()).State, site.Generated, site.Verified));
    }

    [Fact]
    public async Task A_confirmation_that_comes_after_the_cancellation_subscribes_nobody()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await ToConfirmAsync(site, browser);
        using var slow = site.NewBrowser();
        slow.Take(browser.OtpCookie()!);

        await browser.SubmitAsync(await browser.GetPageAsync(PageUrl), "reset");

        (await ConfirmAsync(slow)).AssertProblem(HttpStatusCode.Gone, OtpErrorCodes.OtpExpired);
        (await slow.VerifyAsync(site.Code)).AssertProblem(HttpStatusCode.Gone, OtpErrorCodes.OtpExpired);
        Assert.Equal(0, site.Verified);
    }

    [Fact]
    public async Task Of_a_cancellation_and_a_confirmation_at_once_one_counts()
    {
        await using var site = await StartAsync();
        for (var round = 0; round < 20; round++)
        {
            using var browser = site.NewBrowser();
            site.Clock.Advance(TimeSpan.FromMinutes(15));
            var confirm = await ToConfirmAsync(site, browser);
            var (verified, cookie) = (site.Verified, browser.OtpCookie()!);
            using var other = site.NewBrowser();
            other.Take(cookie);

            await Task.WhenAll(browser.SubmitAsync(confirm, "reset"), other.SubmitAsync(confirm, "verify"));

            var says = Words(await browser.GetPageAsync(PageUrl), "[role=status]");
            Assert.True(says != "Request cancelled. No subscription was started." || site.Verified == verified, says);
        }
    }

    // What is remembered of a check ends with its challenge, with the next code and with the next message.
    [Theory]
    [InlineData("later")]
    [InlineData("another message")]
    [InlineData("another code")]
    [InlineData("verified, and the answer was lost")]
    public async Task Who_cancels_long_after_an_open_check_is_promised_nothing(string what)
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);
        if (what.StartsWith("verified", StringComparison.Ordinal))
        {
            using var answered = site.NewBrowser();
            answered.Take(browser.OtpCookie()!);
            await ConfirmAsync(answered);
            site.Clock.Advance(TimeSpan.FromMinutes(40));
        }
        else
        {
            site.Offer18.NextOutcome = "447700900607";
            await browser.SubmitAsync(confirm, "verify");
        }

        switch (what)
        {
            case "later":
                site.Clock.Advance(TimeSpan.FromMinutes(40));
                break;
            case "another message":
                site.Clock.Advance(TimeSpan.FromMinutes(2));
                await browser.ResendAsync();
                await browser.VerifyAsync(site.Code);
                break;
            case "another code":
                await browser.VerifyAsync(site.WrongCode);
                await ConfirmAsync(browser);
                await browser.VerifyAsync(site.Code);
                break;
        }

        await browser.SubmitAsync(confirm, "reset");

        Assert.StartsWith("Request cancelled. We could not find out", Words(await browser.GetPageAsync(PageUrl), "[role=status]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cancels_after_a_check_without_an_answer_is_told_no_more_than_is_known()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);
        site.Offer18.NextOutcome = "447700900607";
        await browser.SubmitAsync(confirm, "verify");

        await browser.SubmitAsync(await browser.GetPageAsync(PageUrl), "reset");

        Assert.Equal(
            "Request cancelled. We could not find out whether a subscription had already started. Please check your text messages.",
            Words(await browser.GetPageAsync(PageUrl), "[role=status]"));
    }

    [Fact]
    public async Task Who_cancels_in_an_old_tab_though_he_is_verified_is_told_so()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var oldTab = await ToConfirmAsync(site, browser);
        await ConfirmAsync(browser);

        await browser.SubmitAsync(oldTab, "reset");

        Assert.Equal("+44•••••0123 is verified.", Words(await browser.GetPageAsync(PageUrl), "[role=status]"));
    }

    [Fact]
    public async Task Nobody_cancels_while_the_subscription_is_on_its_way()
    {
        var held = new HeldVerifies();
        await using var site = await StartAsync(build: builder => builder.Services.AddSingleton(held).Decorate<IOffer18OtpClient, HeldOffer18>());
        using var browser = site.NewBrowser();
        var confirm = await ToConfirmAsync(site, browser);

        await held.SendAsync(1, ((Func<Task<OtpAnswer>>[])[() => browser.SubmitAsync(confirm, "verify"), CancelAsync]).Select(begin => begin()));

        Assert.Equal(("verified", 1), ((await browser.StatusAsync()).State, site.Verified));

        async Task<OtpAnswer> CancelAsync()
        {
            while (held.Asked == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
            }

            var answer = await browser.SubmitAsync(confirm, "reset");
            Assert.Equal("Error: The code is being checked", Words(await browser.GetPageAsync(PageUrl), "[role=alert] p"));
            return answer;
        }
    }

    [Fact]
    public async Task Cancelling_in_an_old_tab_leaves_another_numbers_code_waiting()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        var oldTab = await ToConfirmAsync(site, browser);
        await browser.ResetAsync();
        await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "generate", new() { ["msisdn"] = "+447700901999", ["consent"] = true });
        await browser.VerifyAsync(new Phone(site.Offer18, "447700901999").Code);

        await browser.SubmitAsync(oldTab, "reset");

        Assert.True(Awaits(await browser.StatusAsync()));
    }
}

using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>Requests that arrive before Offer18 has answered.</summary>
public sealed class AtOnceTests
{
    private readonly HeldVerifies _held = new();

    [Fact]
    public async Task Of_two_hundred_right_codes_at_once_one_reaches_Offer18_and_nobody_is_told_wrong()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var post = await VerifierAsync(browser);
        var code = site.Code;

        var answers = await _held.SendAsync(1, Enumerable.Range(0, 200).Select(_ => post(code)));

        Assert.Equal((1, 1), (_held.Asked, site.Verified));
        Assert.Equal(HttpStatusCode.OK, Assert.Single(answers, answer => answer.State == "verified").Status);
        Assert.Equal(
            199, answers.Count(answer => (answer.Status, answer.Code) == (HttpStatusCode.Conflict, "verification_in_progress")));
        Assert.Equal("verified", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task A_right_code_that_a_reset_crosses_verifies_and_counts_as_no_wrong_one()
    {
        await using var site = await StartAsync();
        for (var round = 0; round < 8; round++)
        {
            using var browser = site.NewBrowser();
            Assert.Equal(5, (await browser.GenerateAsync(OtpSite.Number)).Number("attemptsRemaining"));
            var (post, token) = (await VerifierAsync(browser), await browser.TokenAsync());
            var code = site.Code;

            var answers = await _held.SendAsync(1, ((Func<Task<OtpAnswer>>[])
            [
                () => post(code),
                async () =>
                {
                    while (_held.Asked <= round)
                    {
                        await Task.Yield();
                    }

                    return await browser.PostAsync("/offer18/otp/reset", null, token);
                },
            ]).Select(request => request()));

            Assert.Equal(["verified", "none"], answers.Select(answer => answer.State));
            site.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(8, site.Verified);
    }

    [Fact]
    public async Task Of_a_thousand_wrong_codes_at_once_at_most_five_reach_Offer18()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var post = await VerifierAsync(browser);

        for (var round = 1; round <= 10; round++)
        {
            var answers = await _held.SendAsync(1, (round == 1 ? Wrong(site).Take(1_000) : Wrong(site).Skip(1_000 + (10 * round)).Take(10)).Select(post));

            Assert.Equal(Math.Min(round, 5), _held.Asked);
            Assert.Equal(round <= 5 ? 1 : 0, answers.Count(answer => answer.Code == "invalid_otp"));
            Assert.All(answers, answer => Assert.Contains(
                answer.Code, round <= 5 ? ["invalid_otp", "verification_in_progress"] : new[] { "attempts_exhausted" }));
            // The number's first lock-out is over by then, and no new code is sent. The challenge itself has used its five checks.
            site.Clock.Advance(TimeSpan.FromSeconds(40));
        }
    }

    [Fact]
    public async Task Of_wrong_codes_from_five_browsers_at_once_five_reach_Offer18()
    {
        await using var site = await StartAsync();
        var browsers = Enumerable.Range(0, 5).Select(_ => site.NewBrowser()).ToArray();
        var posts = new List<Func<string, Task<OtpAnswer>>>();
        foreach (var browser in browsers)
        {
            Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
            posts.Add(await VerifierAsync(browser));
            site.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var first = await _held.SendAsync(5, posts.SelectMany(post => Wrong(site).Take(20).Select(post)));
        var second = await _held.SendAsync(5, posts.SelectMany(post => Wrong(site).Skip(20).Take(20).Select(post)));

        Assert.Equal(5, _held.Asked);
        Assert.Equal(5, first.Count(answer => answer.Code == "invalid_otp"));
        Assert.All(second, answer => answer.AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted"));
        Assert.All(browsers, browser => browser.Dispose());
    }

    private static IEnumerable<string> Wrong(OtpSite site)
    {
        var right = site.Offer18.Inbox.Select(sms => sms.Code).ToHashSet();
        return Enumerable.Range(0, 2_000).Select(n => $"{n:000000}").Where(code => !right.Contains(code));
    }

    // All posts share one token. If each got its own, they would not arrive at once.
    private static async Task<Func<string, Task<OtpAnswer>>> VerifierAsync(OtpBrowserClient browser)
    {
        var token = await browser.TokenAsync();
        return otp => browser.PostAsync(OtpBrowserClient.DefaultPrefix + "/verify", JsonContent.Create(new { otp }), token);
    }

    private Task<OtpSite> StartAsync() => OtpSite.StartAsync(builder =>
    {
        builder.Services.AddSingleton(_held);
        builder.Services.Decorate<IOffer18OtpClient, HeldOffer18>();
    });
}

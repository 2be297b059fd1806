using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class StoreFailureTests
{
    private readonly StoreSwitch _stores = new();

    [Theory]
    [InlineData("BeginSend", "generate", 0)]
    [InlineData("EndSend", "generate", 1)]
    [InlineData("BeginAttempt", "verify", 1)]
    [InlineData("Find", "status", 1)]
    [InlineData("Leave", "reset", 1)]
    public async Task A_store_that_cannot_be_reached_is_said_and_nothing_goes_out_uncounted(string operation, string endpoint, int calls)
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        if (endpoint != "generate")
        {
            await browser.GenerateAsync(OtpSite.Number);
        }

        var token = await browser.TokenAsync();
        _stores.Failing.Add(operation);
        var answer = endpoint == "status"
            ? await browser.StatusAsync()
            : await browser.PostAsync(
                $"/offer18/otp/{endpoint}", JsonContent.Create(new { msisdn = OtpSite.Number, otp = "123456" }), token);

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
        Assert.Equal(calls, site.Offer18.Calls.Count);
    }

    [Fact]
    public async Task A_code_for_the_number_that_a_page_shows_needs_no_look_for_another()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        _stores.Failing.Add("FindAsked");

        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task The_gate_stays_closed_and_opens_again_by_itself()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();

        _stores.Failing.Add("FindProof");
        (await browser.GetPageAsync("/premium")).AssertProblem(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        _stores.Failing.Clear();

        Assert.Equal("in", (await browser.GetPageAsync("/premium")).Body);
    }

    [Theory]
    [InlineData("EndAttempt", "verified")]
    [InlineData("Set", null)]
    public async Task A_conversion_is_not_lost_when_a_store_fails_after_Offer18_said_yes(string operation, string? first)
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var code = site.Code;

        _stores.Failing.Add(operation);
        var answer = await browser.VerifyAsync(code);
        _stores.Failing.Clear();
        var again = await browser.VerifyAsync(code);

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = await browser.VerifyAsync(code);

        Assert.Equal((first, first is null ? "store_unavailable" : null), (answer.State, answer.Code));
        Assert.Equal(("verified", "verified"), (again.State, later.State));
        Assert.Equal("verified", (await browser.StatusAsync()).State);
        Assert.Equal("in", (await browser.GetPageAsync("/premium")).Body);
        Assert.Equal(1, site.Verified);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_former_proof_that_could_not_be_taken_back_is_by_the_next_look(bool isStatus)
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        using var former = site.NewBrowser();
        former.Cookies.Add(site.Address, browser.OtpCookie()!);
        await browser.GenerateAsync("+44 7700 900124");
        var code = site.Offer18.LatestCode("447700900124");

        var token = await browser.TokenAsync();
        _stores.Failing.Add("Revoke");
        Assert.Equal("store_unavailable", (await browser.PostAsync("/offer18/otp/verify", JsonContent.Create(new { otp = code }), token)).Code);
        Assert.Equal("store_unavailable", (await browser.StatusAsync()).Code);
        Assert.Equal("in", (await former.GetPageAsync("/premium")).Body);
        _stores.Failing.Clear();

        Assert.Equal("verified", (isStatus ? await browser.StatusAsync() : await browser.PostAsync("/offer18/otp/verify", JsonContent.Create(new { otp = code }), token)).State);
        Assert.Equal("in", (await browser.GetPageAsync("/premium")).Body);
        Assert.StartsWith("/verify", (await former.GetPageAsync("/premium")).Location, StringComparison.Ordinal);
    }

    private Task<OtpSite> StartAsync() => OtpSite.StartAsync(
        builder =>
        {
            builder.Services.AddSingleton(_stores);
            builder.Services.Decorate<IOtpRequestStore, FailingRequestStore>();
            builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
        },
        app => app.MapGet("/premium", () => "in").RequireOtpVerified());
}

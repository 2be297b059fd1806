using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Gate;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

public sealed class GateFeatureTests
{
    private static readonly OtpVerifiedRequirement FiveMinutes = new("", 5);

    private readonly StoreSwitch _store = new();

    [Fact]
    public async Task A_verdict_is_kept_for_its_request_until_the_proof_becomes_too_old()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        using var scope = site.Services.CreateScope();
        var request = Request(site, browser, scope);

        _store.Calls.Clear();

        var first = await GateFeature.JudgeAsync(request, FiveMinutes, site.Clock);
        site.Clock.Advance(TimeSpan.FromMinutes(4));
        var second = await GateFeature.JudgeAsync(request, FiveMinutes, site.Clock);
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        var third = await GateFeature.JudgeAsync(request, FiveMinutes, site.Clock);

        Assert.Equal(GateVerdictKind.Open, first.Kind);
        Assert.Same(first, second);
        Assert.Equal(GateVerdictKind.TooOld, third.Kind);
        Assert.Equal(["FindProof"], _store.Calls);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_asked_once()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        using var scope = site.Services.CreateScope();
        var request = Request(site, browser, scope);
        _store.Calls.Clear();
        _store.Failing.Add("FindProof");

        Assert.Equal(GateVerdictKind.StoreUnavailable, (await GateFeature.JudgeAsync(request, FiveMinutes, site.Clock)).Kind);
        Assert.Equal(GateVerdictKind.StoreUnavailable, (await GateFeature.JudgeAsync(request, FiveMinutes, site.Clock)).Kind);

        Assert.Equal(["FindProof"], _store.Calls);
    }

    [Fact]
    public async Task What_the_browser_holds_anew_is_judged_anew()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        using var scope = site.Services.CreateScope();
        var request = Request(site, browser, scope);
        Assert.Equal(GateVerdictKind.Open, (await GateFeature.JudgeAsync(request, FiveMinutes, site.Clock)).Kind);

        OtpBrowser.For(request, "").SetCookie(OtpTicket.New(null));

        Assert.Equal(GateVerdictKind.NoProof, (await GateFeature.JudgeAsync(request, FiveMinutes, site.Clock)).Kind);
    }

    private static DefaultHttpContext Request(OtpSite site, OtpBrowserClient browser, IServiceScope scope) => new()
    {
        RequestServices = scope.ServiceProvider,
        Request = { Headers = { Cookie = browser.Cookies.GetCookieHeader(site.Address) } },
    };

    private Task<OtpSite> StartAsync() => OtpSite.StartAsync(builder =>
    {
        builder.Services.AddSingleton(_store);
        builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
    });
}

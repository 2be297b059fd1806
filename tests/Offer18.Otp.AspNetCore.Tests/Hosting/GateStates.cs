using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A site with one of the sign-ins, and a browser in each state that the gate must tell apart.</summary>
internal sealed record GateStates(OtpSite Site, IReadOnlyDictionary<string, OtpBrowserClient> Browsers)
{
    public static readonly string[] Closed =
        ["unverified", "expired", "revoked", "wrong campaign", "tampered cookie", "another browser's cookie", "old cookie after a new verification"];

    public static async Task<GateStates> StartAsync(string signIn, Action<WebApplicationBuilder> build, Action<WebApplication> map)
    {
        // The default campaign is validated first, and knows the address.
        Uri? offer18 = null;
        var site = await OtpSite.StartAsync(
            builder =>
            {
                build(builder);
                builder.Services.AddOffer18Otp("other", other => OtpSite.Configure(other, offer18!));
            },
            app =>
            {
                SignIns.Map(app);
                map(app);
                app.MapOffer18Otp("other", "/other");
                app.MapGet("/revoke", (IOtpVerification verification, HttpContext context) => verification.RevokeAsync(context));
            },
            otp => offer18 = otp.BaseAddress,
            before: builder => SignIns.All[signIn](builder.Services));

        var browsers = new Dictionary<string, OtpBrowserClient> { ["unverified"] = site.NewBrowser() };
        browsers["expired"] = await VerifiedAsync(site);
        site.Clock.Advance(TimeSpan.FromMinutes(31));

        browsers["revoked"] = await VerifiedAsync(site);
        var kept = browsers["revoked"].OtpCookie()!.Value;
        await browsers["revoked"].SendAsync(new(HttpMethod.Get, "/revoke"));
        browsers["revoked"].OtpCookie()!.Value = kept;

        browsers["wrong campaign"] = await VerifiedAsync(site, "/other");
        browsers["wrong campaign"].Cookies.Add(site.Address, new Cookie("offer18-otp", browsers["wrong campaign"].OtpCookie("other")!.Value));

        browsers["tampered cookie"] = await VerifiedAsync(site);
        var cookie = browsers["tampered cookie"].OtpCookie()!;
        cookie.Value = cookie.Value[..^5] + (cookie.Value[^5] == 'A' ? 'B' : 'A') + cookie.Value[^4..];

        using var pending = site.NewBrowser();
        await GenerateAsync(site, pending, OtpBrowserClient.DefaultPrefix);
        browsers["another browser's cookie"] = site.NewBrowser();
        browsers["another browser's cookie"].Cookies.Add(site.Address, new Cookie("offer18-otp", pending.OtpCookie()!.Value));

        browsers["old cookie after a new verification"] = await VerifiedAsync(site);
        var old = browsers["old cookie after a new verification"].OtpCookie()!.Value;
        await VerifyAsync(site, browsers["old cookie after a new verification"], OtpBrowserClient.DefaultPrefix);
        browsers["old cookie after a new verification"].OtpCookie()!.Value = old;

        browsers["verified"] = await VerifiedAsync(site);
        return new GateStates(site, browsers);
    }

    private static async Task<OtpBrowserClient> VerifiedAsync(OtpSite site, string prefix = OtpBrowserClient.DefaultPrefix)
    {
        var browser = site.NewBrowser();
        await browser.SendAsync(new(HttpMethod.Get, "/sign-in/amal"));
        await VerifyAsync(site, browser, prefix);
        return browser;
    }

    private static async Task VerifyAsync(OtpSite site, OtpBrowserClient browser, string prefix)
    {
        await GenerateAsync(site, browser, prefix);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code, prefix)).State);
    }

    private static async Task GenerateAsync(OtpSite site, OtpBrowserClient browser, string prefix)
    {
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number, prefix: prefix)).State);
    }
}

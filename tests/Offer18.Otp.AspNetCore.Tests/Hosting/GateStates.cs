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
                builder.Services.AddOffer18Otp("other", other => OtpNode.Configure(other, offer18!));
            },
            app =>
            {
                SignIns.Map(app);
                map(app);
                app.MapOffer18Otp("other", "/other");
                app.MapGet("/revoke", (IOtpProofs verification, HttpContext context) => verification.RevokeAsync(context));
            },
            otp => offer18 = otp.BaseAddress,
            before: builder => SignIns.All[signIn](builder.Services));

        var browsers = new Dictionary<string, OtpBrowserClient> { ["unverified"] = await NewBrowserAsync(site, signIn) };
        browsers["expired"] = await VerifiedAsync(site, signIn);
        site.Clock.Advance(TimeSpan.FromMinutes(31));

        browsers["revoked"] = await VerifiedAsync(site, signIn);
        var kept = browsers["revoked"].OtpCookie()!.Value;
        await browsers["revoked"].SendAsync(new(HttpMethod.Get, "/revoke"));
        browsers["revoked"].OtpCookie()!.Value = kept;

        browsers["wrong campaign"] = await VerifiedAsync(site, signIn, "/other");
        browsers["wrong campaign"].Take(browsers["wrong campaign"].OtpCookie("other")!);

        browsers["tampered cookie"] = await VerifiedAsync(site, signIn);
        var cookie = browsers["tampered cookie"].OtpCookie()!;
        cookie.Value = cookie.Value[..^5] + (cookie.Value[^5] == 'A' ? 'B' : 'A') + cookie.Value[^4..];

        // The cookie is all that a site without a sign-in knows a browser by: there it is one that waits for its code.
        using var other = await NewBrowserAsync(site, signIn);
        await (SignIns.KnowUsers.Contains(signIn) ? VerifyAsync(site, other, OtpBrowserClient.DefaultPrefix) : GenerateAsync(site, other, OtpBrowserClient.DefaultPrefix));
        browsers["another browser's cookie"] = await NewBrowserAsync(site, signIn, "bilal");
        browsers["another browser's cookie"].Take(other.OtpCookie()!);

        browsers["old cookie after a new verification"] = await VerifiedAsync(site, signIn);
        var old = browsers["old cookie after a new verification"].OtpCookie()!.Value;
        await VerifyAsync(site, browsers["old cookie after a new verification"], OtpBrowserClient.DefaultPrefix);
        browsers["old cookie after a new verification"].OtpCookie()!.Value = old;

        browsers["verified"] = await VerifiedAsync(site, signIn);
        return new GateStates(site, browsers);
    }

    private static async Task<OtpBrowserClient> NewBrowserAsync(OtpSite site, string signIn, string user = "amal")
    {
        var browser = site.NewBrowser();
        browser.Token = signIn == "bearer" ? SignIns.Token(user) : null;
        await browser.SendAsync(new(HttpMethod.Get, $"/sign-in/{user}"));
        return browser;
    }

    private static async Task<OtpBrowserClient> VerifiedAsync(OtpSite site, string signIn, string prefix = OtpBrowserClient.DefaultPrefix)
    {
        var browser = await NewBrowserAsync(site, signIn);
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

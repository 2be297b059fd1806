using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>Each place where the gate can be put, beside each sign-in, for each state that a browser can be in.</summary>
public sealed class GateMatrixTests(GateMatrixTests.Sites sites) : IClassFixture<GateMatrixTests.Sites>
{
    private static readonly string[] Closed =
        ["unverified", "expired", "revoked", "wrong campaign", "tampered cookie", "another browser's cookie", "old cookie after a new verification"];

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var signIn in SignIns.All.Keys)
            {
                foreach (var place in OtpPlaces.Gated.Select(row => row.Data).Concat(["/hub", "/open-hub"]))
                {
                    rows.Add(signIn, place);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_gate_opens_for_a_verified_browser_and_for_no_other(string signIn, string place)
    {
        var site = await sites.StartAsync(signIn);

        // Without a default scheme nobody is signed in on a hub that names none.
        var verified = place == "/open-hub" && signIn == "cookie and bearer, no default" ? "verified, nobody signed in" : "verified";
        Assert.Equal("+447700900123", await EnterAsync(site, place, verified));
        foreach (var state in Closed)
        {
            Assert.Equal((state, "closed"), (state, await EnterAsync(site, place, state)));
        }
    }

    private static async Task<string?> EnterAsync(Site site, string place, string state)
    {
        var browser = site.Browsers[state];
        return place switch
        {
            "/hub" => await CallAsync(site, place, browser, HttpTransportType.WebSockets),
            "/open-hub" => await CallAsync(site, place, browser, HttpTransportType.LongPolling),
            _ => await GetAsync(place, browser),
        };
    }

    private static async Task<string?> GetAsync(string place, OtpBrowserClient browser)
    {
        var page = await browser.GetPageAsync(place);
        if (page.Status == HttpStatusCode.OK)
        {
            return "+" + string.Concat(WebUtility.HtmlDecode(page.Body).Split('+')[1].TakeWhile(char.IsAsciiDigit));
        }

        Assert.Equal((HttpStatusCode.Found, $"/verify?returnUrl={Uri.EscapeDataString(place)}"), (page.Status, page.Location));
        (await browser.SendAsync(new(HttpMethod.Get, place))).AssertProblem(HttpStatusCode.Forbidden, "otp_required");
        return "closed";
    }

    private static async Task<string?> CallAsync(Site site, string place, OtpBrowserClient browser, HttpTransportType transport)
    {
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(site.Otp.Address, place), transport, options => options.Cookies = browser.Cookies)
            .Build();
        try
        {
            await hub.StartAsync(TestContext.Current.CancellationToken);
            return await hub.InvokeAsync<string?>("Number", TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException exception) when (place == "/hub")
        {
            Assert.Equal(HttpStatusCode.Forbidden, exception.StatusCode);
            return "closed";
        }
        catch (HubException exception) when (place == "/open-hub")
        {
            Assert.True(exception.Message.Contains("HubException: otp_required", StringComparison.Ordinal), exception.ToString());
            Assert.Equal("open", await hub.InvokeAsync<string>("Open", TestContext.Current.CancellationToken));
            return "closed";
        }
    }

    /// <summary>A site for each sign-in, with a browser in each state.</summary>
    public sealed class Sites : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<Site>>> _sites = [];

        internal Task<Site> StartAsync(string signIn) => _sites.GetOrAdd(signIn, name => new(() => Site.StartAsync(name))).Value;

        public async ValueTask DisposeAsync()
        {
            foreach (var site in _sites.Values)
            {
                await (await site.Value).Otp.DisposeAsync();
            }
        }
    }

    internal sealed record Site(OtpSite Otp, IReadOnlyDictionary<string, OtpBrowserClient> Browsers)
    {
        public static async Task<Site> StartAsync(string signIn)
        {
            // The default campaign is validated first, and knows the address.
            Uri? offer18 = null;
            var site = await OtpSite.StartAsync(
                builder =>
                {
                    OtpPlaces.Build(builder);
                    builder.Services.AddOffer18Otp("other", other => OtpNode.Configure(other, offer18!));
                },
                app =>
                {
                    SignIns.Map(app);
                    OtpPlaces.Map(app);
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
            browsers["verified, nobody signed in"] = site.NewBrowser();
            await VerifyAsync(site, browsers["verified, nobody signed in"], OtpBrowserClient.DefaultPrefix);
            return new Site(site, browsers);
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
}

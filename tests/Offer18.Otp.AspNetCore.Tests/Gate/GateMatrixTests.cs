using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>Each place for the gate, with each sign-in, for each state of a browser.</summary>
public sealed class GateMatrixTests(GateMatrixTests.Sites sites) : IClassFixture<GateMatrixTests.Sites>
{
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

        Assert.Equal("+447700900123", await EnterAsync(site, place, "verified"));
        foreach (var state in GateStates.Closed)
        {
            Assert.Equal((state, "closed"), (state, await EnterAsync(site, place, state)));
        }
    }

    private static async Task<string?> EnterAsync(GateStates site, string place, string state)
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

        if (browser.Token is not null)
        {
            // RFC 9470: a client with a token gets a challenge.
            page.AssertProblem(HttpStatusCode.Unauthorized, "otp_required");
            return "closed";
        }

        Assert.Equal((HttpStatusCode.Found, $"/verify?returnUrl={Uri.EscapeDataString(place)}"), (page.Status, page.Location));
        (await browser.SendAsync(new(HttpMethod.Get, place))).AssertProblem(HttpStatusCode.Forbidden, "otp_required");
        return "closed";
    }

    private static async Task<string?> CallAsync(GateStates site, string place, OtpBrowserClient browser, HttpTransportType transport)
    {
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(site.Site.Address, place), transport, options =>
            {
                options.Cookies = browser.Cookies;
                options.AccessTokenProvider = () => Task.FromResult(browser.Token);
            })
            .Build();
        try
        {
            await hub.StartAsync(TestContext.Current.CancellationToken);
            return await hub.InvokeAsync<string?>("Number", TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException exception) when (place == "/hub")
        {
            Assert.Equal(browser.Token is null ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized, exception.StatusCode);
            return "closed";
        }
        catch (HubException exception) when (place == "/open-hub")
        {
            Assert.True(exception.Message.Contains("HubException: otp_required", StringComparison.Ordinal), exception.ToString());
            Assert.Equal("open", await hub.InvokeAsync<string>("Open", TestContext.Current.CancellationToken));
            return "closed";
        }
    }

    /// <summary>One site for each sign-in, each with a browser in every state.</summary>
    public sealed class Sites : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<GateStates>>> _sites = [];

        internal Task<GateStates> StartAsync(string signIn) => _sites.GetOrAdd(signIn, name => new(() => GateStates.StartAsync(name, OtpPlaces.Build, OtpPlaces.Map))).Value;

        public async ValueTask DisposeAsync()
        {
            foreach (var site in _sites.Values)
            {
                await (await site.Value).Site.DisposeAsync();
            }
        }
    }
}

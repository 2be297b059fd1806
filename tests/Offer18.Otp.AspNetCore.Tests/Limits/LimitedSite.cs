using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

/// <summary>A site whose browsers say which address they have, and whose counters can fail. <c>LimitSimulationTests</c> shows what the limits do to crowds.</summary>
public abstract class LimitedSite : IDisposable
{
    private protected const string SendLimit = "send_limit_reached";
    private protected const string Exhausted = "attempts_exhausted";

    private protected LogLines Log { get; } = new();

    private protected StoreSwitch Stores { get; } = new();

    public void Dispose()
    {
        Log.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string NumberOf(int n) => $"+44 7700 900{n:000}";

    private protected static string CodeOf(OtpSite site, int n) => new Phone(site.Offer18, $"447700900{n:000}").Code;

    private protected static OtpBrowserClient NewBrowser(OtpSite site, string address)
    {
        var browser = site.NewBrowser();
        browser.Token = address;
        return browser;
    }

    private protected static async Task SendAsync(OtpBrowserClient browser, int n) => Assert.Equal("pending", (await browser.GenerateAsync(NumberOf(n))).State);

    private protected static async Task GuessAsync(OtpSite site, OtpBrowserClient browser, int n, int wrongCodes)
    {
        await SendAsync(browser, n);
        for (var guess = 0; guess < wrongCodes; guess++)
        {
            (await browser.VerifyAsync(Phone.OtherThan(CodeOf(site, n)))).AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        }
    }

    private protected static async Task VerifyAsync(OtpSite site, int n, string address = "198.51.100.1")
    {
        using var browser = NewBrowser(site, address);
        await SendAsync(browser, n);
        Assert.Equal("verified", (await browser.VerifyAsync(CodeOf(site, n))).State);
    }

    // The address is what the browser says it is, as if a proxy had said so.
    private protected Task<OtpSite> StartAsync(
        Action<OtpLimitOptions>? configure = null, IMsisdnParser? parser = null, Action<Offer18OtpOptions>? client = null) => OtpSite.StartAsync(
        build: builder =>
        {
            if (parser is not null)
            {
                builder.Services.AddSingleton(parser);
            }

            builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(Log);
            builder.Services.AddSingleton(Stores);
            builder.Services.Decorate<IOtpCounterStore, FailingCounterStore>();
        },
        map: app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var address])
                {
                    context.Connection.RemoteIpAddress = address == "none" ? null : IPAddress.Parse(address);
                }

                return next(context);
            });
            app.MapOffer18Otp();
        },
        options: options =>
        {
            options.AllowedCountries.Add("US");
            client?.Invoke(options);
            configure?.Invoke(options.Limits);
        },
        mapDefault: false);

    private sealed class FailingCounterStore(IOtpCounterStore inner, StoreSwitch failing) : IOtpCounterStore
    {
        public ValueTask<IReadOnlyList<OtpCount>> TakeAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken) =>
            failing.Or("Take", () => inner.TakeAsync(counters, cancellationToken));

        public ValueTask GiveBackAsync(IReadOnlyList<OtpCounterReturn> returns, CancellationToken cancellationToken) => inner.GiveBackAsync(returns, cancellationToken);

        public ValueTask<IReadOnlyList<OtpCount?>> FindAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken) =>
            failing.Or("Find", () => inner.FindAsync(counters, cancellationToken));

        public ValueTask RemoveAsync(IReadOnlyList<OtpCounterKey> keys, CancellationToken cancellationToken) => inner.RemoveAsync(keys, cancellationToken);
    }
}

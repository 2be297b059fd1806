using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

/// <summary>Anybody can write the headers that proxies write.</summary>
public sealed class AddressTests
{
    public enum Forwarding
    {
        NotRead,
        FromAProxyThatIsNotTrusted,
        FromTheTrustedProxy,
    }

    [Theory]
    [InlineData(Forwarding.NotRead, "127.0.0.1", false)]
    [InlineData(Forwarding.FromAProxyThatIsNotTrusted, "127.0.0.1", false)]
    [InlineData(Forwarding.FromTheTrustedProxy, "203.0.113.9", true)]
    public async Task Address_and_scheme_come_only_from_forwarding_that_the_site_trusts(Forwarding forwarding, string address, bool isSecure)
    {
        var guard = new Guard();
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddSingleton<IOtpGuard>(guard),
            mapDefault: false,
            map: app =>
            {
                var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };
                if (forwarding == Forwarding.FromAProxyThatIsNotTrusted)
                {
                    options.KnownIPNetworks.Clear();
                    options.KnownProxies.Clear();
                    options.KnownProxies.Add(IPAddress.Parse("10.0.0.1"));
                }

                if (forwarding != Forwarding.NotRead)
                {
                    app.UseForwardedHeaders(options);
                }

                app.MapOffer18Otp();
            });
        using var browser = site.NewBrowser();
        var token = await browser.TokenAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/offer18/otp/generate") { Content = new FormUrlEncodedContent([new("msisdn", OtpSite.Number)]) };
        request.Headers.Add("RequestVerificationToken", token);
        request.Headers.Add("X-Forwarded-For", "198.51.100.7, 203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Real-IP", "198.51.100.7");
        request.Headers.Add("Forwarded", "for=198.51.100.7;proto=https");
        request.Headers.Add("True-Client-IP", "198.51.100.7");

        var answer = await browser.SendAsync(request);

        Assert.Equal(address, Assert.Single(guard.Addresses)?.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("offer18-otp-", StringComparison.Ordinal));
        Assert.Equal((isSecure, isSecure), (cookie.StartsWith("__Host-", StringComparison.Ordinal), cookie.Contains("; secure", StringComparison.Ordinal)));
    }

    private sealed class Guard : IOtpGuard
    {
        public List<IPAddress?> Addresses { get; } = [];

        public ValueTask<OtpRefusal?> TakeAsync(OtpGuardedAction action, CancellationToken cancellationToken)
        {
            Addresses.Add(action.Address);
            return default;
        }

        public ValueTask EndAsync(OtpGuardedAction action, OtpGuardedEnd end) => default;
    }
}

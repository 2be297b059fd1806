using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class CookieTests
{
    [Fact]
    public async Task An_error_code_of_a_newer_version_costs_the_visitor_only_the_notice()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var protector = site.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Offer18.Otp", "Browser", "v1", "");
        var cookie = browser.OtpCookie()!;
        cookie.Value = protector.Protect(protector.Unprotect(cookie.Value)[..^1] + ",\"notice\":{\"code\":\"of_tomorrow\"}}");

        var page = await browser.GetPageAsync("/component/verify");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotNull(page.Page.QuerySelector("[data-state=pending]"));
        Assert.Null(page.Page.QuerySelector(".offer18-otp__error"));
        Assert.Equal("pending", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task The_cookie_is_http_only_lax_host_only_opaque_and_small()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        var answer = await browser.GenerateAsync(OtpSite.Number, "/premium?" + new string('x', 2_000));
        var refused = await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "verify", new() { ["otp"] = "x" });
        var cookie = (await browser.StatusAsync()).Headers.TryGetValues("Set-Cookie", out _) ? null : browser.OtpCookie()!.Value;
        var header = Assert.Single(answer.Headers.GetValues("Set-Cookie"));

        Assert.Matches("^offer18-otp=[A-Za-z0-9_-]+; max-age=3600; path=/; samesite=lax; httponly$", header);
        Assert.InRange(header.Length, 1, 1_000);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        Assert.NotNull(cookie);
    }

    [Fact]
    public async Task On_https_it_is_secure_and_bound_to_the_host()
    {
        using var certificate = NewCertificate();
        Uri? https = null;
        await using var site = await OtpSite.StartAsync(
            builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))),
            app => app.Lifetime.ApplicationStarted.Register(() => https = new Uri(app.Services.GetRequiredService<IServer>()
                .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single(address => address.StartsWith("https", StringComparison.Ordinal)))));
        using var browser = new OtpBrowserClient(https!);
        browser.Handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();

        var answer = await browser.StatusAsync();

        Assert.Contains(
            answer.Headers.GetValues("Set-Cookie"),
            cookie => cookie.StartsWith("__Host-offer18-otp=", StringComparison.Ordinal)
                && cookie.EndsWith("; max-age=3600; path=/; secure; samesite=lax; httponly", StringComparison.Ordinal));
        await browser.GenerateAsync(OtpSite.Number);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task The_largest_notice_still_fits_into_a_cookie()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await browser.ResetAsync();
        site.Clock.Advance(TimeSpan.FromHours(1));
        var page = await browser.GetPageAsync("/component/verify");

        var answer = await browser.SubmitAsync(page, "generate", ("msisdn", string.Concat(Enumerable.Repeat("游", 40))));

        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.InRange(cookie.Length, 1, 4_095));
        Assert.Contains("游游", (await browser.GetPageAsync("/component/verify")).Page.QuerySelector("input[name=msisdn]")!.GetAttribute("value"), StringComparison.Ordinal);
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

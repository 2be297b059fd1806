using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A proxy that ends TLS before a site, and may take a prefix from the path. It says both in the usual headers.</summary>
internal sealed class TlsProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate = TestCertificate.Create();
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    private TlsProxy(Uri site, string prefix)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        builder.Services.AddHttpForwarder();
        _app = builder.Build();
        _app.UsePathBase(prefix);
        var forwarder = _app.Services.GetRequiredService<IHttpForwarder>();
        var headers = new ForwardedHeaders(prefix);
        _app.Run(async context => await forwarder.SendAsync(context, site.ToString(), _client, ForwarderRequestConfig.Empty, headers));
    }

    public static async Task<TlsProxy> StartAsync(Uri site, string prefix = "")
    {
        var proxy = new TlsProxy(site, prefix);
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    /// <summary>Where a browser finds it.</summary>
    public Uri Address => new(_app.Urls.Single());

    public OtpBrowserClient NewBrowser()
    {
        var browser = new OtpBrowserClient(Address);
        browser.Trust(_certificate);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _client.Dispose();
        _certificate.Dispose();
    }

    private sealed class ForwardedHeaders(string prefix) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Add("X-Forwarded-For", httpContext.Connection.RemoteIpAddress!.ToString());
            proxyRequest.Headers.Add("X-Forwarded-Proto", httpContext.Request.Scheme);
            proxyRequest.Headers.Add("X-Forwarded-Host", httpContext.Request.Host.Value);
            if (prefix.Length > 0)
            {
                proxyRequest.Headers.Add("X-Forwarded-Prefix", prefix);
            }
        }
    }
}

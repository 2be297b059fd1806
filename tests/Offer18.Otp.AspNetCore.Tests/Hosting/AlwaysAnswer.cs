using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>An Offer18 that has one answer to everything.</summary>
internal sealed class AlwaysAnswer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private AlwaysAnswer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public int Requests => Volatile.Read(ref _requests);

    public static async Task<AlwaysAnswer> StartAsync(int status, string body)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var peer = new AlwaysAnswer(app);
        app.Run(context =>
        {
            Interlocked.Increment(ref peer._requests);
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}

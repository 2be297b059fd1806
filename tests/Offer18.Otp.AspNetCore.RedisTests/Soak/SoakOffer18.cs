using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Soak;

/// <summary>A simulated Offer18 that keeps a record of what it sent, checked and booked, by campaign and number, however long it runs.</summary>
internal sealed class SoakOffer18 : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SoakOffer18(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public Offer18Simulator Simulator => _app.Services.GetRequiredService<Offer18Simulator>();

    /// <summary>All calls that it has answered.</summary>
    public ConcurrentQueue<SoakCall> Calls { get; } = new();

    /// <summary>What it has booked: a right code, taken once.</summary>
    public IEnumerable<SoakCall> Conversions => Calls.Where(call => call is { IsCheck: true, Succeeded: true });

    public static async Task<SoakOffer18> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        builder.Services.AddOffer18Simulator();
        var app = builder.Build();
        var offer18 = new SoakOffer18(app);
        app.Use(offer18.RecordAsync);
        app.MapOffer18Simulator();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return offer18;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var (came, body) = (TimeProvider.System.GetUtcNow(), context.Response.Body);
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        context.Response.Body = body;
        var text = System.Text.Encoding.UTF8.GetString(answer.ToArray());
        var query = context.Request.Query;
        // Booked is booked, whether or not anybody still waits for the answer.
        Calls.Enqueue(new(came, $"{query["campaign"]}", $"{query["msisdn"]}", $"{query["request_id"]}", context.Request.Path.Value!.EndsWith("verify", StringComparison.Ordinal), text.Contains("\"200\"", StringComparison.Ordinal)));
        await body.WriteAsync(answer.ToArray(), context.RequestAborted);
    }
}

/// <summary>A call that Offer18 has answered.</summary>
internal sealed record SoakCall(DateTimeOffset Came, string Campaign, string Msisdn, string RequestId, bool IsCheck, bool Succeeded);

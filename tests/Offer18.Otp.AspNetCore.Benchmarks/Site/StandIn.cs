using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>
/// Stands in for Offer18. It answers as the simulator does, to every number and every code, without looking at them, so that it costs the load's core little. It
/// counts calls, and the connections that they came by.
/// </summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _connections;
    private int _calls;

    private StandIn()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, endpoint => endpoint.Use(Counted)));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>How long an answer takes. Default: no time.</summary>
    public TimeSpan Delay { get; set; }

    public Uri Address => new(_app.Urls.Single());

    public int Connections => Volatile.Read(ref _connections);

    public int Calls => Volatile.Read(ref _calls);

    public static async Task<StandIn> StartAsync()
    {
        var standIn = new StandIn();
        await standIn._app.StartAsync();
        return standIn;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private ConnectionDelegate Counted(ConnectionDelegate next) => connection =>
    {
        Interlocked.Increment(ref _connections);
        return next(connection);
    };

    private async Task AnswerAsync(HttpContext context)
    {
        var call = Interlocked.Increment(ref _calls);
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, TimeProvider.System, context.RequestAborted);
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(context.Request.Path.Value!.EndsWith("otp_gen", StringComparison.Ordinal)
            ? $$"""{"status":"200","response":"otp_sent","data":"{{call:x24}}"}"""
            : """{"status":"200","response":"otp_verified"}""");
    }
}

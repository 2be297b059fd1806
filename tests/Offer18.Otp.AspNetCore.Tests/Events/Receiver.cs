using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Tests.Events;

/// <summary>A tracker on loopback that keeps what it is told, and answers as it is asked to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _heard = new(0);

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Heard> All { get; } = [];

    /// <summary>What it answers with; the number of the request goes in.</summary>
    public Func<int, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Address => _app.Urls.Single();

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            receiver.All.Enqueue(new(context.Request.Method, context.Request.GetEncodedPathAndQuery(), await reader.ReadToEndAsync(),
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            var number = receiver.All.Count;
            receiver._heard.Release();
            await receiver.Answer(number, context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Waits until the next request has come.</summary>
    public Task NextAsync() => _heard.WaitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _heard.Dispose();
    }

    internal sealed record Heard(string Method, string Address, string Body, IReadOnlyDictionary<string, string> Headers);
}

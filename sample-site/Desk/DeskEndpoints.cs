using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Offer18.Otp.AspNetCore.Stores;
using SampleSite.Components;

namespace SampleSite.Desk;

/// <summary>What a developer wants to see beside the page. It is there on the simulator only, so in the Development environment only.</summary>
internal static class DeskEndpoints
{
    /// <param name="services">The site's services, with the package's own.</param>
    /// <param name="hasSharedStores">Whether other processes use the stores, too. They are then nobody's to empty.</param>
    public static void AddDesk(this IServiceCollection services, bool hasSharedStores)
    {
        services.AddSingleton<Funnel>();
        if (!hasSharedStores)
        {
            services.Decorate<IOtpRequestStore>((store, provider) => new ResettableRequestStore(
                () => (IOtpRequestStore)ActivatorUtilities.CreateInstance(provider, store.GetType()), provider.GetRequiredService<TimeProvider>()));
            services.Decorate<IOtpCounterStore>((store, provider) => new ResettableCounterStore(
                () => (IOtpCounterStore)ActivatorUtilities.CreateInstance(provider, store.GetType())));
        }
    }

    public static void MapDesk(this IEndpointRouteBuilder endpoints)
    {
        // Counts from now on, and not from the first look.
        endpoints.ServiceProvider.GetRequiredService<Funnel>();
        endpoints.MapGet("/desk", GetStream).ExcludeFromDescription();
    }

    private static ServerSentEventsResult<string> GetStream(
        HttpContext context, Funnel funnel, ILoggerFactory loggers, IHostApplicationLifetime lifetime) =>
        TypedResults.ServerSentEvents(ReadAsync(context, funnel, loggers, lifetime.ApplicationStopping));

    /// <summary>The board as HTML: as it is, and each time that something has happened.</summary>
    private static async IAsyncEnumerable<string> ReadAsync(
        HttpContext context, Funnel funnel, ILoggerFactory loggers, [EnumeratorCancellation] CancellationToken stopping)
    {
        // Ends the stream without an exception when the page is closed or the host stops. Otherwise an open page would hold up the shutdown.
        var over = new TaskCompletionSource();
        await using var closed = context.RequestAborted.Register(() => over.TrySetResult());
        await using var stopped = stopping.Register(() => over.TrySetResult());
        while (!over.Task.IsCompleted)
        {
            var changed = funnel.Changed;
            yield return await RenderAsync(context.RequestServices, loggers);
            await Task.WhenAny(changed, over.Task);
        }
    }

    private static async Task<string> RenderAsync(IServiceProvider services, ILoggerFactory loggers)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<DeskBoard>()).ToHtmlString());
    }
}

using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Offer18.Otp.Simulator.Inbox;

internal static class InboxEndpoints
{
    private static readonly InboxAsset[] Assets =
    [
        new("inbox.css", "text/css; charset=utf-8"),
        new("inbox.js", "text/javascript; charset=utf-8"),
        new("inbox.svg", "image/svg+xml"),
    ];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/inbox", GetPage);
        endpoints.MapGet("/inbox/messages", GetMessages);
        endpoints.MapGet("/inbox/stream", GetStream);

        foreach (var asset in Assets)
        {
            endpoints.MapGet($"/inbox/{asset.Name}", (HttpResponse response) => asset.Send(response));
        }
    }

    private static ContentHttpResult GetPage(HttpContext context, Offer18Simulator simulator, InboxPage page)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'");

        // Relative, so that a path base before the prefix works; and right with a slash at the end as well.
        var folder = context.Request.Path.Value!.EndsWith('/') ? "" : "inbox/";
        return TypedResults.Content(page.Render(simulator.Inbox, folder), "text/html; charset=utf-8");
    }

    // Own serializer options here and below: a host may have changed its names' case.
    private static JsonHttpResult<IReadOnlyList<SimulatedSms>> GetMessages(HttpResponse response, Offer18Simulator simulator)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Json(simulator.Inbox, JsonSerializerOptions.Web);
    }

    private static ServerSentEventsResult<string> GetStream(HttpContext context, Offer18Simulator simulator, IHostApplicationLifetime lifetime) =>
        TypedResults.ServerSentEvents(ReadAsync(context, simulator, lifetime.ApplicationStopping));

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        HttpContext context, Offer18Simulator simulator, [EnumeratorCancellation] CancellationToken stopping)
    {
        using var subscription = simulator.SmsBox.Subscribe(context.Request.Headers["Last-Event-ID"]);

        // Ends the stream without an exception, for a page that was closed and for a host that stops: an open page must
        // not hold up its shutdown.
        using var whenOver = stopping.Register(subscription.End);

        // The headers would else wait for the first message, and the page would show itself as not connected.
        await context.Response.Body.FlushAsync(CancellationToken.None);

        await foreach (var sms in subscription.Messages.ReadAllAsync(CancellationToken.None))
        {
            yield return new SseItem<string>(JsonSerializer.Serialize(sms, JsonSerializerOptions.Web), "sms") { EventId = sms.Id };
        }
    }
}

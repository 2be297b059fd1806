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

        // Relative, so that a path base before the prefix works. A slash at the end works too.
        var folder = context.Request.Path.Value!.EndsWith('/') ? "" : "inbox/";
        return TypedResults.Content(page.Render(simulator.Inbox, folder), "text/html; charset=utf-8");
    }

    // Here and below we use our own serializer options, because a host may have changed the case of names.
    private static JsonHttpResult<IReadOnlyList<SimulatedSms>> GetMessages(HttpResponse response, Offer18Simulator simulator)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Json(simulator.Inbox, InboxJson.Web.IReadOnlyListSimulatedSms);
    }

    private static ServerSentEventsResult<string> GetStream(HttpContext context, Offer18Simulator simulator, IHostApplicationLifetime lifetime) =>
        TypedResults.ServerSentEvents(ReadAsync(context, simulator, lifetime.ApplicationStopping));

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        HttpContext context, Offer18Simulator simulator, [EnumeratorCancellation] CancellationToken stopping)
    {
        using var subscription = simulator.SmsBox.Subscribe(context.Request.Headers["Last-Event-ID"]);

        // Ends the stream without an exception when the page is closed or the host stops. Otherwise an open page would hold up the
        // shutdown.
        using var whenOver = stopping.Register(subscription.End);

        // Otherwise the headers would wait for the first message, and the page would seem not to be connected.
        await context.Response.Body.FlushAsync(CancellationToken.None);

        await foreach (var sms in subscription.Messages.ReadAllAsync(CancellationToken.None))
        {
            yield return new SseItem<string>(JsonSerializer.Serialize(sms, InboxJson.Web.SimulatedSms), "sms") { EventId = sms.Id };
        }
    }
}

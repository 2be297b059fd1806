using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Offer18.Otp.Simulator.Wire;

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
        endpoints.MapGet("/inbox/numbers", GetNumbers);
        endpoints.MapPost("/inbox/next", PostNextAsync);
        endpoints.MapPost("/inbox/clear", PostClear);
        endpoints.MapGet("/inbox/messages", GetMessages);
        endpoints.MapGet("/inbox/stream", GetStream);

        foreach (var asset in Assets)
        {
            endpoints.MapGet($"/inbox/{asset.Name}", (HttpResponse response) => asset.Send(response));
        }
    }

    // Relative, so that a path base before the prefix works. A slash at the end works too.
    private static ContentHttpResult GetPage(HttpContext context, Offer18Simulator simulator, InboxPage page) =>
        Page(context.Response, page.Render(simulator.Inbox, HasSlash(context.Request) ? "" : "inbox/"));

    private static ContentHttpResult GetNumbers(HttpContext context, Offer18Simulator simulator, InboxPage page) =>
        Page(context.Response, page.RenderNumbers(simulator, HasSlash(context.Request) ? "../" : ""));

    private static async Task<IResult> PostNextAsync(HttpContext context, Offer18Simulator simulator)
    {
        if (!IsOwn(context.Request) || !context.Request.HasFormContentType)
        {
            return TypedResults.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (outcome, delay) = (form["outcome"].ToString(), form["delay"].ToString());
        var isSeconds = int.TryParse(delay, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= TimeSpan.SecondsPerDay;
        if (!isSeconds && delay != "never" || outcome.Length > 0 && !MagicNumbers.All.ContainsKey(outcome))
        {
            return TypedResults.BadRequest();
        }

        simulator.NextOutcome = outcome.Length > 0 ? outcome : null;
        simulator.NextSmsDelay = isSeconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
        return SeeOther(context.Response, "numbers");
    }

    private static IResult PostClear(HttpContext context, Offer18Simulator simulator)
    {
        if (!IsOwn(context.Request))
        {
            return TypedResults.BadRequest();
        }

        simulator.ClearInbox();
        return SeeOther(context.Response, "../inbox");
    }

    // A browser names the origin of each form that it posts. Another site's page has nothing to decide here.
    private static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value;

    private static bool HasSlash(HttpRequest request) => request.Path.Value!.EndsWith('/');

    private static StatusCodeHttpResult SeeOther(HttpResponse response, string location)
    {
        response.Headers.Location = location;
        response.Headers.CacheControl = "no-store";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static ContentHttpResult Page(HttpResponse response, string html)
    {
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'");
        return TypedResults.Content(html, "text/html; charset=utf-8");
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
            yield return sms is null
                ? new SseItem<string>("", "clear")
                : new SseItem<string>(JsonSerializer.Serialize(sms, InboxJson.Web.SimulatedSms), "sms") { EventId = sms.Id };
        }
    }
}

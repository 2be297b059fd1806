using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace Offer18.Otp.Simulator.Wire;

internal static class WireEndpoints
{
    // A call has a few hundred bytes, and the simulator keeps thousands of calls.
    private const int MaxBodyBytes = 64 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var operation in (string[])[CallHandler.Generate, CallHandler.Verify])
        {
            endpoints
                .MapPost(
                    $"/api/af/{operation}",
                    (HttpContext context, Offer18Simulator simulator, SmsWriter smsWriter, IHostApplicationLifetime lifetime) =>
                        ReceiveAsync(operation, context, simulator, smsWriter, lifetime.ApplicationStopping))
                .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        }
    }

    private static async Task<IResult> ReceiveAsync(
        string operation, HttpContext context, Offer18Simulator simulator, SmsWriter smsWriter, CancellationToken stopping)
    {
        var request = context.Request;
        var form = request.HasFormContentType ? await request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;

        var call = new SimulatedCall
        {
            Operation = operation,
            Method = request.Method,
            Query = ToDictionary(request.Query, StringComparer.Ordinal),
            Form = ToDictionary(form, StringComparer.Ordinal),
            Headers = ToDictionary(request.Headers, StringComparer.OrdinalIgnoreCase),
            HasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength > 0,
            ContentType = request.ContentType,
            ReceivedAt = simulator.Clock.GetUtcNow(),
        };

        return new ReplyResult(simulator.Receive(call, smsWriter), simulator.Clock, stopping);
    }

    private static Dictionary<string, string> ToDictionary(
        IEnumerable<KeyValuePair<string, StringValues>> values, StringComparer comparer)
    {
        // The framework's own collections ignore the case of names. Offer18's names are case-sensitive.
        var result = new Dictionary<string, string>(comparer);

        foreach (var (name, value) in values)
        {
            result[name] = value.ToString();
        }

        return result;
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.Simulator.Wire;

/// <summary>Sends a reply, or causes a transport failure in its place.</summary>
internal sealed class ReplyResult(Reply reply, TimeProvider clock, CancellationToken stopping) : IResult
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var delay = reply.Kind == ReplyKind.Silence ? LongestSilence : reply.Delay;

        if (delay > TimeSpan.Zero && !await HasWaitedAsync(delay, httpContext.RequestAborted) || reply.Kind != ReplyKind.Answer)
        {
            httpContext.Abort();
            return;
        }

        var response = httpContext.Response;
        response.StatusCode = reply.StatusCode;
        response.ContentType = reply.ContentType;

        if (reply.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await response.WriteAsync(reply.Body, httpContext.RequestAborted);
    }

    private async Task<bool> HasWaitedAsync(TimeSpan delay, CancellationToken aborted)
    {
        // A waiting call must not hold up the host's shutdown.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);

        try
        {
            await Task.Delay(delay, clock, either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

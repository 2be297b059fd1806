using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>Runs the site's handlers, so that none of them can undo what has happened, or hold a visitor up for long.</summary>
internal sealed class EventRaiser(
    IEnumerable<OtpEventHandlerType> handlers,
    IOptionsMonitor<Offer18OtpOptions> options,
    IServiceScopeFactory scopes,
    IHttpContextAccessor requests,
    TimeProvider timeProvider,
    OtpMeter meter,
    ILogger<EventRaiser> logger)
{
    /// <summary>How long a handler may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly OtpEventHandlerType[] _handlers = [.. handlers];

    /// <summary>The request, for an event; null if there is none.</summary>
    public HttpContext? Request => requests.HttpContext;

    /// <summary>Whether anybody wants to know. If not, nothing has to be found out for an event.</summary>
    public bool HasHandlers(string campaign) => _handlers.Length > 0 || !options.Get(campaign).Events.IsEmpty;

    /// <summary>Asks the handlers one after the other.</summary>
    /// <returns>Why the step is refused; null if it may go on.</returns>
    public async Task<OtpEventRefusal?> AskAsync(OtpRefusableContext context)
    {
        foreach (var handler in HandlersOf(context))
        {
            if (!await RunAsync(context, handler))
            {
                return new(OtpErrorCodes.StoreUnavailable);
            }

            if (context.Refusal is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>Tells all handlers, side by side.</summary>
    public Task TellAsync(OtpEventContext context) => Task.WhenAll(HandlersOf(context).Select(handler => RunAsync(context, handler)));

    private IEnumerable<Func<CancellationToken, Task>> HandlersOf(OtpEventContext context) =>
        _handlers.Select(handler => (Func<CancellationToken, Task>)(token => HandleAsync(context, handler, token)))
            .Prepend(token => context.TellAsync(options.Get(context.Campaign).Events, token));

    private async Task HandleAsync(OtpEventContext context, OtpEventHandlerType handler, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await context.TellAsync((IOtpEventHandler)scope.ServiceProvider.GetRequiredService(handler.Type), cancellationToken);
    }

    private async Task<bool> RunAsync(OtpEventContext context, Func<CancellationToken, Task> handler)
    {
        using var late = new CancellationTokenSource(Longest, timeProvider);
        // A handler may hold its thread before it waits for anything.
        var work = Task.Run(() => handler(late.Token), CancellationToken.None);
        try
        {
            await work.WaitAsync(Longest, timeProvider);
            return true;
        }
        catch (Exception exception)
        {
            // Its words may contain the number that the handler was given.
            var (cause, reason) = !work.IsCompleted || exception is OperationCanceledException && late.IsCancellationRequested
                ? ("it took too long", "timed_out")
                : (exception.GetType().Name, "threw");
            await late.CancelAsync();
            logger.EventHandlerFailed(context.Name, cause, context.Campaign);
            meter.EventHandlerFailed(context.Campaign, context.Name, reason);
            return false;
        }
    }
}

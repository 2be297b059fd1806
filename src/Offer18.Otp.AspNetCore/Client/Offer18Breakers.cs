using System.Collections.Concurrent;
using Offer18.Otp.AspNetCore.Diagnostics;
using Polly;
using Polly.CircuitBreaker;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// A circuit breaker for each campaign, and for each of its operators, so that visitors do not wait while Offer18 does not answer. If one
/// campaign's server is dead, or one operator's partner, the others still work. Polly's telemetry is not used, because it would see the request id.
/// </summary>
internal sealed class Offer18Breakers(OpenBreakers open, TimeProvider timeProvider)
{
    // A landing page with modest traffic has five visitors in half a minute. With fewer calls the breaker stays closed: each visitor waits,
    // but delays nobody else.
    public const int MinimumCalls = 5;

    // While more than one call in five works, it is better to try than to turn everybody away.
    public const double FailureRatio = 0.8;

    public static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);

    // Short, because visitors are told to wait this long. After it, one trial call decides for everybody.
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<OtpRoute, ResiliencePipeline<WireOutcome>> _pipelines = [];

    public async Task<WireOutcome> ExecuteAsync(
        OtpRoute route, Func<CancellationToken, ValueTask<WireOutcome>> call, CancellationToken cancellationToken)
    {
        var pipeline = _pipelines.GetOrAdd(route, static (route, self) => self.Create(route), this);
        try
        {
            return await pipeline.ExecuteAsync(call, cancellationToken);
        }
        catch (BrokenCircuitException broken)
        {
            // During a trial call the break is already over, and the trial's answer will come soon.
            var wait = broken.RetryAfter is { } remaining && remaining > TimeSpan.FromSeconds(1) ? remaining : TimeSpan.FromSeconds(1);
            return new(Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.NotSent, wait)) { Reason = "breaker_open" };
        }
    }

    // If two calls come first at once, one of the two breakers is never used.
    private ResiliencePipeline<WireOutcome> Create(OtpRoute route)
    {
        var state = new CircuitBreakerStateProvider();
        return new ResiliencePipelineBuilder<WireOutcome> { TimeProvider = timeProvider }.AddCircuitBreaker(new CircuitBreakerStrategyOptions<WireOutcome>
        {
            MinimumThroughput = MinimumCalls,
            FailureRatio = FailureRatio,
            SamplingDuration = Sampling,
            BreakDuration = Break,
            StateProvider = state,
            // If the caller cancels a trial call, that says nothing about Offer18 and must not close the breaker.
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result?.IsTrouble ?? state.CircuitState == CircuitState.HalfOpen),
            OnOpened = args =>
            {
                open.Opened(route, args.BreakDuration);
                return ValueTask.CompletedTask;
            },
            OnClosed = _ =>
            {
                open.Closed(route);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }
}

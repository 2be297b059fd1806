using System.Collections.Concurrent;
using Offer18.Otp.AspNetCore.Diagnostics;
using Polly;
using Polly.CircuitBreaker;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// A circuit breaker for each campaign, so that visitors do not wait while Offer18 does not answer. If one campaign's server is dead, the
/// other campaigns still work. Polly's telemetry is not used, because it would see the request id.
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

    private readonly ConcurrentDictionary<string, ResiliencePipeline<WireOutcome>> _pipelines = new(StringComparer.Ordinal);

    public async Task<WireOutcome> ExecuteAsync(
        string campaign, Func<CancellationToken, ValueTask<WireOutcome>> call, CancellationToken cancellationToken)
    {
        var pipeline = _pipelines.GetOrAdd(campaign, static (campaign, self) => self.Create(campaign), this);
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
    private ResiliencePipeline<WireOutcome> Create(string campaign)
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
                open.Opened(campaign, args.BreakDuration);
                return ValueTask.CompletedTask;
            },
            OnClosed = _ =>
            {
                open.Closed(campaign);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }
}

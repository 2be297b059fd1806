using Offer18.Otp.AspNetCore.Diagnostics;
using Polly;
using Polly.CircuitBreaker;
using Polly.Registry;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// A circuit breaker for each campaign, which spares visitors the wait for an Offer18 that does not answer. One campaign's dead server
/// does not stop another. Polly's telemetry is left out: it would see the request id.
/// </summary>
internal sealed class Offer18Breakers(OpenBreakers open, TimeProvider timeProvider) : IDisposable
{
    // A landing page of modest traffic has five visitors in half a minute. With fewer the breaker stays closed: each of them waits,
    // and keeps nobody else waiting.
    public const int Failures = 5;

    // While more than one call in five works, it is better to try than to turn everybody away.
    public const double FailureRatio = 0.8;

    public static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);

    // Short, because visitors are told to wait this long. After it one call tries for all.
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(15);

    private readonly ResiliencePipelineRegistry<string> _pipelines = new();

    public async Task<WireOutcome> ExecuteAsync(
        string campaign, Func<CancellationToken, ValueTask<WireOutcome>> call, CancellationToken cancellationToken)
    {
        var pipeline = _pipelines.GetOrAddPipeline<WireOutcome>(campaign, builder => AddBreaker(builder, campaign));
        try
        {
            return await pipeline.ExecuteAsync(call, cancellationToken);
        }
        catch (BrokenCircuitException broken)
        {
            // During somebody's trial call the break is over, and its answer is near.
            var wait = broken.RetryAfter is { } remaining && remaining > TimeSpan.FromSeconds(1) ? remaining : TimeSpan.FromSeconds(1);
            return new(Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.NotSent, wait)) { Reason = "circuit_open" };
        }
    }

    public void Dispose() => _pipelines.Dispose();

    private void AddBreaker(ResiliencePipelineBuilder<WireOutcome> builder, string campaign)
    {
        var state = new CircuitBreakerStateProvider();
        builder.TimeProvider = timeProvider;
        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<WireOutcome>
        {
            MinimumThroughput = Failures,
            FailureRatio = FailureRatio,
            SamplingDuration = Sampling,
            BreakDuration = Break,
            StateProvider = state,
            // A trial call that its caller gave up says nothing of Offer18, and must not close the breaker.
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
        });
    }
}

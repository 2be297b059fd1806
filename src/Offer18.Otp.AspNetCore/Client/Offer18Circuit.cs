using Offer18.Otp.AspNetCore.Diagnostics;
using Polly;
using Polly.CircuitBreaker;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// Spares visitors the wait for an Offer18 that does not answer. Polly's telemetry is left out: what the pipeline passes on
/// holds the request id.
/// </summary>
internal sealed class Offer18Circuit
{
    // Five in half a minute is what a landing page of modest traffic has. With fewer visitors than that the circuit stays
    // closed, and each of them waits for himself, which is no harm to anybody else.
    public const int Failures = 5;

    // Dead, not limping: while more than one call in five works, trying is better than turning everybody away.
    public const double FailureRatio = 0.8;

    public static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);

    // Short, since it is what a visitor is told to wait; one of them then tries it for all.
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(15);

    private readonly ResiliencePipeline<WireOutcome> _pipeline;

    public Offer18Circuit(string campaign, OtpCircuits states, TimeProvider timeProvider)
    {
        var state = new CircuitBreakerStateProvider();
        _pipeline = new ResiliencePipelineBuilder<WireOutcome> { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<WireOutcome>
            {
                MinimumThroughput = Failures,
                FailureRatio = FailureRatio,
                SamplingDuration = Sampling,
                BreakDuration = Break,
                StateProvider = state,
                // A trial call that its caller gave up says nothing of Offer18, and must not close the circuit.
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Result?.IsTrouble ?? state.CircuitState == CircuitState.HalfOpen),
                OnOpened = args =>
                {
                    states.Opened(campaign, args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    states.Closed(campaign);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    public async Task<WireOutcome> ExecuteAsync(Func<CancellationToken, ValueTask<WireOutcome>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(call, cancellationToken);
        }
        catch (BrokenCircuitException broken)
        {
            // While somebody's trial call is under way the break is over, and its answer near.
            var wait = broken.RetryAfter is { } remaining && remaining > TimeSpan.FromSeconds(1) ? remaining : TimeSpan.FromSeconds(1);
            return new(Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.NotSent, wait)) { Reason = "circuit_open" };
        }
    }
}

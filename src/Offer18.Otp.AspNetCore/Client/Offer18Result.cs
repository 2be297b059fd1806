using System.Diagnostics.CodeAnalysis;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>The result of a call.</summary>
public sealed record Offer18Result
{
    private Offer18Result(Offer18Delivery delivery) => Delivery = delivery;

    /// <summary>Whether Offer18 did what was asked: the SMS was sent, or the code was right.</summary>
    [MemberNotNullWhen(false, nameof(ErrorCode))]
    public bool Succeeded => ErrorCode is null;

    /// <summary>
    /// One of <see cref="OtpErrorCodes"/>, or <see cref="Offer18PartnerAnswers.AlreadyVerified"/>; null on success.
    /// </summary>
    public string? ErrorCode { get; private init; }

    /// <summary>How far the call got.</summary>
    public Offer18Delivery Delivery { get; }

    /// <summary>Offer18's request id, if the partner returns one. It must not reach a browser or a log.</summary>
    public string? RequestId { get; private init; }

    /// <summary>
    /// How long Offer18 asked us to wait (<c>Retry-After</c>), or our own wait while the circuit breaker is open. Null if there is neither.
    /// </summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The result of a call that did what was asked.</summary>
    /// <param name="requestId">The request id that <c>otp_gen</c> returned, if any.</param>
    public static Offer18Result Success(string? requestId = null) => new(Offer18Delivery.Answered) { RequestId = requestId };

    /// <summary>The result of a call that did not do what was asked.</summary>
    /// <param name="errorCode">One of <see cref="OtpErrorCodes"/>, or <see cref="Offer18PartnerAnswers.AlreadyVerified"/>.</param>
    /// <param name="delivery">How far the call got.</param>
    /// <param name="retryAfter">How long to wait before the next call, if known.</param>
    public static Offer18Result Failure(
        string errorCode, Offer18Delivery delivery = Offer18Delivery.Answered, TimeSpan? retryAfter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(errorCode);
        return new(delivery) { ErrorCode = errorCode, RetryAfter = retryAfter };
    }

    /// <summary>The outcome only: the request id must not reach a log.</summary>
    public override string ToString() => $"{ErrorCode ?? "success"} ({Delivery})";
}

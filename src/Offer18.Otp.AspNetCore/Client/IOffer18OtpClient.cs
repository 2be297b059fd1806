namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// Offer18's two calls. What Offer18 says, or fails to say, comes back as a result; only a mistake of the caller throws.
/// Neither call is ever repeated once it may have left the machine: each costs an SMS or may book a conversion.
/// </summary>
public interface IOffer18OtpClient
{
    /// <summary>Has the operator send a code by SMS (<c>otp_gen</c>, booked as a click).</summary>
    /// <param name="request">The number, and the campaign it belongs to.</param>
    /// <param name="cancellationToken">Gives up waiting. The SMS may have been sent all the same.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default);

    /// <summary>Has the operator check a code (<c>otp_verify</c>, booked as a conversion when it is right).</summary>
    /// <param name="request">The number, the code and the request id that <see cref="GenerateAsync"/> returned.</param>
    /// <param name="cancellationToken">Gives up waiting. The code may have been checked all the same.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default);
}

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// Makes Offer18's two calls. Every answer, and also a missing answer, comes back as a result. Only a caller's mistake and a cancellation
/// throw. A call that may have left the machine is never repeated: it could send a second SMS or book a second conversion.
/// </summary>
public interface IOffer18OtpClient
{
    /// <summary>Asks for a code to be sent by SMS (<c>otp_gen</c>, booked as a click).</summary>
    /// <param name="request">The number and its campaign.</param>
    /// <param name="cancellationToken">Stops waiting. The SMS may still be sent.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks whether a code is right (<c>otp_verify</c>, booked as a conversion if it is).</summary>
    /// <param name="request">The number, the code and the request id that <see cref="GenerateAsync"/> returned.</param>
    /// <param name="cancellationToken">Stops waiting. The code may still be checked.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default);
}

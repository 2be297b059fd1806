using System.Diagnostics.CodeAnalysis;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>
/// Handles what happens in all campaigns. Each call has a service scope of its own, so that a handler can use scoped services. Test numbers raise no events.
/// </summary>
/// <remarks>
/// A visitor waits for the handlers, at most 5 seconds for each; those that only tell run side by side. Then the token is cancelled, and the step goes on without the handler. One that
/// throws or takes too long is logged (event 1851) and counted. What has happened stays as it is. A step that cannot be asked about is refused with
/// <see cref="OtpErrorCodes.StoreUnavailable"/>.
/// </remarks>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is what handles events; nobody takes an interface for a delegate.")]
public interface IOtpEventHandler
{
    /// <summary>Before a code is sent. The handler may refuse it.</summary>
    /// <param name="context">What it is about.</param>
    /// <param name="cancellationToken">Cancelled when the handler takes too long.</param>
    Task OnSendingAsync(OtpSendingContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before a code is checked. The handler may refuse it.</summary>
    /// <param name="context">What it is about.</param>
    /// <param name="cancellationToken">Cancelled when the handler takes too long.</param>
    Task OnVerifyingAsync(OtpVerifyingContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After a code was sent.</summary>
    /// <param name="context">What it is about.</param>
    /// <param name="cancellationToken">Cancelled when the handler takes too long.</param>
    Task OnSentAsync(OtpSentContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After a number was verified: once for each conversion, on the node that has checked the code.</summary>
    /// <param name="context">What it is about.</param>
    /// <param name="cancellationToken">Cancelled when the handler takes too long.</param>
    Task OnVerifiedAsync(OtpVerifiedContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After a request was refused.</summary>
    /// <param name="context">What it is about.</param>
    /// <param name="cancellationToken">Cancelled when the handler takes too long.</param>
    Task OnRefusedAsync(OtpRefusedContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After a limit was reached.</summary>
    /// <param name="context">What it is about.</param>
    /// <param name="cancellationToken">Cancelled when the handler takes too long.</param>
    Task OnLimitedAsync(OtpLimitedContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After verifications were taken back.</summary>
    /// <param name="context">What it is about.</param>
    /// <param name="cancellationToken">Cancelled when the handler takes too long.</param>
    Task OnRevokedAsync(OtpRevokedContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}

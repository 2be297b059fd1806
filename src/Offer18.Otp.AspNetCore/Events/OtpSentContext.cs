namespace Offer18.Otp.AspNetCore.Events;

/// <summary>A code was sent.</summary>
public sealed record OtpSentContext : OtpEventContext
{
    /// <summary>Whether another code goes to the same number, without the number being typed again.</summary>
    public bool IsResend { get; init; }

    /// <summary>From when on the code can no longer be checked, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    internal override string Name => nameof(OtpEvents.OnSent);

    internal override Task TellAsync(OtpEvents events, CancellationToken cancellationToken) => events.OnSent?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    internal override Task TellAsync(IOtpEventHandler handler, CancellationToken cancellationToken) => handler.OnSentAsync(this, cancellationToken);
}

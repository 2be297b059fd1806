namespace Offer18.Otp.AspNetCore.Events;

/// <summary>A number was verified. This is the conversion: Offer18 has booked it.</summary>
public sealed record OtpVerifiedContext : OtpEventContext
{
    /// <summary>Until when the verification opens the gate, UTC.</summary>
    public DateTimeOffset ValidUntil { get; init; }

    internal override string Name => nameof(OtpEvents.OnVerified);

    internal override Task TellAsync(OtpEvents events, CancellationToken cancellationToken) => events.OnVerified?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    internal override Task TellAsync(IOtpEventHandler handler, CancellationToken cancellationToken) => handler.OnVerifiedAsync(this, cancellationToken);
}

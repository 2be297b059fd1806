using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>A code is about to be checked. With most partners a right one subscribes the visitor.</summary>
public sealed record OtpVerifyingContext : OtpRefusableContext
{
    internal override OtpPartnerCalls Calls => OtpPartnerCalls.Verify;

    internal override string Name => nameof(OtpEvents.OnVerifying);

    internal override Task TellAsync(OtpEvents events, CancellationToken cancellationToken) => events.OnVerifying?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    internal override Task TellAsync(IOtpEventHandler handler, CancellationToken cancellationToken) => handler.OnVerifyingAsync(this, cancellationToken);
}

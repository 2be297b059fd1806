using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>A code is about to be sent: all limits have let it pass.</summary>
public sealed record OtpSendingContext : OtpRefusableContext
{
    /// <summary>Whether another code goes to the same number, without the number being typed again.</summary>
    public bool IsResend { get; init; }

    internal override OtpPartnerCalls Calls => OtpPartnerCalls.Generate;

    internal override string Name => nameof(OtpEvents.OnSending);

    internal override Task TellAsync(OtpEvents events, CancellationToken cancellationToken) => events.OnSending?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    internal override Task TellAsync(IOtpEventHandler handler, CancellationToken cancellationToken) => handler.OnSendingAsync(this, cancellationToken);
}

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>Verifications were taken back.</summary>
public sealed record OtpRevokedContext : OtpEventContext
{
    /// <summary>
    /// <c>browser</c>: the site has taken back that of one browser. <c>number</c>: all of a number. <c>campaign</c>: all of the campaign.
    /// <c>replaced</c>: a newer one has taken the place of the browser's former one.
    /// </summary>
    public string Reason { get; init; } = "";

    internal override string Name => nameof(OtpEvents.OnRevoked);

    internal override Task TellAsync(OtpEvents events, CancellationToken cancellationToken) => events.OnRevoked?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    internal override Task TellAsync(IOtpEventHandler handler, CancellationToken cancellationToken) => handler.OnRevokedAsync(this, cancellationToken);
}

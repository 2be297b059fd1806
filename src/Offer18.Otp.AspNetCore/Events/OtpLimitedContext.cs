namespace Offer18.Otp.AspNetCore.Events;

/// <summary>A limit was reached.</summary>
public sealed record OtpLimitedContext : OtpEventContext
{
    /// <summary><c>generate</c> or <c>verify</c>.</summary>
    public string Operation { get; init; } = "";

    /// <summary>What the limit counts by.</summary>
    public OtpLimitKind Limit { get; init; }

    /// <summary><see cref="OtpLimitMode.Enforce"/> if the limit has refused; <see cref="OtpLimitMode.Record"/> if it would have.</summary>
    public OtpLimitMode Mode { get; init; }

    internal override string Name => nameof(OtpEvents.OnLimited);

    internal override Task TellAsync(OtpEvents events, CancellationToken cancellationToken) => events.OnLimited?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    internal override Task TellAsync(IOtpEventHandler handler, CancellationToken cancellationToken) => handler.OnLimitedAsync(this, cancellationToken);
}

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>A request for a code, or for a check, was refused.</summary>
public sealed record OtpRefusedContext : OtpEventContext
{
    /// <summary><c>generate</c> or <c>verify</c>.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Why: one of <see cref="OtpErrorCodes"/>.</summary>
    public string Code { get; init; } = "";

    /// <summary>Whether the result of a call to Offer18 decided, and not the site itself.</summary>
    public bool IsByCall { get; init; }

    /// <summary>How long until it can be tried again; null if nobody has said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    internal override string Name => nameof(OtpEvents.OnRefused);

    internal override Task TellAsync(OtpEvents events, CancellationToken cancellationToken) => events.OnRefused?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    internal override Task TellAsync(IOtpEventHandler handler, CancellationToken cancellationToken) => handler.OnRefusedAsync(this, cancellationToken);
}

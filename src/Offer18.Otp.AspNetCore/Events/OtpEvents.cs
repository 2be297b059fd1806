namespace Offer18.Otp.AspNetCore.Events;

/// <summary>
/// What a campaign's steps call, set in code. Handlers that are classes are added with <see cref="Offer18OtpBuilder.AddEventHandler{THandler}"/>. How long each may
/// take, and what happens when it fails: <see cref="IOtpEventHandler"/>.
/// </summary>
public sealed class OtpEvents
{
    /// <summary>Before a code is sent. The handler may refuse it.</summary>
    public Func<OtpSendingContext, CancellationToken, Task>? OnSending { get; set; }

    /// <summary>Before a code is checked. The handler may refuse it.</summary>
    public Func<OtpVerifyingContext, CancellationToken, Task>? OnVerifying { get; set; }

    /// <summary>After a code was sent.</summary>
    public Func<OtpSentContext, CancellationToken, Task>? OnSent { get; set; }

    /// <summary>After a number was verified: once for each conversion, on the node that has checked the code.</summary>
    public Func<OtpVerifiedContext, CancellationToken, Task>? OnVerified { get; set; }

    /// <summary>After a request was refused.</summary>
    public Func<OtpRefusedContext, CancellationToken, Task>? OnRefused { get; set; }

    /// <summary>After a limit was reached.</summary>
    public Func<OtpLimitedContext, CancellationToken, Task>? OnLimited { get; set; }

    /// <summary>After verifications were taken back.</summary>
    public Func<OtpRevokedContext, CancellationToken, Task>? OnRevoked { get; set; }

    internal bool IsEmpty => this is { OnSending: null, OnVerifying: null, OnSent: null, OnVerified: null, OnRefused: null, OnLimited: null, OnRevoked: null };
}

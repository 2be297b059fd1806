namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Evidence of what a visitor agreed to (<see cref="Offer18OtpOptions.RequireConsent"/>, <see cref="Offer18OtpOptions.ConfirmBeforeVerify"/>). The server makes it of
/// what it has rendered itself for this browser, so nobody can claim another text.
/// </summary>
public sealed record OtpConsent
{
    /// <summary>The campaign; empty is the default one.</summary>
    public required string Campaign { get; init; }

    /// <summary>The number, E.164 with <c>+</c>.</summary>
    public required string Msisdn { get; init; }

    /// <summary>The name of the number's operator; null if the campaign has none for it.</summary>
    public string? Operator { get; init; }

    /// <summary>When the visitor ticked the box and asked for the code, by the server's clock; null if the campaign shows no box (<see cref="Offer18OtpOptions.RequireConsent"/>).</summary>
    public DateTimeOffset? GivenAt { get; init; }

    /// <summary>
    /// The terms that stood beside the button for the code. Null if the server has not rendered them: the page is plain HTML or has none, or a client without a page
    /// of ours has agreed.
    /// </summary>
    public OtpShownTerms? AtNumber { get; init; }

    /// <summary>
    /// The operator's terms that stood beside the button that starts the subscription: the one that sends the code back, or the one that confirms
    /// (<see cref="Offer18OtpOptions.ConfirmBeforeVerify"/>). Null as <see cref="AtNumber"/>, and until a right code.
    /// </summary>
    public OtpShownTerms? AtVerify { get; init; }

    /// <summary>When the visitor confirmed, by the store's clock; null if the campaign does not ask for that, and until a right code.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The visitor's address at that time; null if unknown.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser called itself (<c>User-Agent</c>), at most 512 characters; null if it did not say.</summary>
    public string? Agent { get; init; }

    /// <summary>The type's name. A record's own text would show personal data.</summary>
    public override string ToString() => nameof(OtpConsent);
}

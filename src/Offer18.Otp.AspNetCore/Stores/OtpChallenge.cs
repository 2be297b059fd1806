namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A challenge as the store sees it at one moment, by the store's clock (UTC).</summary>
public sealed record OtpChallenge
{
    /// <summary>The number that the code was sent to: digits with the country code and without <c>+</c>.</summary>
    public required string Msisdn { get; init; }

    /// <summary>Offer18's request id, where the partner gave one.</summary>
    public string? RequestId { get; init; }

    /// <summary>Where the visitor wants to go once verified; a local URL.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>When the code stops being verifiable.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the next code may be sent to this number.</summary>
    public required DateTimeOffset ResendAt { get; init; }

    /// <summary>How many codes can still be checked.</summary>
    public required int AttemptsRemaining { get; init; }

    /// <summary>The verification that came of it; null while it is pending.</summary>
    public VerifiedMsisdn? Verified { get; init; }

    /// <summary>Says that it is a challenge and no more: a record's own text would show number and request id.</summary>
    public override string ToString() => nameof(OtpChallenge);
}

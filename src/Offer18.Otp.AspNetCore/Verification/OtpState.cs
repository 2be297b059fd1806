using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>What a browser may know about its verification. The number is masked.</summary>
internal sealed record OtpState(OtpStateKind Kind)
{
    public static readonly OtpState None = new(OtpStateKind.None);

    public string? MaskedMsisdn { get; private init; }

    public DateTimeOffset? ExpiresAt { get; private init; }

    public DateTimeOffset? ResendAt { get; private init; }

    /// <summary>Whether nobody knows if the last code was sent.</summary>
    public bool IsSendUncertain { get; private init; }

    /// <summary>The number that the visitor has left, masked, if its code can still be checked.</summary>
    public string? LeftMaskedMsisdn { get; init; }

    /// <summary>Whether the visitor has typed a code, and has not confirmed it yet.</summary>
    public bool AwaitsConfirmation { get; init; }

    /// <summary>Whether he has confirmed a code, and nobody knows what came of it.</summary>
    public bool IsConfirmationUnanswered { get; init; }

    public int? AttemptsRemaining { get; private init; }

    /// <summary>The operator of the number; null if the campaign has none for it.</summary>
    public string? Operator { get; init; }

    public DateTimeOffset? VerifiedAt { get; private init; }

    public DateTimeOffset? ValidUntil { get; private init; }

    /// <summary>Names the conversion; null if there is none.</summary>
    public string? EventId { get; private init; }

    public static OtpState Pending(OtpChallenge challenge) => new(OtpStateKind.Pending)
    {
        MaskedMsisdn = MsisdnMask.Apply(challenge.Digits),
        ExpiresAt = challenge.ExpiresAt,
        ResendAt = challenge.ResendAt,
        IsSendUncertain = challenge.IsSendUncertain,
        AttemptsRemaining = challenge.AttemptsRemaining,
        Operator = challenge.Context?.Operator,
    };

    public static OtpState Verified(VerifiedMsisdn proof) => new(OtpStateKind.Verified)
    {
        MaskedMsisdn = MsisdnMask.Apply(proof.Msisdn),
        Operator = proof.Context?.Operator,
        VerifiedAt = proof.VerifiedAt,
        ValidUntil = proof.ValidUntil,
        EventId = proof.IsTest ? null : proof.EventId,
    };
}

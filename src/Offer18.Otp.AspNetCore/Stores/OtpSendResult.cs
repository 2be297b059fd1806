namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>How a send ended, and what Offer18 said.</summary>
/// <param name="Outcome">How the send ended.</param>
public sealed record OtpSendResult(OtpSendOutcome Outcome)
{
    /// <summary>Offer18's request id, if there is one.</summary>
    public string? RequestId { get; init; }

    /// <summary>Why the send was refused: one of <see cref="OtpErrorCodes"/>. Set if it was <see cref="OtpSendOutcome.Refused"/>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The type's name. A record's own text would show the request id.</summary>
    public override string ToString() => nameof(OtpSendResult);
}

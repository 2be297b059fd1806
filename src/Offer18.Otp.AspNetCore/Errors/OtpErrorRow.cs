namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>Everything about an error code except its texts.</summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>.</param>
/// <param name="HttpStatus">The status of its problem details.</param>
/// <param name="PartnerCalls">The calls on which a partner's text can have this meaning.</param>
/// <param name="Cost">What a check costs when Offer18's answer was read and means this code. Null if no partner can answer a check with this code.</param>
/// <param name="Field">The field that the page marks as wrong.</param>
/// <param name="WayForward">What the page offers beside what its step offers anyway.</param>
internal sealed record OtpErrorRow(
    string Code,
    int HttpStatus,
    OtpPartnerCalls PartnerCalls = OtpPartnerCalls.None,
    OtpCheckCost? Cost = null,
    OtpErrorField Field = OtpErrorField.None,
    OtpWayForward WayForward = OtpWayForward.None)
{
    /// <summary>
    /// The error code whose text and way forward the page shows when the visitor needs a new code. Null: the page shows those of
    /// <see cref="Code"/>.
    /// </summary>
    public string? PageCodeOnRestart { get; init; }

    /// <summary>What this site itself answers with this code, without a partner's text.</summary>
    public OtpOperations Own { get; init; }

    /// <summary>Whether a verified visitor is asked for a number again.</summary>
    public bool AsksForNumberAgain { get; init; }
}

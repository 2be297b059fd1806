namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>All that is known of an error code, apart from its texts.</summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>.</param>
/// <param name="HttpStatus">The status of its problem details.</param>
/// <param name="PartnerCalls">The calls on which a partner's text can mean it.</param>
/// <param name="Cost">What a check costs that Offer18 answers so.</param>
/// <param name="Field">The field that the page marks as wrong.</param>
/// <param name="WayForward">What the page offers where typing again does not help.</param>
internal sealed record OtpErrorRow(
    string Code,
    int HttpStatus,
    OtpPartnerCalls PartnerCalls = OtpPartnerCalls.None,
    OtpCheckCost Cost = OtpCheckCost.Attempt,
    OtpErrorField Field = OtpErrorField.None,
    OtpWayForward WayForward = OtpWayForward.None)
{
    /// <summary>The code whose text and way forward the page takes where a new code is needed; null: its own.</summary>
    public string? PageCodeOnRestart { get; init; }

    /// <summary>Whether a verified visitor is asked for a number again.</summary>
    public bool AsksAgain { get; init; }
}

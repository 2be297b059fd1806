namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What the page offers beside what its step offers anyway: a new code, another number.</summary>
internal enum OtpWayForward
{
    None,

    /// <summary>
    /// The content that the number already has a subscription for, in place of the step. If the page does not name its address, the page offers
    /// another number. Nothing has gone wrong, so it is not shown as an error.
    /// </summary>
    Content,

    /// <summary>Asks the server how far the verification has come.</summary>
    CheckAgain,
}

namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What the page offers where typing again does not help.</summary>
internal enum OtpWayForward
{
    None,

    /// <summary>
    /// A link to the content that the number already has a subscription for. If the page does not name its address, the page offers another
    /// number.
    /// </summary>
    Content,

    /// <summary>Asks the server how far the verification has come.</summary>
    CheckAgain,

    /// <summary>Has another code sent.</summary>
    NewCode,

    /// <summary>Forgets the pending number.</summary>
    OtherNumber,
}

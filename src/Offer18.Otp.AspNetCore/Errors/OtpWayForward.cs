namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What the page offers where typing again does not help.</summary>
internal enum OtpWayForward
{
    None,

    /// <summary>The content that the number has a subscription for already; another number where the page does not say where that is.</summary>
    Content,

    /// <summary>Asks the server how far the verification has come.</summary>
    CheckAgain,

    /// <summary>Has another code sent.</summary>
    NewCode,

    /// <summary>Forgets the pending number.</summary>
    OtherNumber,
}

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What an error offers where typing again does not help.</summary>
internal enum OtpWayForward
{
    None,

    /// <summary>To what the number has a subscription for already; to another number where the page names no such address.</summary>
    Content,

    /// <summary>To ask the server how far the verification has come.</summary>
    CheckAgain,

    NewCode,

    OtherNumber,
}

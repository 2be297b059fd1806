namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What the page offers beside an error. Of several the first one that the page can offer.</summary>
[Flags]
internal enum OtpWaysForward
{
    None = 0,

    /// <summary>The site's content, where the site has said where it is.</summary>
    Content = 1,

    /// <summary>Asks the server how far the visitor has come.</summary>
    LookAgain = 2,

    /// <summary>Has another code sent.</summary>
    NewCode = 4,

    /// <summary>Forgets the pending number.</summary>
    OtherNumber = 8,
}
